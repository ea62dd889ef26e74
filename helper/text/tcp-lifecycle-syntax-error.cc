/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-syntax-error.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * What is wrong in a text that a user has written, and where.
 */

namespace ns3
{

TcpLifecycleSyntaxError::TcpLifecycleSyntaxError(const TcpLifecycleTextPlace& place,
                                                 const std::string& message)
    : std::invalid_argument(place.source + ", line " + std::to_string(place.line) + ", column " +
                            std::to_string(place.column) + ": " + message),
      m_place(place)
{
}

const TcpLifecycleTextPlace&
TcpLifecycleSyntaxError::GetPlace() const
{
    return m_place;
}

} // namespace ns3
