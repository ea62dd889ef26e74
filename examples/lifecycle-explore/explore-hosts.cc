/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-hosts.h"

#include "explore-catalogue.h"
#include "explore-hosts-world.h"
#include "explore-key-set.h"

#include <algorithm>
#include <deque>
#include <stdexcept>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

namespace
{

/// How a world was reached.
struct HostNode
{
    std::size_t parent; //!< index
    Event event;        //!< what happened there
};

/// A world whose successors are not made yet.
struct HostOpen
{
    HostWorld world;    //!< it
    std::size_t number; //!< of its node
    uint32_t depth;     //!< events in a row
};

/// \param what gives the invariant that is broken \return it, or what the host itself has noticed
template <typename What>
std::string
Attempt(What&& what)
{
    try
    {
        return what();
    }
    catch (const std::logic_error& error)
    {
        return error.what();
    }
}

/// \param nodes all \param number the last but one \param last the last event
/// \param root where it begins \return what happens on the way, for readers
std::vector<std::string>
TraceOf(const std::vector<HostNode>& nodes, std::size_t number, Event last, HostWorld root)
{
    std::vector<Event> events{last};
    for (; number != 0; number = nodes[number].parent)
    {
        events.push_back(nodes[number].event);
    }
    std::reverse(events.begin(), events.end());
    std::vector<std::string> trace;
    root.rows = nullptr;
    for (const Event event : events)
    {
        trace.push_back(root.Describe(event));
        Attempt([&] { return root.Apply(event); });
    }
    return trace;
}

using Steps = std::vector<HostStep>; //!< of one user

const Steps OPEN_CLOSE = {{HostCall::Open}, {HostCall::Close}};
const Steps ACCEPT_CLOSE = {{HostCall::Listen}, {HostCall::Accept}, {HostCall::Close}};
const Steps OPEN_CLOSE_TWICE = {{HostCall::Open},
                                {HostCall::Close},
                                {HostCall::Open},
                                {HostCall::Close}};

/// The limits of a question, see HostQuestion.
struct Limits
{
    uint32_t losses;     //!< HostQuestion::losses
    uint32_t duplicates; //!< HostQuestion::duplicates
    uint32_t delays;     //!< HostQuestion::delays
    uint64_t mostStates; //!< HostQuestion::mostStates
};

/**
 * A question with few states: all connections have the same ISN, which is the worst case, and
 * queues have one place.
 * \param name its name
 * \param about its description
 * \param a steps of A's user
 * \param b steps of B's user
 * \param limits its limits
 * \return the question
 */
HostQuestion
Small(const char* name, const char* about, const Steps& a, const Steps& b, const Limits& limits)
{
    HostQuestion question;
    question.name = name;
    question.about = about;
    question.machine = {SmallConfig(), SmallConfig()};
    question.users = {{a, b}};
    question.losses = limits.losses;
    question.duplicates = limits.duplicates;
    question.delays = limits.delays;
    question.mostStates = limits.mostStates;
    for (HostConfig& host : question.host)
    {
        host.isn.fixed = 1000;
        host.listening.synBacklog = 1;
    }
    return question;
}

/// \return two connections and queues with one place
HostQuestion
FullQueues()
{
    HostQuestion question =
        Small("hosts-queues",
              "two clients, a SYN queue and an accept queue with one place",
              {{HostCall::Open, 1000},
               {HostCall::Open, 1001},
               {HostCall::Close, 1000},
               {HostCall::Abort, 1001}},
              {{HostCall::Listen}, {HostCall::Accept}, {HostCall::CloseListener}},
              {1, 0, 0, 40000});
    question.host[1].listening.synOverflow = SynOverflow::DropOldest;
    question.host[1].listening.acceptOverflow = AcceptOverflow::Reset;
    return question;
}

/// \return a SYN with a later ISN in TIME-WAIT, while the limit of connections in TIME-WAIT is 0
HostQuestion
Incarnation()
{
    HostQuestion question = Small("hosts-incarnation",
                                  "B closes first, A opens again; A has no place for TIME-WAIT",
                                  OPEN_CLOSE_TWICE,
                                  ACCEPT_CLOSE,
                                  {1, 0, 0, 25000});
    question.host[0].isn.fixed.reset(); // RFC 6528: grows with the time
    question.host[0].timeWait.maxEntries = 0;
    return question;
}

/// \return a 4-tuple in TIME-WAIT that its owner opens again (RFC 6191)
HostQuestion
TupleReuse()
{
    HostQuestion question = Small("hosts-tuple-reuse",
                                  "A opens a 4-tuple that it has in TIME-WAIT, by timestamps",
                                  OPEN_CLOSE_TWICE,
                                  ACCEPT_CLOSE,
                                  {1, 0, 1, 25000});
    for (Config& config : question.machine)
    {
        config.timestamps = true;
    }
    question.host[0].timeWait.reuse = TimeWaitReuse::All;
    return question;
}

/// \return SYN cookies without losses: if the third segment is lost, B keeps nothing, and a client
/// that sends nothing never notices (RFC 4987, 3.6)
HostQuestion
Cookies()
{
    HostQuestion question = Small("hosts-cookies",
                                  "a listener that keeps no state for a SYN",
                                  OPEN_CLOSE,
                                  ACCEPT_CLOSE,
                                  {0, 1, 0, 40000});
    question.host[1].listening.synCookies = SynCookies::Always;
    return question;
}

/// \return all questions
std::vector<HostQuestion>
MakeCatalogue()
{
    return {
        Small("hosts-reuse",
              "a 4-tuple is opened, closed and opened again: TIME-WAIT of a host",
              OPEN_CLOSE_TWICE,
              {{HostCall::Listen},
               {HostCall::Accept},
               {HostCall::Close},
               {HostCall::Accept},
               {HostCall::Close}},
              {1, 1, 0, 25000}),
        FullQueues(),
        Small("hosts-crash",
              "B crashes at any time, and knows nothing when it is up again",
              OPEN_CLOSE,
              {{HostCall::Listen},
               {HostCall::Accept},
               {HostCall::Crash},
               {HostCall::Reboot},
               {HostCall::Listen}},
              {0, 1, 1, 40000}),
        Small("hosts-crash-early",
              "both crash while a connection is opened",
              {{HostCall::Open}, {HostCall::Crash}},
              {{HostCall::Listen}, {HostCall::Crash}},
              {1, 1, 0, 25000}),
        Small("hosts-crash-late",
              "both crash while a connection is closed",
              {{HostCall::Open}, {HostCall::Close}, {HostCall::Crash}},
              {{HostCall::Listen}, {HostCall::Accept}, {HostCall::Close}, {HostCall::Crash}},
              {1, 0, 0, 25000}),
        Cookies(),
        Incarnation(),
        TupleReuse(),
    };
}

} // namespace

HostResult
SearchHosts(const HostQuestion& question, uint64_t mostStates)
{
    HostResult result;
    std::array<HostSide, 2> sides{{HostSide(&question.machine[0]), HostSide(&question.machine[1])}};
    const HostWorld root(question, sides);
    const uint64_t most = mostStates != 0 ? mostStates : question.mostStates;
    KeySet known;
    known.Insert(root.Hash());
    std::vector<HostNode> nodes{{0, {}}};
    std::deque<HostOpen> open{{root, 0, 0}};
    std::vector<Event> events;
    while (!open.empty() && (most == 0 || nodes.size() < most))
    {
        const HostOpen from = std::move(open.front());
        open.pop_front();
        result.depth = from.depth;
        from.world.Enabled(events);
        for (const Event event : events)
        {
            HostWorld world = from.world;
            world.rows = &result.rows;
            ++result.transitions;
            Key key;
            std::string broken = Attempt([&] {
                std::string what = world.Apply(event);
                key = world.Hash();
                return what;
            });
            if (broken.empty() && !known.Insert(key))
            {
                continue;
            }
            world.rows = nullptr;
            if (broken.empty())
            {
                HostWorld end = world;
                broken = Attempt([&] { return end.Finish(); });
            }
            if (!broken.empty())
            {
                result.broken = broken;
                result.trace = TraceOf(nodes, from.number, event, root);
                result.states = nodes.size();
                return result;
            }
            open.push_back({std::move(world), nodes.size(), from.depth + 1});
            nodes.push_back({from.number, event});
        }
    }
    result.states = nodes.size();
    result.complete = open.empty();
    return result;
}

const std::vector<HostQuestion>&
HostCatalogue()
{
    static const std::vector<HostQuestion> ALL = MakeCatalogue();
    return ALL;
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
