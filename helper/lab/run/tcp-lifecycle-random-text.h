/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_RANDOM_TEXT_H
#define TCP_LIFECYCLE_RANDOM_TEXT_H

#include "tcp-lifecycle-words.h"

#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * Random variables as text.
 */

namespace ns3
{

/**
 * \param token a number, or ns-3's text of a random variable:
 * `ns3::ExponentialRandomVariable[Mean=1000]`
 * \return the variable \throw TcpLifecycleSyntaxError if it is none, with the place inside of it
 */
Ptr<RandomVariableStream> TcpLifecycleReadRandom(const TcpLifecycleToken& token);

/// The same of a time. \param token as above, in seconds, or a time such as `30ms`
/// \return the variable
Ptr<RandomVariableStream> TcpLifecycleReadRandomTime(const TcpLifecycleToken& token);

} // namespace ns3

#endif // TCP_LIFECYCLE_RANDOM_TEXT_H
