/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef BENCH_FLOOD_H
#define BENCH_FLOOD_H

#include "bench-network.h"
#include "bench-process.h"

#include <cstdint>

/**
 * \file
 * SYNs from forged addresses, each answered with a SYN,ACK that reaches nobody.
 */

namespace ns3
{
namespace bench
{

/// What a listener does about them.
enum class Defence
{
    None,    //!< it keeps a record of each
    Cookies, //!< it keeps nothing (RFC 4987, 3.6)
};

/**
 * \param stack Floor, Ours or Ns3 (without defence)
 * \param syns how many, a hundred in a millisecond, all before the first is repeated
 * \param defence of Ours
 * \return what it has taken
 */
Result Flood(Stack stack, uint32_t syns, Defence defence);

} // namespace bench
} // namespace ns3

#endif // BENCH_FLOOD_H
