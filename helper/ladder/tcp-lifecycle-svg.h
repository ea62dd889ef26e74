/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SVG_H
#define TCP_LIFECYCLE_SVG_H

#include "lifecycle-state.h"

#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * What all pictures have in common.
 */

namespace ns3
{

/// \param state a state \return the colour it has in pictures, `#3fa66b`
const char* TcpLifecycleSvgColour(lifecycle::State state);

/// \param text any text \return it as XML character data (XML 1.0, section 2.4)
std::string TcpLifecycleSvgEscape(const std::string& text);

} // namespace ns3

#endif // TCP_LIFECYCLE_SVG_H
