/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-law.h"
#include "tcp-lifecycle-scenario-run.h"

#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <sstream>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The results of a scenario.
 */

namespace ns3
{

namespace
{

using Quantity = TcpLifecycleScenarioQuantity;
using From = TcpLifecycleScenarioFrom;

constexpr uint32_t PPP_SIZE = 2;   //!< bytes of ns-3's PppHeader
constexpr uint32_t IPV4_SIZE = 20; //!< bytes of an IPv4 header without options (RFC 791, 3.1)
constexpr uint32_t IPV6_SIZE = 40; //!< bytes of an IPv6 header (RFC 8200, section 3)
constexpr uint32_t TCP_SIZE = 20;  //!< bytes of a TCP header without options (RFC 9293, 3.1)

/// \param retries their number \param least the minimum RTO \param most the maximum RTO
/// \return the time that they take, as in Linux, tcp_timer.c, tcp_model_timeout()
Time
LimitTime(int retries, Time least, Time most)
{
    Time sum;
    for (int i = 0; i <= retries; ++i)
    {
        sum += std::min(least * (int64_t{1} << std::min(i, 30)), most);
    }
    return sum;
}

/// \param node a node \param name of an attribute of its TCP \return the current value
std::string
TextAttribute(Ptr<Node> node, const std::string& name)
{
    StringValue value;
    TcpLifecycleHelper::GetL4(node)->GetAttribute(name, value);
    return value.Get();
}

/// \param node a node \param name of a time attribute of its TCP \return the current value
Time
TimeAttribute(Ptr<Node> node, const std::string& name)
{
    const std::string text = TextAttribute(node, name);
    return text == "never" ? Time::Max() : Time(text);
}

} // namespace

bool
TcpLifecycleScenarioResult::IsAsExpected() const
{
    return measured == expected;
}

const TcpLifecycleLadderModel&
TcpLifecycleScenarioRun::GetModel() const
{
    return m_recorder->GetModel();
}

TcpLifecycleLadderModel
TcpLifecycleScenarioRun::GetShownModel() const
{
    return m_recorder->GetShownModel();
}

const TcpLifecycleScenario&
TcpLifecycleScenarioRun::GetScenario() const
{
    return m_scenario;
}

std::vector<std::pair<std::string, std::string>>
TcpLifecycleScenarioRun::DescribeScenario() const
{
    const auto text = [](const auto& value) {
        std::ostringstream os;
        os << value;
        return os.str();
    };
    std::vector<std::pair<std::string, std::string>> found{
        {"scenario", m_scenario.name},
        {"rate", text(m_parameters.rate)},
        {"delay", text(m_parameters.delay.As(Time::MS))},
        {"loss", text(m_parameters.loss)},
        {"ip", m_parameters.ipv6 ? "6" : "4"}};
    for (const auto& faults : {m_scenario.faults, m_parameters.faults})
    {
        for (const auto& rule : TcpLifecycleFaults::Parse(Filled(faults)))
        {
            found.emplace_back("fault", TcpLifecycleFaults::ToText(rule));
        }
    }
    for (const auto& [name, time] : m_times)
    {
        found.emplace_back("time " + name, text(time.As(Time::MS)));
    }
    return found;
}

std::string
TcpLifecycleScenarioRun::Describe() const
{
    std::ostringstream text;
    for (const auto& [name, value] : DescribeScenario())
    {
        text << name << ": " << value << '\n';
    }
    for (uint32_t end = 0; end < m_nodes.GetN(); ++end)
    {
        const auto l4 = TcpLifecycleHelper::GetL4(m_nodes.Get(end));
        const TypeId type = TcpLifecycleL4Protocol::GetTypeId();
        for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            const auto attribute = type.GetAttribute(i);
            StringValue value;
            if ((attribute.flags & TypeId::ATTR_GET) &&
                l4->GetAttributeFailSafe(attribute.name, value))
            {
                text << (end == 0 ? "A " : "B ") << attribute.name << ": " << value.Get() << '\n';
            }
        }
    }
    return text.str();
}

const std::vector<TcpLifecycleRecord>&
TcpLifecycleScenarioRun::GetRecords() const
{
    return m_records;
}

std::optional<Time>
TcpLifecycleScenarioRun::GetEstablished() const
{
    return m_established;
}

uint32_t
TcpLifecycleScenarioRun::GetSegments() const
{
    const auto& segments = GetModel().segments;
    return static_cast<uint32_t>(
        std::count_if(segments.begin(), segments.end(), [this](const TcpLifecycleLadderSegment& s) {
            return m_established && s.sent >= *m_established && !s.copy;
        }));
}

std::pair<std::size_t, std::size_t>
TcpLifecycleScenarioRun::GetStruck() const
{
    return {m_faults.atA->GetStruck() + m_faults.atB->GetStruck(), m_ruleCount};
}

uint64_t
TcpLifecycleScenarioRun::GetOctetsRead(std::size_t end) const
{
    return m_ends[end].octetsRead;
}

uint64_t
TcpLifecycleScenarioRun::GetForgedOctetsRead(std::size_t end) const
{
    return m_ends[end].forgedRead;
}

const std::vector<Socket::SocketErrno>&
TcpLifecycleScenarioRun::GetRefusals() const
{
    return m_refusals;
}

Ptr<TcpLifecycleConntrack>
TcpLifecycleScenarioRun::GetMiddlebox() const
{
    return m_middle ? m_middle->GetObject<TcpLifecycleConntrack>() : nullptr;
}

Time
TcpLifecycleScenarioRun::OneWay(uint32_t octets) const
{
    const uint32_t ip = m_parameters.ipv6 ? IPV6_SIZE : IPV4_SIZE;
    const int64_t links = m_scenario.middlebox ? 2 : 1;
    return m_parameters.delay +
           links * m_parameters.rate.CalculateBytesTxTime(PPP_SIZE + ip + octets);
}

TcpLifecycleSymbols
TcpLifecycleScenarioRun::GetSymbols() const
{
    using namespace lifecycle;
    TcpLifecycleSymbols symbols = m_times;
    const auto& segments = GetModel().segments;
    // of the first sent segment for which the predicate holds
    const auto headerSize = [&segments](auto isWanted) {
        const auto found = std::find_if(segments.begin(), segments.end(), isWanted);
        return found == segments.end() ? TCP_SIZE : found->segment.HeaderSize();
    };
    const uint32_t bare = headerSize([](const TcpLifecycleLadderSegment& s) {
        return !s.segment.HasAny(SYN | RST) && s.segment.options.Read().sackBlockCount == 0;
    });
    symbols["d"] = OneWay(bare);
    symbols["h"] = OneWay(headerSize([](const TcpLifecycleLadderSegment& s) {
        return s.segment.Has(SYN) && !s.segment.options.Read().fastOpen;
    }));
    symbols["c"] = OneWay(headerSize([](const TcpLifecycleLadderSegment& s) {
        return s.segment.Has(SYN) && s.segment.Has(ACK);
    }));
    for (const auto& s : segments)
    {
        if (s.segment.Has(SYN) && s.segment.length > 0)
        {
            symbols["f"] = OneWay(s.segment.HeaderSize() + s.segment.length);
        }
    }
    symbols["r"] =
        OneWay(headerSize([](const TcpLifecycleLadderSegment& s) { return s.segment.Has(RST); }));
    symbols["e"] = OneWay(TCP_SIZE); // CLOSED answers without options (RFC 9293, 3.10.7.1)
    for (const auto& step : m_scenario.steps)
    {
        if (step.action == TcpLifecycleScenarioAction::Send)
        {
            symbols["q"] = OneWay(bare + step.number) - OneWay(bare);
        }
    }
    symbols["MSL2"] = TimeAttribute(m_nodes.Get(0), "TimeWaitDuration");
    const bool passive = m_scenario.steps.front().action == TcpLifecycleScenarioAction::Listen;
    const Time sampleOfB = passive ? symbols["h"] + symbols["d"] : symbols["h"] + symbols["h"];
    symbols["RA"] = FirstRepeatAfter(0, symbols["h"] + symbols["h"]);
    symbols["RB"] = FirstRepeatAfter(1, sampleOfB);
    symbols["GA"] = GiveUpAfter(0, symbols["h"] + symbols["h"]);
    symbols["GB"] = GiveUpAfter(1, sampleOfB);
    symbols["Ts"] = TimeAttribute(m_nodes.Get(0), "InitialRto");
    const bool atOnce = TextAttribute(m_nodes.Get(1), "FinAck") == "at-once";
    symbols["a"] = atOnce ? Time(0) : TimeAttribute(m_nodes.Get(1), "DelAckTimeout");
    symbols["K"] = KeepAliveTime();
    const Time finWait2 = TimeAttribute(m_nodes.Get(0), "FinWait2Timeout");
    if (finWait2 != Time::Max())
    {
        symbols["F"] = finWait2;
    }
    return symbols;
}

Time
TcpLifecycleScenarioRun::RtoAfter(std::size_t end, Time sample) const
{
    const Ptr<Node> node = m_nodes.Get(static_cast<uint32_t>(end));
    TcpLifecycleRtoRule rule;
    rule.least = TimeAttribute(node, "MinRto");
    rule.most = TimeAttribute(node, "MaxRto");
    rule.granularity = TimeAttribute(node, "ClockGranularity");
    rule.slop = TimeAttribute(node, "RtoSlop");
    rule.leastMargin = TextAttribute(node, "RttEstimator") == "linux";
    return TcpLifecycleRtoAfterSamples(sample, 1, rule);
}

Time
TcpLifecycleScenarioRun::FirstRepeatAfter(std::size_t end, Time sample) const
{
    const Ptr<Node> node = m_nodes.Get(static_cast<uint32_t>(end));
    const Time rto = RtoAfter(end, sample);
    // RFC 8985, 7.2: PTO = 2 SRTT, and with one segment in flight the longest delay of its ACK,
    // which is the minimum RTO in Linux (tcp_schedule_loss_probe()); at most the RTO
    return TextAttribute(node, "TailLossProbe") == "true"
               ? std::min(sample + sample + TimeAttribute(node, "MinRto"), rto)
               : rto;
}

Time
TcpLifecycleScenarioRun::KeepAliveTime() const
{
    const Ptr<Node> node = m_nodes.Get(0);
    return TimeAttribute(node, "KeepAliveIdle") + std::stoi(TextAttribute(node, "KeepAliveCount")) *
                                                      TimeAttribute(node, "KeepAliveInterval");
}

Time
TcpLifecycleScenarioRun::GiveUpAfter(std::size_t end, Time sample) const
{
    // RFC 6298, 5.5: the RTO doubles with every retransmission; RFC 9293, 3.8.3
    const Ptr<Node> node = m_nodes.Get(static_cast<uint32_t>(end));
    const Time most = TimeAttribute(node, "MaxRto");
    const int retries = std::stoi(TextAttribute(node, "FinRetries"));
    const bool byTime = TextAttribute(node, "RetryLimitBy") == "time";
    const Time limit = LimitTime(retries, TimeAttribute(node, "MinRto"), most);
    Time rto = RtoAfter(end, sample);
    Time sum;
    if (TextAttribute(node, "TailLossProbe") == "true")
    {
        sum = FirstRepeatAfter(end, sample); // and then the first timeout
    }
    for (int i = 0; byTime ? i < 2 || sum < limit : i <= retries; ++i)
    {
        sum += rto;
        rto = std::min(rto + rto, most);
    }
    return sum;
}

std::optional<Time>
TcpLifecycleScenarioRun::Measured(const TcpLifecycleScenarioMeasure& measure) const
{
    const std::size_t end = measure.end == 'A' ? 0 : 1;
    const Time base = measure.from == From::Start ? Time(0) : m_established.value_or(Time(0));
    Time dwell(0);
    std::optional<Time> since;
    for (const auto& transition : GetModel().transitions)
    {
        if (transition.end != end)
        {
            continue;
        }
        if (transition.from == measure.state && since)
        {
            dwell += transition.time - *since;
            since.reset();
        }
        if (transition.to == measure.state)
        {
            since = transition.time;
            if (measure.quantity == Quantity::EntryAt && transition.time >= base)
            {
                return transition.time - base;
            }
        }
    }
    if (measure.quantity == Quantity::EntryAt)
    {
        return std::nullopt;
    }
    return since ? dwell + Simulator::Now() - *since : dwell;
}

std::string
TcpLifecycleScenarioRun::GetExcuse() const
{
    if (m_parameters.loss > 0)
    {
        return "the link loses packets";
    }
    if (!m_parameters.faults.empty())
    {
        return "the run has additional fault rules";
    }
    if (m_parameters.profiles[0] != m_parameters.profiles[1])
    {
        return "the ends have different profiles";
    }
    StringValue profile;
    m_nodes.Get(0)->GetObject<TcpLifecycleL4Protocol>()->GetAttribute("Profile", profile);
    return TcpLifecycleScenarioDeparture(m_scenario.name, profile.Get());
}

std::vector<TcpLifecycleScenarioResult>
TcpLifecycleScenarioRun::GetResults() const
{
    const TcpLifecycleSymbols symbols = GetSymbols();
    std::vector<TcpLifecycleScenarioResult> results;
    for (const auto& measure : m_scenario.measures)
    {
        results.push_back(
            {measure, EvaluateTcpLifecycleFormula(measure.formula, symbols), Measured(measure)});
    }
    return results;
}

} // namespace ns3
