/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef BENCH_STATES_H
#define BENCH_STATES_H

#include "bench-process.h"

#include <cstdint>

/**
 * \file
 * Memory of ends that a host keeps as records. The host is driven without a simulator, so that
 * nothing else grows: hash table, timers and allocator are counted, packets are not.
 */

namespace ns3
{
namespace bench
{

/// What is kept.
struct StateCase
{
    const char* name;   //!< in the output
    bool timeWait;      //!< TIME-WAIT, or else SYN-RECEIVED
    bool isIpv6;        //!< family
    bool records;       //!< somebody listens to ConnectionClosed
    uint32_t allowance; //!< bytes that each may take
};

/// All cases.
extern const StateCase STATE_CASES[5];

/// \param what is kept \param ends how many \return what it has taken
Result KeepEnds(const StateCase& what, uint32_t ends);

} // namespace bench
} // namespace ns3

#endif // BENCH_STATES_H
