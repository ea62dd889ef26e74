/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-report.h"

#include "tcp-lifecycle-ladder-text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <vector>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

namespace
{

/// A segment of the trace.
struct Sent
{
    std::size_t from{0};           //!< who has sent it
    Segment segment;               //!< it
    Instant at{};                  //!< when
    std::vector<Instant> arrivals; //!< when it arrived
    bool forged{false};            //!< nobody has sent it
    bool retransmission{false};    //!< it repeats
};

/// One thing that happens at an end, in order.
struct Deed
{
    enum class Kind : uint8_t
    {
        Received, //!< a segment
        Emitted,  //!< a segment
        Called,   //!< its user's step
        Changed,  //!< its state
    };

    Kind kind{Kind::Called}; //!< what
    std::size_t end{0};      //!< where
    Instant at{};            //!< when
    std::size_t segment{0};  //!< index
    Step step;               //!< of Called
    Transition transition;   //!< of Changed
};

/// The trace, played again.
struct Story
{
    std::vector<Sent> segments; //!< all
    std::vector<Deed> deeds;    //!< in order
    std::size_t lastEnd{0};     //!< where the last event was
};

class Teller
{
  public:
    Teller(const Configuration& configuration, const SearchResult& result)
        : m_world(configuration)
    {
        for (std::size_t i = 0; i < result.trace.size(); ++i)
        {
            m_world.faultless = i >= result.faultlessFrom;
            Tell(result.trace[i], std::chrono::milliseconds(i + 1));
        }
    }

    Story story; //!< told

  private:
    void Tell(Event event, Duration order);
    void Arrive(std::size_t to, std::size_t index, Instant when);

    World m_world;
    Scratch m_scratch;
    std::array<std::vector<std::size_t>, 2> m_serials; //!< indexes of the segments of each end
};

void
Teller::Arrive(std::size_t to, std::size_t index, Instant when)
{
    story.segments[index].arrivals.push_back(when);
    Deed deed;
    deed.kind = Deed::Kind::Received;
    deed.end = to;
    deed.at = when;
    deed.segment = index;
    story.deeds.push_back(deed);
    story.lastEnd = to;
}

void
Teller::Tell(Event event, Duration order)
{
    const bool timer = event.kind == EventKind::Time;
    const Instant when =
        (timer ? std::max(m_world.now, m_world.NextDeadline()) : m_world.now) + order;
    if (event.kind == EventKind::Deliver || event.kind == EventKind::Duplicate)
    {
        const uint32_t serial = m_world.flights[event.end][event.index].serial;
        Arrive(1 - event.end, m_serials[event.end][serial - 1], when);
    }
    else if (event.kind == EventKind::Forge)
    {
        Sent sent;
        sent.from = 1 - event.end;
        sent.segment = MakeForgery(m_world.ends[event.end], event.index);
        sent.at = when;
        sent.forged = true;
        story.segments.push_back(sent);
        Arrive(event.end, story.segments.size() - 1, when);
    }
    else if (event.kind == EventKind::User)
    {
        Deed deed;
        deed.end = event.end;
        deed.at = when;
        deed.step = m_world.configuration->users[event.end][m_world.ends[event.end].step];
        story.deeds.push_back(deed);
        story.lastEnd = event.end;
    }
    m_world.Apply(event, m_scratch);
    for (std::size_t end = 0; end < 2; ++end)
    {
        for (const Action& action : m_scratch.actions[end])
        {
            Deed deed;
            deed.end = end;
            deed.at = when;
            story.lastEnd = timer ? end : story.lastEnd;
            if (const auto* emit = std::get_if<Emit>(&action))
            {
                deed.kind = Deed::Kind::Emitted;
                deed.segment = story.segments.size();
                m_serials[end].push_back(deed.segment);
                Sent sent;
                sent.from = end;
                sent.segment = emit->segment;
                sent.at = when;
                sent.retransmission = emit->retransmission;
                story.segments.push_back(sent);
                story.deeds.push_back(deed);
            }
            else if (const auto* transition = std::get_if<Transition>(&action))
            {
                deed.kind = Deed::Kind::Changed;
                deed.transition = *transition;
                story.deeds.push_back(deed);
            }
        }
    }
}

/// \param step a user's \return in words
std::string
ToWords(const Step& step)
{
    switch (step.call)
    {
    case Call::Open:
        return "open";
    case Call::Listen:
        return "listen";
    case Call::Send:
        return "send " + std::to_string(step.octets);
    case Call::Read:
        return "read " + (step.octets == 0 ? "all" : std::to_string(step.octets));
    case Call::ShutdownSend:
        return "shutdown of sending";
    case Call::ShutdownReceive:
        return "shutdown of receiving";
    case Call::Close:
        return "close";
    case Call::Abort:
        return "abort";
    }
    return "?";
}

/// \param at an instant \return seconds, `1.004`
std::string
Seconds(Instant at)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%.3f",
                  std::chrono::duration<double>(at.time_since_epoch()).count());
    return text.data();
}

/// \param span a length of time \return milliseconds, `4ms`
std::string
Milliseconds(Duration span)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(span).count()) +
           "ms";
}

/// \param at an instant \return ns-3's
Time
ToTime(Instant at)
{
    return NanoSeconds(at.time_since_epoch().count());
}

} // namespace

std::string
LadderOf(const Configuration& configuration, const SearchResult& result)
{
    const Story story = Teller(configuration, result).story;
    TcpLifecycleLadderModel model;
    model.title = configuration.name + ": " + result.broken;
    for (std::size_t end = 0; end < 2; ++end)
    {
        model.ends[end].name = end == 0 ? "A" : "B";
        model.ends[end].port = static_cast<uint16_t>(4000);
        model.ends[end].isn = configuration.iss[end];
    }
    std::vector<std::optional<std::size_t>> indexes(story.segments.size());
    for (const Deed& deed : story.deeds)
    {
        switch (deed.kind)
        {
        case Deed::Kind::Called:
            break;
        case Deed::Kind::Changed:
            model.AddTransition({deed.end,
                                 ToTime(deed.at),
                                 deed.transition.from,
                                 deed.transition.to,
                                 deed.transition.cause});
            break;
        case Deed::Kind::Received:
            if (!indexes[deed.segment])
            {
                indexes[deed.segment] = model.AddSent(story.segments[deed.segment].from,
                                                      ToTime(deed.at),
                                                      story.segments[deed.segment].segment);
            }
            model.AddReceived(*indexes[deed.segment], ToTime(deed.at));
            break;
        case Deed::Kind::Emitted:
            indexes[deed.segment] = model.AddSent(deed.end,
                                                  ToTime(deed.at),
                                                  story.segments[deed.segment].segment,
                                                  story.segments[deed.segment].retransmission);
            break;
        }
    }
    std::string text = TcpLifecycleLadderText(model);
    text += "\nThe users' calls:\n";
    for (const Deed& deed : story.deeds)
    {
        if (deed.kind == Deed::Kind::Called)
        {
            text += "  " + Seconds(deed.at) + " s  " + (deed.end == 0 ? "A" : "B") + ": " +
                    ToWords(deed.step) + "\n";
        }
    }
    return text;
}

std::string
FaultRulesOf(const Configuration& configuration, const SearchResult& result)
{
    const Story story = Teller(configuration, result).story;
    std::string text =
        "# " + configuration.name + ": " + result.broken + "\n# For a link with a delay of 1 ms.\n";
    for (const Deed& deed : story.deeds)
    {
        if (deed.kind == Deed::Kind::Called)
        {
            text += "# at " + Seconds(deed.at) + " s " + (deed.end == 0 ? "A" : "B") + ": " +
                    ToWords(deed.step) + "\n";
        }
    }
    const Duration flight = std::chrono::milliseconds(1);
    std::array<uint32_t, 2> count{};
    for (const Sent& sent : story.segments)
    {
        const std::string direction = sent.from == 0 ? "A>B" : "B>A";
        if (sent.forged)
        {
            text += "inject " + direction + " " + Milliseconds(sent.at.time_since_epoch()) + " " +
                    ToText(sent.segment) + "\n";
            continue;
        }
        const std::string which = direction + " any " + std::to_string(++count[sent.from]);
        if (sent.arrivals.empty())
        {
            text += "drop " + which + "\n";
            continue;
        }
        const Duration late = sent.arrivals.front() - sent.at - flight;
        if (late > Duration::zero())
        {
            text += "delay " + which + " " + Milliseconds(late) + "\n";
        }
        for (std::size_t i = 1; i < sent.arrivals.size(); ++i)
        {
            text += "duplicate " + which + " " +
                    Milliseconds(sent.arrivals[i] - sent.arrivals.front()) + "\n";
        }
    }
    return text;
}

namespace
{

/// Writes the script of one end.
class Scribe
{
  public:
    Scribe(const Configuration& configuration, std::size_t end)
        : m_configuration(configuration),
          m_end(end)
    {
    }

    /// \param story the trace \return the script's events
    std::string Write(const Story& story);

  private:
    void Call(const Step& step);
    void Line(const std::string& what);
    void Accept();

    const Configuration& m_configuration;
    std::size_t m_end;
    Instant m_at{};
    std::string m_text;
    bool m_listens{false};
    bool m_accepted{false};
};

void
Scribe::Line(const std::string& what)
{
    m_text += Seconds(m_at) + " " + what + "\n";
}

void
Scribe::Accept()
{
    if (m_listens && !m_accepted)
    {
        Line("accept(3, ..., ...) = 4");
        m_accepted = true;
    }
}

void
Scribe::Call(const Step& step)
{
    if (step.call != Call::Open && step.call != Call::Listen)
    {
        Accept();
    }
    const std::string fd = m_listens ? "4" : "3";
    const std::string octets = std::to_string(step.octets);
    switch (step.call)
    {
    case Call::Open:
        Line("socket(..., SOCK_STREAM, IPPROTO_TCP) = 3");
        Line("fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0");
        Line("setsockopt(3, SOL_TCP, TCP_NODELAY, [1], 4) = 0");
        Line("connect(3, ..., ...) = -1 EINPROGRESS");
        break;
    case Call::Listen:
        Line("socket(..., SOCK_STREAM, IPPROTO_TCP) = 3");
        Line("setsockopt(3, SOL_TCP, TCP_NODELAY, [1], 4) = 0");
        Line("bind(3, ..., ...) = 0");
        Line("listen(3, 5) = 0");
        m_listens = true;
        break;
    case Call::Send:
        Line("write(" + fd + ", ..., " + octets + ") = " + octets);
        break;
    case Call::Read:
        Line("read(" + fd + ", ..., 65536) = ...");
        break;
    case Call::ShutdownSend:
        Line("shutdown(" + fd + ", SHUT_WR) = 0");
        break;
    case Call::ShutdownReceive:
        Line("shutdown(" + fd + ", SHUT_RD) = 0");
        break;
    case Call::Close:
        Line("close(" + fd + ") = 0");
        break;
    case Call::Abort:
        Line("setsockopt(" + fd + ", SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0");
        Line("close(" + fd + ") = 0");
        break;
    }
}

std::string
Scribe::Write(const Story& story)
{
    for (const Deed& deed : story.deeds)
    {
        if (deed.end != m_end)
        {
            continue;
        }
        m_at = deed.at;
        const Seq own = m_configuration.iss[m_end];
        const Seq peer = m_configuration.iss[1 - m_end];
        switch (deed.kind)
        {
        case Deed::Kind::Called:
            Call(deed.step);
            break;
        case Deed::Kind::Received:
            Line("< " + ToText(story.segments[deed.segment].segment, {peer, own}));
            break;
        case Deed::Kind::Emitted:
            Line("> " + ToText(story.segments[deed.segment].segment, {own, peer}));
            break;
        case Deed::Kind::Changed:
            break;
        }
    }
    return m_text;
}

} // namespace

std::string
ScriptOf(const Configuration& configuration, const SearchResult& result)
{
    const Story story = Teller(configuration, result).story;
    const Config& config = configuration.machine[story.lastEnd];
    std::string text = "// " + configuration.name + ": " + result.broken + "\n// What " +
                       (story.lastEnd == 0 ? "A" : "B") +
                       " sees and does. Run it by lifecycle-packetdrill --profile=rfc9293.\n\n`";
    const std::vector<std::pair<std::string, Duration>> times = {
        {"net.inet.tcp.rexmit_initial", config.initialRto},
        {"net.inet.tcp.rexmit_min", config.minRto},
        {"net.ipv4.tcp_rto_max_ms", config.maxRto},
        {"net.inet.tcp.msl", config.timeWait / 2},
        {"net.inet.tcp.finwait2_timeout", config.finWait2Timeout},
        {"net.inet.tcp.delacktime", config.delayedAckTimeout},
    };
    for (const auto& [name, value] : times)
    {
        if (value != FOREVER)
        {
            const auto count = std::chrono::duration_cast<std::chrono::milliseconds>(value).count();
            text += "sysctl -q " + name + "=" + std::to_string(count) + "\n ";
        }
    }
    const std::vector<std::pair<std::string, uint32_t>> numbers = {
        {"net.ipv4.tcp_syn_retries", config.synRetries},
        {"net.ipv4.tcp_synack_retries", config.synAckRetries},
        {"net.ipv4.tcp_retries2", config.dataRetries},
        {"net.ipv4.tcp_sack", config.sack ? 1 : 0},
        {"net.ipv4.tcp_timestamps", config.timestamps ? 1 : 0},
        {"net.ipv4.tcp_window_scaling", config.windowScaling ? 1 : 0},
    };
    for (const auto& [name, value] : numbers)
    {
        text += "sysctl -q " + name + "=" + std::to_string(value) + "\n ";
    }
    text.erase(text.size() - 2);
    return text + "`\n" + Scribe(configuration, story.lastEnd).Write(story);
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
