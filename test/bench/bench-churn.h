/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef BENCH_CHURN_H
#define BENCH_CHURN_H

#include "bench-network.h"
#include "bench-process.h"

#include <cstdint>

/**
 * \file
 * Connections one after the other: open, 100 bytes, close by the client.
 */

namespace ns3
{
namespace bench
{

/**
 * Open, carry 100 bytes, close, for as many connections, ten in a millisecond. All clients' ends
 * are left in TIME-WAIT. What the floor sends is what this TCP has sent for one such connection.
 * \param stack whose \param connections how many \return what it has taken
 */
Result Churn(Stack stack, uint32_t connections);

/**
 * The same with a TIME-WAIT of two seconds, to the end of all.
 * \param stack Ours or OursLogs \param connections how many \return what it has taken
 */
Result ChurnToTheEnd(Stack stack, uint32_t connections);

/**
 * Open connections and leave them in ESTABLISHED.
 * \param stack Ours or Ns3 \param connections how many \return what it has taken, for each end
 */
Result Idle(Stack stack, uint32_t connections);

/// \return the packets of a connection of Churn(), by this TCP
FloorScript RecordConversation();

} // namespace bench
} // namespace ns3

#endif // BENCH_CHURN_H
