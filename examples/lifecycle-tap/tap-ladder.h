/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TAP_LADDER_H
#define TAP_LADDER_H

#include "tcp-lifecycle-kernel-space.h"
#include "tcp-lifecycle-ladder.h"

#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A ladder from what one end has recorded and a capture at the other.
 */

namespace ns3
{

/**
 * \param left a connection of the simulated host, the left end, as recorded there
 * \param kernel what the right end has sent and received, in order
 * \return the connection with what was lost and how long segments were on their way; of the right
 * end no states are known
 */
TcpLifecycleLadderModel TapLadder(const TcpLifecycleLadderModel& left,
                                  const std::vector<TcpLifecycleKernelSniffer::Packet>& kernel);

} // namespace ns3

#endif // TAP_LADDER_H
