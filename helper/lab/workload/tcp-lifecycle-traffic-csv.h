/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_TRAFFIC_CSV_H
#define TCP_LIFECYCLE_TRAFFIC_CSV_H

#include "tcp-lifecycle-traffic.h"
#include "tcp-lifecycle-words.h"

#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Lists of connections, read; words for how connections close.
 */

namespace ns3
{

/// Who closes first.
constexpr TcpLifecycleWord<TcpLifecycleFirstCloser> TRAFFIC_CLOSERS[] = {
    {"client", TcpLifecycleFirstCloser::Client},
    {"server", TcpLifecycleFirstCloser::Server},
};

/// How.
constexpr TcpLifecycleWord<TcpLifecycleCloseWay> TRAFFIC_WAYS[] = {
    {"fin", TcpLifecycleCloseWay::Fin},
    {"half", TcpLifecycleCloseWay::Half},
    {"rst", TcpLifecycleCloseWay::Reset},
    {"linger", TcpLifecycleCloseWay::Linger},
};

/**
 * \param path a CSV file (RFC 4180 without quotation marks). Its first line names the columns:
 * `time` must be there, `client`, `server`, `request`, `response`, `closer`, `way`, `delay` may be.
 * Times are seconds; an empty field is not said.
 * \param clients their number there are \param servers their number there are
 * \return the connections, by time
 * \throw TcpLifecycleSyntaxError for the first field that is wrong
 * \throw std::invalid_argument if the file cannot be read
 */
std::vector<TcpLifecycleTrafficEntry> TcpLifecycleReadTrafficCsv(const std::string& path,
                                                                 uint32_t clients,
                                                                 uint32_t servers);

} // namespace ns3

#endif // TCP_LIFECYCLE_TRAFFIC_CSV_H
