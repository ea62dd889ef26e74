/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef BENCH_BULK_H
#define BENCH_BULK_H

#include "bench-network.h"
#include "bench-process.h"

#include <cstdint>

/**
 * \file
 * Connections that carry data as fast as they can.
 */

namespace ns3
{
namespace bench
{

/// A bulk transfer.
struct BulkSize
{
    uint32_t segments{20000}; //!< of all flows together
    uint32_t window{100};     //!< segments in flight, of one flow
    uint32_t flows{1};        //!< connections at the same time, over one link
};

/**
 * Flows are opened, and then carry whole segments until all have arrived; only that is measured.
 * \param stack Floor, Ours or Ns3 \param size how much \return what it has taken
 */
Result Bulk(Stack stack, const BulkSize& size);

} // namespace bench
} // namespace ns3

#endif // BENCH_BULK_H
