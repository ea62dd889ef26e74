/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_CAPTURE_WORDS_H
#define TCP_LIFECYCLE_CAPTURE_WORDS_H

#include "tcp-lifecycle-segment-feed.h"
#include "tcp-lifecycle-trace.h"

#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * What captures say of packets.
 */

namespace ns3
{

/// \param transition a change of state \return `SYN-RECEIVED -> ESTABLISHED: ACK of our SYN`
std::string TcpLifecycleTransitionWords(const TcpLifecycleTransition& transition);

/// \param record a segment being sent \return `retransmission 2 of the FIN`, `keep-alive probe`,
/// or nothing for what has nothing special
std::vector<std::string> TcpLifecycleSegmentWords(const TcpLifecycleSegmentRecord& record);

} // namespace ns3

#endif // TCP_LIFECYCLE_CAPTURE_WORDS_H
