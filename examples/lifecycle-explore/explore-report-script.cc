/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-replay.h"
#include "explore-report.h"

#include <utility>
#include <vector>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

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

    /// \param replay the trace \return the script's events
    std::string Write(const Replay& replay);

  private:
    void Call(const Step& step);
    void Line(const std::string& what);
    void Accept();
    void BeginChild(Instant at);

    const Configuration& m_configuration;
    std::size_t m_end;
    Instant m_at{};
    std::string m_text;
    bool m_listens{false};
    bool m_accepted{false}; //!< the listener's last connection was
    int m_child{3};         //!< descriptor of the connection; a listener's own is 3
    Instant m_first{};      //!< when the first connection of a listener began
    uint32_t m_later{0};    //!< ISS of the listener's last connection, counted from the first one's
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
        Line("accept(3, ..., ...) = " + std::to_string(++m_child));
        m_accepted = true;
    }
}

void
Scribe::BeginChild(Instant at)
{
    // A script has one ISS for all connections of a 4-tuple, and the host one that grows every 4
    // us (RFC 6528, 3); what the peer acknowledges counts from it
    m_first = m_first == Instant{} ? at : m_first;
    m_later = static_cast<uint32_t>((at - m_first) / std::chrono::microseconds(4));
    m_accepted = false;
}

void
Scribe::Call(const Step& step)
{
    if (step.call != Call::Open && step.call != Call::Listen)
    {
        Accept();
    }
    const std::string fd = std::to_string(m_child);
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
Scribe::Write(const Replay& replay)
{
    const Seq peer = m_configuration.iss[1 - m_end];
    const auto own = [this] { return m_configuration.iss[m_end] - m_later; };
    for (const Entry& entry : replay.entries)
    {
        if (entry.end != m_end)
        {
            continue;
        }
        m_at = entry.at;
        switch (entry.kind)
        {
        case Entry::Kind::Called:
            Call(entry.step);
            break;
        case Entry::Kind::Received:
            Line("< " + ToText(replay.segments[entry.segment].segment, {peer, own()}));
            break;
        case Entry::Kind::Emitted:
            if (const Sent& sent = replay.segments[entry.segment];
                sent.segment.Has(SYN | ACK) && !sent.retransmission)
            {
                BeginChild(entry.at);
            }
            Line("> " + ToText(replay.segments[entry.segment].segment, {own(), peer}));
            break;
        case Entry::Kind::Changed:
            break;
        }
    }
    return m_text;
}

} // namespace

std::string
ScriptOf(const Configuration& configuration, const SearchResult& result)
{
    const Replay replay = ReplayTrace(configuration, result);
    const Config& config = configuration.machine[replay.lastEnd];
    std::string text = "// " + configuration.name + ": " + result.broken + "\n// What " +
                       (replay.lastEnd == 0 ? "A" : "B") +
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
    return text + "`\n" + Scribe(configuration, replay.lastEnd).Write(replay);
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
