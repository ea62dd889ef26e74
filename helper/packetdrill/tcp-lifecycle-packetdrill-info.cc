/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-info.h"

#include "lifecycle-connection-info.h"
#include "lifecycle-connection.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <array>
#include <map>

namespace ns3
{
namespace packetdrill
{

namespace
{

using lifecycle::State;

constexpr int64_t INFINITE_SSTHRESH = 0x7fffffff; //!< linux/include/net/tcp.h
constexpr int64_t OPTION_TIMESTAMPS = 1;          //!< TCPI_OPT_TIMESTAMPS
constexpr int64_t OPTION_SACK = 2;                //!< TCPI_OPT_SACK
constexpr int64_t OPTION_WSCALE = 4;              //!< TCPI_OPT_WSCALE
constexpr int64_t OPTION_ECN = 8;                 //!< TCPI_OPT_ECN
constexpr int64_t OPTION_SYN_DATA = 32;           //!< TCPI_OPT_SYN_DATA

/// A state under the numbers of the two systems. (With GNU's extensions `linux` is a macro.)
struct StateNumber
{
    const char* name; //!< without its prefix
    State state;      //!< which
    int64_t onLinux;  //!< include/net/tcp_states.h
    int64_t onBsd;    //!< netinet/tcp_fsm.h
};

constexpr std::array<StateNumber, 11> STATES = {{{"CLOSED", State::Closed, 7, 0},
                                                 {"LISTEN", State::Listen, 10, 1},
                                                 {"SYN_SENT", State::SynSent, 2, 2},
                                                 {"SYN_RECEIVED", State::SynReceived, 3, 3},
                                                 {"ESTABLISHED", State::Established, 1, 4},
                                                 {"CLOSE_WAIT", State::CloseWait, 8, 5},
                                                 {"FIN_WAIT_1", State::FinWait1, 4, 6},
                                                 {"CLOSING", State::Closing, 11, 7},
                                                 {"LAST_ACK", State::LastAck, 9, 8},
                                                 {"FIN_WAIT_2", State::FinWait2, 5, 9},
                                                 {"TIME_WAIT", State::TimeWait, 6, 10}}};

/// \param duration a time \return microseconds
int64_t
Microseconds(lifecycle::Duration duration)
{
    return duration / std::chrono::microseconds(1);
}

/// \param info whose \return TCPI_OPT_* of what was negotiated
int64_t
OptionBits(const lifecycle::ConnectionInfo& info)
{
    return (info.timestamps ? OPTION_TIMESTAMPS : 0) | (info.sack ? OPTION_SACK : 0) |
           (info.windowScaling ? OPTION_WSCALE : 0) | (info.ecn ? OPTION_ECN : 0) |
           (info.synData ? OPTION_SYN_DATA : 0);
}

/// \param phase of recovery \return tcpi_ca_state
int64_t
RecoveryNumber(lifecycle::RecoveryPhase phase)
{
    switch (phase)
    {
    case lifecycle::RecoveryPhase::Open:
        return 0;
    case lifecycle::RecoveryPhase::Disorder:
        return 1;
    case lifecycle::RecoveryPhase::Recovery:
        return 3;
    case lifecycle::RecoveryPhase::Loss:
        return 4;
    }
    return 0;
}

/// \param connection one \param bsd whose struct \param name a field \return its value
std::optional<int64_t>
Field(const lifecycle::Connection& connection, bool bsd, const std::string& name)
{
    const lifecycle::ConnectionInfo info = lifecycle::InfoOf(
        connection,
        lifecycle::Instant(lifecycle::Duration(Simulator::Now().GetNanoSeconds())));
    // FreeBSD counts the window in bytes, Linux in segments
    const auto inUnits = [&](int64_t octets) { return bsd ? octets : octets / info.sndMss; };
    const std::map<std::string, int64_t> fields = {
        {"tcpi_options", OptionBits(info)},
        {"tcpi_ca_state", RecoveryNumber(info.caState)},
        {"tcpi_snd_wscale", info.sndWscale},
        {"tcpi_rcv_wscale", info.rcvWscale},
        {"tcpi_probes", info.probes},
        {"tcpi_retransmits", info.retransmits},
        {"tcpi_backoff", info.backoff},
        {"tcpi_rto", Microseconds(info.rto)},
        {"tcpi_rtt", Microseconds(info.rtt)},
        {"tcpi_rttvar", Microseconds(info.rttvar)},
        {"tcpi_min_rtt", Microseconds(info.minRtt)},
        {"tcpi_snd_mss", info.sndMss},
        {"tcpi_rcv_mss", info.sndMss},
        {"tcpi_advmss", info.advmss},
        {"tcpi_pmtu", connection.Sending().mss + 40},
        {"tcpi_unacked", info.unacked},
        {"tcpi_sacked", info.sacked},
        {"tcpi_lost", info.lost},
        {"tcpi_retrans", info.retrans},
        {"tcpi_total_retrans", info.totalRetrans},
        {"tcpi_delivered", info.delivered},
        {"tcpi_snd_cwnd", inUnits(info.sndCwnd)},
        {"tcpi_snd_ssthresh",
         info.sndSsthresh == 0xffffffff ? (bsd ? 0x3fffc000 : INFINITE_SSTHRESH)
                                        : inUnits(info.sndSsthresh)},
        {"tcpi_snd_wnd", info.sndWnd},
        {"tcpi_rcv_wnd", info.rcvWnd},
        {"tcpi_rcv_space", info.rcvSpace},
        {"tcpi_rcv_ssthresh", info.rcvSpace},
        {"tcpi_notsent_bytes", info.notsentBytes},
        {"tcpi_bytes_received", static_cast<int64_t>(info.bytesReceived)},
        {"tcpi_bytes_acked", static_cast<int64_t>(info.bytesAcked)},
        {"tcpi_snd_nxt", connection.Sending().nxt.Value()},
        {"tcpi_rcv_nxt", connection.Receiving().nxt.Value()},
        {"tcpi_reordering", info.reordering},
        {"tcpi_reord_seen", info.reordSeen},
        {"tcpi_busy_time", Microseconds(info.busyTime)},
        {"tcpi_rwnd_limited", Microseconds(info.rwndLimited)},
        {"tcpi_sndbuf_limited", Microseconds(info.sndbufLimited)},
        // Half of Linux's buffer is for data, and the window is rounded, the buffer not
        {"SK_MEMINFO_RCVBUF",
         int64_t{bsd ? 1 : 2} * std::max(info.rcvSpace, connection.GetConfig().receiveBuffer)},
    };
    const auto found = fields.find(name);
    return found == fields.end() ? std::nullopt : std::optional(found->second);
}

} // namespace

std::optional<Value>
TcpInfo(const Descriptor* descriptor, Personality personality, const std::string& name)
{
    const bool bsd = personality == Personality::Bsd;
    if (name == "tcpi_state")
    {
        const State state =
            descriptor == nullptr ? State::Closed : descriptor->socket->GetLifecycleState();
        for (const StateNumber& number : STATES)
        {
            if (number.state == state)
            {
                return Value(bsd ? number.onBsd : number.onLinux);
            }
        }
    }
    const lifecycle::Connection* connection =
        descriptor == nullptr ? nullptr : descriptor->socket->GetConnection();
    if (connection == nullptr)
    {
        return name == "tcpi_options" ? std::optional(Value(int64_t{0})) : std::nullopt;
    }
    const auto field = Field(*connection, bsd, name);
    return field ? std::optional(Value(*field)) : std::nullopt;
}

std::optional<Value>
TcpInfoConstant(const std::string& name, Personality personality)
{
    static const std::map<std::string, int64_t> constants = {
        {"TCPI_OPT_TIMESTAMPS", OPTION_TIMESTAMPS},
        {"TCPI_OPT_SACK", OPTION_SACK},
        {"TCPI_OPT_WSCALE", OPTION_WSCALE},
        {"TCPI_OPT_ECN", OPTION_ECN},
        {"TCPI_OPT_ECN_SEEN", 16},
        {"TCPI_OPT_SYN_DATA", OPTION_SYN_DATA},
        {"TCP_CA_Open", 0},
        {"TCP_CA_Disorder", 1},
        {"TCP_CA_CWR", 2},
        {"TCP_CA_Recovery", 3},
        {"TCP_CA_Loss", 4},
        {"TCP_INFINITE_SSTHRESH", INFINITE_SSTHRESH},
        {"TCP_CLOSE", 7},
        {"TCP_SYN_RECV", 3},
        {"TCP_FIN_WAIT1", 4},
        {"TCP_FIN_WAIT2", 5},
    };
    const auto found = constants.find(name);
    if (found != constants.end())
    {
        return Value(found->second);
    }
    for (const StateNumber& number : STATES)
    {
        if (name == std::string("TCPI_") + number.name ||
            name == std::string("TCPS_") + number.name || name == std::string("TCP_") + number.name)
        {
            return Value(personality == Personality::Bsd ? number.onBsd : number.onLinux);
        }
    }
    return std::nullopt;
}

} // namespace packetdrill
} // namespace ns3
