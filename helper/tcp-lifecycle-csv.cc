/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-csv.h"

#include <cstdint>
#include <type_traits>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Transitions and connections as comma-separated values.
 */

namespace ns3
{

namespace
{

/// One line of comma-separated values.
class Line
{
  public:
    /// \param number appended as a field \return this
    template <typename T, std::enable_if_t<std::is_integral_v<T>, bool> = true>
    Line& operator<<(T number)
    {
        return Append(std::to_string(number));
    }

    /// \param text appended as a field, quoted if need be (RFC 4180, section 2, 5 to 7)
    /// \return this
    Line& operator<<(const std::string& text)
    {
        if (text.find_first_of(",\"\r\n") == std::string::npos)
        {
            return Append(text);
        }
        std::string quoted = "\"";
        for (const char c : text)
        {
            quoted += c == '"' ? "\"\"" : std::string(1, c);
        }
        return Append(quoted + '"');
    }

    /// \param instant appended as a field, empty if it has not come \return this
    Line& operator<<(lifecycle::Instant instant)
    {
        if (instant == lifecycle::NEVER)
        {
            return Append("");
        }
        return *this << instant.time_since_epoch().count();
    }

    /// \return the line with its end
    std::string Text() const
    {
        return m_text + '\n';
    }

  private:
    /// \param field appended as it is \return this
    Line& Append(const std::string& field)
    {
        m_text += m_empty ? "" : ",";
        m_text += field;
        m_empty = false;
        return *this;
    }

    std::string m_text; //!< the fields so far
    bool m_empty{true}; //!< there is none
};

/// Append the four fields of a tuple. \param line where to \param tuple it
void
AppendTuple(Line& line, const lifecycle::FourTuple& tuple)
{
    line << ToText(tuple.local) << tuple.localPort << ToText(tuple.remote) << tuple.remotePort;
}

} // namespace

std::string
TcpLifecycleTransitionsHeader()
{
    return "time_ns,node,id,local,local_port,remote,remote_port,from,to,cause,segment\n";
}

std::string
TcpLifecycleTransitionsRow(const TcpLifecycleTransition& transition)
{
    Line line;
    line << transition.time.GetNanoSeconds() << transition.node << transition.id;
    AppendTuple(line, transition.tuple);
    line << std::string(ToText(transition.from)) << std::string(ToText(transition.to))
         << std::string(ToText(transition.cause))
         << (transition.segment ? ToText(*transition.segment) : std::string());
    return line.Text();
}

std::string
TcpLifecycleConnectionsHeader()
{
    return "id,node,role,local,local_port,remote,remote_port,profile,open_ns,established_ns,"
           "close_ns,outcome,closer,close_type,error,"
           "syn_tx,syn_rtx,synack_tx,synack_rtx,fin_tx,fin_rtx,rst_tx,rst_rx,challenge_acks,"
           "tw_reacks,tw_restarts,segments_tx,segments_rx,bytes_tx,bytes_rx,"
           "dwell_closed_ns,dwell_listen_ns,dwell_syn_sent_ns,dwell_syn_received_ns,"
           "dwell_established_ns,dwell_fin_wait_1_ns,dwell_fin_wait_2_ns,dwell_close_wait_ns,"
           "dwell_closing_ns,dwell_last_ack_ns,dwell_time_wait_ns\n";
}

std::string
TcpLifecycleConnectionsRow(const TcpLifecycleRecord& record)
{
    const lifecycle::ConnectionRecord& r = record.connection;
    Line line;
    line << r.id << record.node << std::string(ToText(r.role));
    AppendTuple(line, r.tuple);
    line << record.profile << r.opened << r.established << r.ended << std::string(ToText(r.outcome))
         << std::string(ToText(r.closer)) << std::string(ToText(r.closeType))
         << std::string(ToText(r.error));
    line << r.synSent << r.synRepeated << r.synAckSent << r.synAckRepeated << r.finSent
         << r.finRepeated << r.resetsSent << r.resetsReceived << r.challengeAcks << r.timeWaitAcks
         << r.timeWaitRestarts << r.segmentsSent << r.segmentsReceived << r.octetsSent
         << r.octetsReceived;
    for (const auto state : lifecycle::ALL_STATES)
    {
        line << r.dwell[static_cast<std::size_t>(state)].count();
    }
    return line.Text();
}

} // namespace ns3
