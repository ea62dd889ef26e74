/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_JSON_H
#define TCP_LIFECYCLE_JSON_H

#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Texts in JSON.
 */

namespace ns3
{

/// \param text any \return it as a JSON string (RFC 8259, section 7), with its quotation marks
std::string TcpLifecycleJsonText(const std::string& text);

} // namespace ns3

#endif // TCP_LIFECYCLE_JSON_H
