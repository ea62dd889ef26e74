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

/// Names and numbers of both ends as text.
struct Ends
{
    /// \param closer who closes first
    explicit Ends(const FirstCloser& closer)
        : first(1, closer.name),
          second(closer.name == 'A' ? "B" : "A"),
          there(first + '>' + second + ' '),
          back(second + '>' + first + ' '),
          number(std::to_string(closer.number)),
          next(std::to_string(closer.number + 1)),
          peerNumber(std::to_string(closer.peerNumber)),
          peerNext(std::to_string(closer.peerNumber + 1))
    {
    }

    std::string first;      //!< who closes first
    std::string second;     //!< the other
    std::string there;      //!< before a segment of the first
    std::string back;       //!< before a segment of the other
    std::string number;     //!< of the first's FIN
    std::string next;       //!< the one after
    std::string peerNumber; //!< of the other's FIN
    std::string peerNext;   //!< the one after
};

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

std::vector<Happening>
operator+(std::vector<Happening> list, const std::vector<Happening>& more)
{
    list.insert(list.end(), more.begin(), more.end());
    return list;
}

std::vector<Happening>
SynAnswered(Time h)
{
    return {{Time(0), "A SYN-SENT"},
            {Time(0), "A>B S 100:100(0)"},
            {Time(0), "B LISTEN"},
            {h, "B SYN-RECEIVED"},
            {h, "B>A S. 300:300(0) ack 101"}};
}

std::vector<Happening>
Handshake(Time t, Time h)
{
    return {{t + h, "B SYN-RECEIVED"},
            {t + h, "B>A S. 300:300(0) ack 101"},
            {t + 2 * h, "A ESTABLISHED"},
            {t + 2 * h, "A>B . 101:101(0) ack 301"}};
}

std::vector<Happening>
OpenOverOldConnection(const Play& play, Time open, int number, int peerNumber)
{
    const Time h = play.h;
    const Time d = play.d;
    const Time again = open + Seconds(1); // RTO of a SYN (RFC 6298, 2.1)
    const std::string acked = std::to_string(number);
    const std::string seq = std::to_string(peerNumber);
    return {{open, "A SYN-SENT"},
            {open, "A>B S 400:400(0)"},
            {open + h, "B>A . " + seq + ":" + seq + "(0) ack " + acked},
            {open + h + d, "A>B R " + acked + ":" + acked + "(0)"},
            {open + h + d + play.dr, "B CLOSED"},
            {again, "A>B S 400:400(0) again"},
            {again + h, "B SYN-RECEIVED"},
            {again + h, "B>A S. 300:300(0) ack 401"},
            {again + 2 * h, "A ESTABLISHED"},
            {again + 2 * h, "A>B . 401:401(0) ack 301"},
            {again + 2 * h + d, "B ESTABLISHED"}};
}

std::vector<Happening>
HalfClose(Time t, Time d, const FirstCloser& closer)
{
    const Ends ends(closer);
    return {
        {t, ends.first + " FIN-WAIT-1"},
        {t, ends.there + "F. " + ends.number + ':' + ends.number + "(0) ack " + ends.peerNumber},
        {t + d, ends.second + " CLOSE-WAIT"},
        {t + d,
         ends.back + ". " + ends.peerNumber + ':' + ends.peerNumber + "(0) ack " + ends.next},
        {t + 2 * d, ends.first + " FIN-WAIT-2"}};
}

std::vector<Happening>
OtherHalfClose(Time t, Time d, const FirstCloser& closer)
{
    const Ends ends(closer);
    return {
        {t, ends.second + " LAST-ACK"},
        {t, ends.back + "F. " + ends.peerNumber + ':' + ends.peerNumber + "(0) ack " + ends.next},
        {t + d, ends.first + " TIME-WAIT"},
        {t + d, ends.there + ". " + ends.next + ':' + ends.next + "(0) ack " + ends.peerNext},
        {t + 2 * d, ends.second + " CLOSED"}};
}

std::vector<Happening>
FourSegmentClose(Time t, Time d, Time wait, const FirstCloser& closer)
{
    const Time msl2 = Seconds(240); // RFC 9293, 3.4.2: MSL is two minutes
    const std::vector<Happening> end = {
        {t + 2 * d + wait + msl2, std::string(1, closer.name) + " CLOSED"}};
    return HalfClose(t, d, closer) + OtherHalfClose(t + d + wait, d, closer) + end;
}

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
