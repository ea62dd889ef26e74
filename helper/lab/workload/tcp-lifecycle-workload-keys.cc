/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-profile.h"
#include "tcp-lifecycle-random-text.h"
#include "tcp-lifecycle-traffic-csv.h"
#include "tcp-lifecycle-words.h"
#include "tcp-lifecycle-workload-settings.h"

#include <type_traits>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The keys of a workload, and their values.
 */

namespace ns3
{

namespace
{

using Settings = TcpLifecycleWorkloadSettings;
using Place = TcpLifecycleTextPlace;

constexpr TcpLifecycleWord<TcpLifecycleShape> SHAPES[] = {
    {"point-to-point", TcpLifecycleShape::PointToPoint},
    {"chain", TcpLifecycleShape::Chain},
    {"dumbbell", TcpLifecycleShape::Dumbbell},
    {"star", TcpLifecycleShape::Star},
};

constexpr TcpLifecycleWord<TcpLifecycleArrivals> ARRIVALS[] = {
    {"poisson", TcpLifecycleArrivals::Poisson},
    {"periodic", TcpLifecycleArrivals::Periodic},
    {"trace", TcpLifecycleArrivals::Trace},
};

constexpr TcpLifecycleWord<bool> FAMILIES[] = {
    {"4", false},
    {"6", true},
};

/// \param value a text \param place of it \return its one word, empty if there is none
TcpLifecycleToken
OneWord(const std::string& value, const Place& place)
{
    TcpLifecycleTokenizer tokens(value, place, "");
    tokens.NextSentence();
    TcpLifecycleToken token = tokens.Next();
    TcpLifecycleExpectEnd(tokens.Next());
    return token;
}

/// Reads a count. \tparam MEMBER where it goes \tparam LEAST the least \tparam MOST the greatest
template <auto MEMBER, uint64_t LEAST, uint64_t MOST>
void
Count(Settings& settings, const std::string& value, const Place& place)
{
    using Type = std::remove_reference_t<decltype(settings.*MEMBER)>;
    settings.*MEMBER =
        static_cast<Type>(TcpLifecycleReadNumber(OneWord(value, place), LEAST, MOST));
}

/// Reads a profile. \tparam MEMBER where it goes
template <auto MEMBER>
void
Profile(Settings& settings, const std::string& value, const Place& place)
{
    const auto token = OneWord(value, place);
    if (!lifecycle::MakeProfile(token.text))
    {
        std::string known;
        for (const char* name : lifecycle::PROFILE_NAMES)
        {
            known += std::string(known.empty() ? "'" : ", '") + name + "'";
        }
        TcpLifecycleFail(token,
                         (token.IsEnd() ? std::string("a profile is missing")
                                        : TcpLifecycleQuoted(token.text) + " is not a profile") +
                             "; known: " + known);
    }
    settings.*MEMBER = token.text;
}

/// Reads a link's rate. \tparam LINK which
template <auto LINK>
void
Rate(Settings& settings, const std::string& value, const Place& place)
{
    const auto token = OneWord(value, place);
    try
    {
        const TcpLifecycleLink link(token.text, "0s");
        link.Check();
        (settings.*LINK).rate = link.rate;
    }
    catch (const std::invalid_argument& error)
    {
        TcpLifecycleFail(token, error.what());
    }
}

/// Reads a link's delay. \tparam LINK which
template <auto LINK>
void
Delay(Settings& settings, const std::string& value, const Place& place)
{
    (settings.*LINK).delay = TcpLifecycleReadTime(OneWord(value, place));
}

/// Reads a link's loss. \tparam LINK which
template <auto LINK>
void
Loss(Settings& settings, const std::string& value, const Place& place)
{
    (settings.*LINK).loss = TcpLifecycleReadReal(OneWord(value, place), 0, 1);
}

/// Reads a link's queue disc or its size. \tparam LINK which \tparam TEXT which of the two
template <auto LINK, auto TEXT>
void
QueueText(Settings& settings, const std::string& value, const Place& place)
{
    const auto token = OneWord(value, place);
    if (token.IsEnd())
    {
        TcpLifecycleFail(token, "a value is missing");
    }
    (settings.*LINK).*TEXT = token.text;
}

/// Reads a random variable of the traffic. \tparam MEMBER which \tparam READ reads it
template <auto MEMBER, Ptr<RandomVariableStream> (*READ)(const TcpLifecycleToken&)>
void
Random(Settings& settings, const std::string& value, const Place& place)
{
    settings.traffic.*MEMBER = READ(OneWord(value, place));
}

void
ReadShape(Settings& settings, const std::string& value, const Place& place)
{
    settings.shape = TcpLifecycleLookUp(SHAPES, OneWord(value, place), "topology");
}

void
ReadFamily(Settings& settings, const std::string& value, const Place& place)
{
    settings.ipv6 = TcpLifecycleLookUp(FAMILIES, OneWord(value, place), "version of IP");
}

void
ReadArrivals(Settings& settings, const std::string& value, const Place& place)
{
    TcpLifecycleTokenizer tokens(value, place, "");
    tokens.NextSentence();
    TcpLifecycleTraffic& traffic = settings.traffic;
    traffic.arrivals = TcpLifecycleLookUp(ARRIVALS, tokens.Next(), "kind of arrivals");
    const TcpLifecycleToken token = tokens.Next();
    switch (traffic.arrivals)
    {
    case TcpLifecycleArrivals::Poisson:
        traffic.rate = TcpLifecycleReadReal(token, 1e-6, 1e9);
        break;
    case TcpLifecycleArrivals::Periodic:
        traffic.interval = TcpLifecycleReadTime(token);
        if (!traffic.interval.IsStrictlyPositive())
        {
            TcpLifecycleFail(token, "the time between arrivals must be above 0");
        }
        break;
    case TcpLifecycleArrivals::Trace:
        if (token.IsEnd())
        {
            TcpLifecycleFail(token, "the name of a CSV file is missing");
        }
        settings.traceFile = token.text;
        break;
    }
    TcpLifecycleExpectEnd(tokens.Next());
}

void
ReadClose(Settings& settings, const std::string& value, const Place& place)
{
    TcpLifecycleTokenizer tokens(value, place, ",");
    std::vector<TcpLifecycleCloseShare> closes;
    while (tokens.NextSentence())
    {
        TcpLifecycleCloseShare close;
        close.closer = TcpLifecycleLookUp(TRAFFIC_CLOSERS, tokens.Next(), "closer");
        close.way = TcpLifecycleLookUp(TRAFFIC_WAYS, tokens.Next(), "way to close");
        const TcpLifecycleToken token = tokens.Next();
        if (!token.IsEnd())
        {
            close.share = TcpLifecycleReadReal(token, 1e-9, 1e9);
            TcpLifecycleExpectEnd(tokens.Next());
        }
        closes.push_back(close);
    }
    if (closes.empty())
    {
        TcpLifecycleFail({"", place},
                         "a closer is missing; known: " + TcpLifecycleListed(TRAFFIC_CLOSERS));
    }
    settings.traffic.closes = closes;
}

void
ReadLinger(Settings& settings, const std::string& value, const Place& place)
{
    settings.traffic.linger = TcpLifecycleReadTime(OneWord(value, place));
}

void
ReadUntil(Settings& settings, const std::string& value, const Place& place)
{
    settings.traffic.until = TcpLifecycleReadTime(OneWord(value, place));
}

void
ReadStop(Settings& settings, const std::string& value, const Place& place)
{
    settings.stop = TcpLifecycleReadTime(OneWord(value, place));
}

void
ReadConnections(Settings& settings, const std::string& value, const Place& place)
{
    settings.traffic.connections = TcpLifecycleReadNumber(OneWord(value, place), 0, 1000000000);
}

void
ReadFault(Settings& settings, const std::string& value, const Place& place)
{
    const auto rules = TcpLifecycleFaults::Parse(value, place);
    settings.faults.insert(settings.faults.end(), rules.begin(), rules.end());
}

void
ReadFaultFile(Settings& settings, const std::string& value, const Place& place)
{
    const auto token = OneWord(value, place);
    if (token.IsEnd())
    {
        TcpLifecycleFail(token, "the name of a file is missing");
    }
    const auto rules = TcpLifecycleFaults::ReadFile(token.text);
    settings.faults.insert(settings.faults.end(), rules.begin(), rules.end());
}

} // namespace

const std::vector<TcpLifecycleWorkloadSettings::Key>&
TcpLifecycleWorkloadSettings::GetKeys()
{
    using S = TcpLifecycleWorkloadSettings;
    using L = TcpLifecycleLink;
    using T = TcpLifecycleTraffic;
    constexpr uint64_t HOSTS = TcpLifecycleTopology::MOST_HOSTS;
    static const std::vector<Key> keys = {
        {"topology", "point-to-point", "point-to-point, chain, dumbbell or star", ReadShape},
        {"clients", "1", "number of clients, in a dumbbell or star", Count<&S::clients, 1, HOSTS>},
        {"servers", "1", "number of servers, in a dumbbell", Count<&S::servers, 1, HOSTS>},
        {"routers", "1", "number of routers, in a chain", Count<&S::routers, 1, HOSTS>},
        {"rate", "1Gbps", "rate of a host's link", Rate<&S::access>},
        {"delay", "10ms", "one-way delay of a host's link", Delay<&S::access>},
        {"loss", "0", "probability that a host's link loses a packet", Loss<&S::access>},
        {"queue", "default", "queue disc of a host's link", QueueText<&S::access, &L::queueDisc>},
        {"queue-size",
         "",
         "size of the queue, such as '100p'",
         QueueText<&S::access, &L::queueSize>},
        {"bottleneck-rate",
         "1Gbps",
         "rate of the link between a dumbbell's routers, or of a star's server",
         Rate<&S::bottleneck>},
        {"bottleneck-delay", "10ms", "one-way delay of that link", Delay<&S::bottleneck>},
        {"bottleneck-loss", "0", "loss probability of that link", Loss<&S::bottleneck>},
        {"bottleneck-queue",
         "default",
         "queue disc of that link",
         QueueText<&S::bottleneck, &L::queueDisc>},
        {"bottleneck-queue-size",
         "",
         "size of that queue",
         QueueText<&S::bottleneck, &L::queueSize>},
        {"ip", "4", "version of IP, 4 or 6", ReadFamily},
        {"client-profile", "", "profile of clients", Profile<&S::clientProfile>},
        {"server-profile", "", "profile of servers", Profile<&S::serverProfile>},
        {"port", "80", "port of the servers", Count<&S::port, 1, 65535>},
        {"arrivals",
         "poisson 100",
         "'poisson RATE' (a second), 'periodic TIME' or 'trace FILE'",
         ReadArrivals},
        {"connections", "1000", "maximum number of connections; 0: no limit", ReadConnections},
        {"until", "0s", "time after which no connection is opened; 0s: no limit", ReadUntil},
        {"request",
         "100",
         "number of bytes, or a random variable",
         Random<&T::request, TcpLifecycleReadRandom>},
        {"response",
         "1000",
         "number of bytes, or a random variable",
         Random<&T::response, TcpLifecycleReadRandom>},
        {"think",
         "0s",
         "the server's delay before its response: a time, or a random variable in seconds",
         Random<&T::think, TcpLifecycleReadRandomTime>},
        {"close",
         "client fin",
         "which end closes first, how, and how often: 'client fin 80, client rst 20'",
         ReadClose},
        {"close-delay",
         "0s",
         "delay of the first end before it closes",
         Random<&T::closeDelay, TcpLifecycleReadRandomTime>},
        {"answer-delay",
         "0s",
         "delay of the other end before it closes",
         Random<&T::answerDelay, TcpLifecycleReadRandomTime>},
        {"linger", "1s", "time of SO_LINGER, for ends that close with it", ReadLinger},
        {"fault", "", "a fault rule for the shared link; may be repeated", ReadFault},
        {"faults", "", "file with fault rules", ReadFaultFile},
        {"stop", "0s", "end of the simulation; 0s: when no event is left", ReadStop},
    };
    return keys;
}

} // namespace ns3
