/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-scenario.h"

#include <algorithm>
#include <stdexcept>

using namespace ns3;

namespace helper_test
{

namespace
{

/// \param name of a scenario \return the scenario
const TcpLifecycleScenario&
Scenario(const std::string& name)
{
    const TcpLifecycleScenario* scenario = FindTcpLifecycleScenario(name);
    if (!scenario)
    {
        throw std::invalid_argument("no scenario " + name);
    }
    return *scenario;
}

/// \param ipv6 or IPv4 \param faults rules \return the world
TcpLifecycleScenarioParameters
World(bool ipv6, const std::string& faults)
{
    TcpLifecycleScenarioParameters world;
    world.rate = DataRate("10Mbps");
    world.delay = MilliSeconds(10);
    world.ipv6 = ipv6;
    world.faults = faults;
    return world;
}

/// \param ipv6 or IPv4 \param options bytes of TCP options \return time of flight
Time
Flight(bool ipv6, int64_t options)
{
    return MilliSeconds(10) + NanoSeconds(800 * (2 + (ipv6 ? 40 : 20) + 20 + options));
}

/// \param model a life \param from first time \param to time after the last \return what happened
std::vector<Happening>
HappenedIn(const TcpLifecycleLadderModel& model, Time from, Time to)
{
    std::vector<Happening> list;
    for (const auto& transition : model.transitions)
    {
        if (transition.time >= from && transition.time < to)
        {
            list.push_back({transition.time - from,
                            std::string(transition.end == 0 ? "A " : "B ") +
                                lifecycle::ToText(transition.to)});
        }
    }
    for (std::size_t i = 0; i < model.segments.size(); ++i)
    {
        const auto& segment = model.segments[i];
        if (segment.sent >= from && segment.sent < to && !segment.copy)
        {
            list.push_back({segment.sent - from,
                            std::string(segment.from == 0 ? "A>B " : "B>A ") + model.Label(i) +
                                (segment.retransmission ? " again" : "") +
                                (segment.received ? "" : " !")});
        }
    }
    return list;
}

} // namespace

bool
Happening::operator<(const Happening& other) const
{
    return time != other.time ? time < other.time : what < other.what;
}

bool
Happening::operator==(const Happening& other) const
{
    return time == other.time && what == other.what;
}

std::string
ToText(std::vector<Happening> list)
{
    std::sort(list.begin(), list.end());
    std::string text = "\n";
    for (const auto& happening : list)
    {
        text += std::to_string(happening.time.GetNanoSeconds()) + ' ' + happening.what + '\n';
    }
    return text;
}

Play::Play(const std::string& name, bool ipv6, const std::string& faults)
    : run(Scenario(name), World(ipv6, faults)),
      h(Flight(ipv6, 20)),
      d(Flight(ipv6, 12)),
      dr(Flight(ipv6, 0)),
      q(NanoSeconds(800 * 100))
{
    run.Run();
}

std::vector<Happening>
Play::Opening() const
{
    return HappenedIn(run.GetModel(), Time(0), run.GetEstablished().value_or(Time::Max()));
}

std::vector<Happening>
Play::Closing() const
{
    return HappenedIn(run.GetModel(), run.GetEstablished().value_or(Time::Max()), Time::Max());
}

bool
Play::EndsClosed() const
{
    std::array<lifecycle::State, 2> states{lifecycle::State::Established,
                                           lifecycle::State::Established};
    for (const auto& transition : run.GetModel().transitions)
    {
        states[transition.end] = transition.to;
    }
    const auto& records = run.GetRecords();
    return states[0] == lifecycle::State::Closed && states[1] == lifecycle::State::Closed &&
           records.size() == 2 && records[0].connection.ended != lifecycle::NEVER &&
           records[1].connection.ended != lifecycle::NEVER;
}

const lifecycle::ConnectionRecord&
Play::Record(std::size_t end) const
{
    const uint16_t port = run.GetModel().ends[end].port;
    for (const auto& record : run.GetRecords())
    {
        if (record.connection.tuple.localPort == port)
        {
            return record.connection;
        }
    }
    throw std::out_of_range("no record of that end");
}

} // namespace helper_test
