/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-workload-settings.h"

#include "tcp-lifecycle-traffic-csv.h"
#include "tcp-lifecycle-words.h"

#include <algorithm>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A workload and its network as text.
 */

namespace ns3
{

namespace
{

/// \param key a key \return whether it may be said more than once
bool
MayRepeat(const std::string& key)
{
    return key == "fault" || key == "faults";
}

/// \param token a word \return the key
const TcpLifecycleWorkloadSettings::Key&
KeyOf(const TcpLifecycleToken& token)
{
    std::string known;
    for (const auto& key : TcpLifecycleWorkloadSettings::GetKeys())
    {
        if (token.text == key.name)
        {
            return key;
        }
        known += std::string(known.empty() ? "'" : ", '") + key.name + "'";
    }
    TcpLifecycleFail(token,
                     (token.IsEnd() ? std::string("a key is missing")
                                    : TcpLifecycleQuoted(token.text) + " is not a key") +
                         "; known: " + known);
}

} // namespace

void
TcpLifecycleWorkloadSettings::Take(const Key& key,
                                   const std::string& value,
                                   const TcpLifecycleTextPlace& place)
{
    key.read(*this, value, place);
    m_said[key.name].push_back({value, place});
}

void
TcpLifecycleWorkloadSettings::ReadFile(const std::string& path)
{
    Read(TcpLifecycleReadTextFile(path), path);
}

void
TcpLifecycleWorkloadSettings::Read(const std::string& text, const std::string& source)
{
    TcpLifecycleTokenizer tokens(text, {source}, "");
    while (tokens.NextSentence())
    {
        const TcpLifecycleToken name = tokens.Next("=");
        const Key& key = KeyOf(name);
        if (!tokens.Skip('='))
        {
            TcpLifecycleFail(tokens.Next(), "'=' is expected after the key");
        }
        const TcpLifecycleToken value = tokens.Rest();
        const auto said = m_said.find(key.name);
        if (said != m_said.end() && !MayRepeat(key.name))
        {
            TcpLifecycleFail(name,
                             TcpLifecycleQuoted(name.text) + " is a duplicate, in line " +
                                 std::to_string(said->second.front().place.line));
        }
        if (value.IsEnd())
        {
            TcpLifecycleFail(value, "a value is missing");
        }
        Take(key, value.text, value.place);
    }
}

void
TcpLifecycleWorkloadSettings::Set(const std::string& key, const std::string& value)
{
    const TcpLifecycleToken word{key, {"--" + key}};
    const Key& known = KeyOf(word);
    if (!MayRepeat(key))
    {
        m_said.erase(key);
    }
    Take(known, value, {"--" + key});
}

void
TcpLifecycleWorkloadSettings::Refuse(const std::string& key, const std::string& message) const
{
    const auto said = m_said.find(key);
    const TcpLifecycleTextPlace place =
        said == m_said.end() ? TcpLifecycleTextPlace{key} : said->second.back().place;
    throw TcpLifecycleSyntaxError(place, message);
}

void
TcpLifecycleWorkloadSettings::CheckLink(const TcpLifecycleLink& link,
                                        const std::string& prefix) const
{
    try
    {
        link.Check();
    }
    catch (const std::invalid_argument& error)
    {
        const std::string size = prefix + "queue-size";
        const bool bySize = std::string(error.what()).find("size") != std::string::npos;
        Refuse(bySize && m_said.count(size) > 0 ? size : prefix + "queue", error.what());
    }
}

void
TcpLifecycleWorkloadSettings::CheckShape() const
{
    const auto only = [this](const char* key, bool allowed, const char* shapes) {
        if (!allowed && m_said.count(key) > 0)
        {
            Refuse(key, "'" + std::string(key) + "' is for " + shapes);
        }
    };
    const bool dumbbell = shape == TcpLifecycleShape::Dumbbell;
    const bool star = shape == TcpLifecycleShape::Star;
    only("clients", dumbbell || star || clients == 1, "a dumbbell or a star");
    only("servers", dumbbell || servers == 1, "a dumbbell");
    only("routers", shape == TcpLifecycleShape::Chain, "a chain");
    for (const char* key : {"bottleneck-rate",
                            "bottleneck-delay",
                            "bottleneck-loss",
                            "bottleneck-queue",
                            "bottleneck-queue-size"})
    {
        only(key, dumbbell || star, "a dumbbell or a star");
    }
}

void
TcpLifecycleWorkloadSettings::Complete()
{
    CheckShape();
    CheckLink(access, "");
    CheckLink(bottleneck, "bottleneck-");
    if (traffic.arrivals == TcpLifecycleArrivals::Trace)
    {
        traffic.trace = TcpLifecycleReadTrafficCsv(traceFile, clients, servers);
        if (m_said.count("connections") == 0)
        {
            traffic.connections = 0;
        }
    }
    else if (traffic.connections == 0 && traffic.until.IsZero() && stop.IsZero())
    {
        Refuse("connections", "without a limit of connections, 'until' or 'stop' is required");
    }
    const bool direct = shape == TcpLifecycleShape::PointToPoint;
    for (const auto& rule : faults)
    {
        const bool atHost = rule.timed && rule.action != TcpLifecycleFaultAction::Inject;
        const bool host = direct || (shape == TcpLifecycleShape::Star && rule.host == 'B') ||
                          (shape == TcpLifecycleShape::Chain && routers == 1 && rule.host == 'B');
        if (atHost && !host)
        {
            Refuse(m_said.count("fault") > 0 ? "fault" : "faults",
                   "'" + rule.text + "': that end of the link is a router; use 'on' and a segment");
        }
    }
}

std::unique_ptr<TcpLifecycleTopology>
TcpLifecycleWorkloadSettings::MakeNetwork() const
{
    TcpLifecycleHosts hosts;
    hosts.ipv6 = ipv6;
    if (!clientProfile.empty())
    {
        hosts.clients.SetProfile(clientProfile);
    }
    if (!serverProfile.empty())
    {
        hosts.servers.SetProfile(serverProfile);
    }
    std::unique_ptr<TcpLifecycleTopology> net;
    switch (shape)
    {
    case TcpLifecycleShape::PointToPoint:
        net = std::make_unique<TcpLifecyclePointToPoint>(access, hosts);
        break;
    case TcpLifecycleShape::Chain:
        net = std::make_unique<TcpLifecycleChain>(routers, access, hosts);
        break;
    case TcpLifecycleShape::Dumbbell:
        net = std::make_unique<TcpLifecycleDumbbell>(clients, servers, access, bottleneck, hosts);
        break;
    case TcpLifecycleShape::Star:
        net = std::make_unique<TcpLifecycleStar>(clients, access, bottleneck, hosts);
        break;
    }
    if (!faults.empty())
    {
        net->InstallFaults(faults);
    }
    return net;
}

std::vector<std::pair<std::string, std::string>>
TcpLifecycleWorkloadSettings::GetGiven() const
{
    std::vector<std::pair<std::string, std::string>> given;
    for (const Key& key : GetKeys())
    {
        const auto said = m_said.find(key.name);
        if (MayRepeat(key.name) || said == m_said.end())
        {
            continue;
        }
        given.emplace_back(key.name, said->second.back().value);
    }
    for (const auto& rule : faults)
    {
        given.emplace_back("fault", TcpLifecycleFaults::ToText(rule));
    }
    return given;
}

std::string
TcpLifecycleWorkloadSettings::ToText() const
{
    std::string text;
    for (const Key& key : GetKeys())
    {
        const auto said = m_said.find(key.name);
        const std::string value = said == m_said.end() ? key.usual : said->second.back().value;
        if (!MayRepeat(key.name))
        {
            text +=
                (said == m_said.end() ? "# " : "") + std::string(key.name) + " = " + value + '\n';
        }
    }
    for (const auto& rule : faults)
    {
        text += "fault = " + TcpLifecycleFaults::ToText(rule) + '\n';
    }
    return text;
}

} // namespace ns3
