/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PAGE_H
#define TCP_LIFECYCLE_PAGE_H

#include "tcp-lifecycle-ladder.h"

#include <array>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A page on which one steps through the life of a connection.
 */

namespace ns3
{

/// What the page says beside what happened.
struct TcpLifecyclePageText
{
    std::string name;                    //!< heading
    std::string source;                  //!< document and clause of the scenario
    std::string story;                   //!< summary of the scenario, one or two sentences
    std::string faults;                  //!< the fault rules, a line each
    std::array<std::string, 2> profiles; //!< of both ends
};

/**
 * One HTML page that needs no other file and no network: the ladder, both ends' state diagrams,
 * the header of each segment, windows and timers, step by step.
 * \param model the life, with TcpLifecycleLadderModel::views \param text what else it says
 * \return the page
 */
std::string TcpLifecyclePage(const TcpLifecycleLadderModel& model,
                             const TcpLifecyclePageText& text);

/// \param model the life \param text what else the page says
/// \return what the page's script reads: one JSON object (RFC 8259)
std::string TcpLifecyclePageData(const TcpLifecycleLadderModel& model,
                                 const TcpLifecyclePageText& text);

} // namespace ns3

#endif // TCP_LIFECYCLE_PAGE_H
