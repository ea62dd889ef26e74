/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-sysctls.h"

#include "ns3/string.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace ns3
{
namespace packetdrill
{

namespace
{

using Kind = SysctlKind;

/// \return the table; FreeBSD's names are those of tcp(4), Linux's of ip-sysctl.rst
std::vector<SysctlRule>
MakeTable()
{
    const std::vector<const char*> cookies = {"off", "pressure", "always"};
    return {
        // FreeBSD
        {"net.inet.tcp.rfc1323",
         Kind::Special,
         {"WindowScaling", "Timestamps"},
         {},
         "0: neither, 1: both, 2: window scaling only, 3: timestamps only."},
        {"net.inet.tcp.sack.enable", Kind::Flag, {"Sack"}, {}, "SACK (RFC 2018)."},
        {"net.inet.tcp.blackhole",
         Kind::Words,
         {"Blackhole"},
         {"off", "syn", "all"},
         "Segments for which there is nobody go without a RST."},
        {"net.inet.tcp.drop_synfin",
         Kind::Flag,
         {"DropSynFin"},
         {},
         "A segment with SYN and FIN is dropped."},
        {"net.inet.tcp.ecn.enable",
         Kind::Words,
         {"Ecn"},
         {"off", "active", "passive"},
         "ECN (RFC 3168): 1 asks for it, 2 agrees to it."},
        {"net.inet.tcp.ecn.maxretries",
         Kind::Same,
         {"EcnSynRepeats"},
         {},
         "Repeats of a SYN that ask for ECN."},
        {"net.inet.tcp.insecure_rst",
         Kind::Words,
         {"ResetCheck"},
         {"exact", "in-window"},
         "1: a RST anywhere in the window resets (RFC 793)."},
        {"net.inet.tcp.insecure_syn",
         Kind::Words,
         {"SynCheck"},
         {"challenge", "reset"},
         "1: a SYN in the window resets (RFC 793)."},
        {"net.inet.tcp.insecure_ack",
         Kind::Words,
         {"AckCheck"},
         {"bounded", "unbounded"},
         "1: no acknowledgment is too old (RFC 793)."},
        {"net.inet.tcp.icmp_may_rst",
         Kind::Words,
         {"IcmpHardErrors"},
         {"never", "non-synchronized"},
         "1: an ICMP hard error ends SYN-SENT."},
        {"net.inet.tcp.rexmit_initial",
         Kind::Milliseconds,
         {"InitialRto"},
         {},
         "RTO before any sample."},
        {"net.inet.tcp.rexmit_min", Kind::Milliseconds, {"MinRto"}, {}, "Least RTO."},
        {"net.inet.tcp.rexmit_slop",
         Kind::Milliseconds,
         {"RtoSlop"},
         {},
         "Added to every computed RTO."},
        {"net.inet.tcp.rexmit_drop_options",
         Kind::Words,
         {"SynFewOptionsFrom"},
         {"4294967295", "3"},
         "1: the third repeat of a SYN offers MSS only."},
        {"net.inet.tcp.delacktime",
         Kind::Milliseconds,
         {"DelAckTimeout"},
         {},
         "Longest delay of an ACK."},
        {"net.inet.tcp.delayed_ack",
         Kind::Words,
         {"DelAckCount"},
         {"1", "2"},
         "0: every segment is acknowledged."},
        {"net.inet.tcp.keepinit",
         Kind::Milliseconds,
         {"ConnectTimeout"},
         {},
         "Time for a connection to be established."},
        {"net.inet.tcp.keepidle",
         Kind::Milliseconds,
         {"KeepAliveIdle"},
         {},
         "Idle time before the first probe."},
        {"net.inet.tcp.keepintvl",
         Kind::Milliseconds,
         {"KeepAliveInterval"},
         {},
         "Time between probes."},
        {"net.inet.tcp.keepcnt", Kind::Same, {"KeepAliveCount"}, {}, "Probes without an answer."},
        {"net.inet.tcp.always_keepalive",
         Kind::Flag,
         {"KeepAlive"},
         {},
         "Keep-alive whatever the socket says."},
        {"net.inet.tcp.msl", Kind::Milliseconds, {"Msl"}, {}, "TIME-WAIT is twice as long."},
        {"net.inet.tcp.finwait2_timeout",
         Kind::Milliseconds,
         {"FinWait2Timeout"},
         {},
         "FIN-WAIT-2 of a closed socket."},
        {"net.inet.tcp.syncookies",
         Kind::Words,
         {"SynCookies"},
         {"off", "pressure"},
         "SYN cookies when the queue is full."},
        {"net.inet.tcp.syncookies_only",
         Kind::Words,
         {"SynCookies"},
         {"pressure", "always"},
         "1: SYN cookies always."},
        {"net.inet.tcp.syncache.rexmtlimit",
         Kind::Same,
         {"SynAckRetries"},
         {},
         "Repeats of a SYN,ACK."},
        {"net.inet.tcp.syncache.rst_on_sock_fail",
         Kind::Words,
         {"AcceptOverflow"},
         {"drop-ack", "reset"},
         "A full accept queue resets."},
        {"net.inet.tcp.recvspace", Kind::Same, {"ReceiveBuffer"}, {}, "Receive buffer."},
        {"net.inet.tcp.sendspace", Kind::Same, {"SendBuffer"}, {}, "Send buffer."},
        {"kern.ipc.maxsockbuf",
         Kind::Same,
         {"WindowScaleBuffer"},
         {},
         "Greatest buffer: chooses the window scale."},
        {"kern.ipc.soacceptqueue", Kind::Same, {"AcceptBacklog"}, {}, "Greatest backlog."},
        {"net.inet.tcp.initcwnd_segments",
         Kind::Same,
         {"InitialWindow"},
         {},
         "Initial congestion window."},
        {"net.inet.tcp.mssdflt", Kind::Prepared, {}, {}, "536, as RFC 9293 has it."},
        {"net.inet.tcp.path_mtu_discovery",
         Kind::Flag,
         {"PathMtuDiscovery"},
         {},
         "Act on \"packet too big\"."},
        {"net.inet.tcp.hostcache.purgenow",
         Kind::Prepared,
         {},
         {},
         "Nothing is kept from one connection to the next."},
        {"net.inet.tcp.hostcache.purge", Kind::Prepared, {}, {}, "The same."},
        {"net.inet.tcp.hostcache.enable", Kind::Prepared, {}, {}, "The same."},
        {"net.inet.tcp.recvbuf_auto", Kind::Prepared, {}, {}, "Buffers do not grow."},
        {"net.inet.tcp.sendbuf_auto", Kind::Prepared, {}, {}, "The same."},
        {"net.inet.tcp.fastopen.server_enable",
         Kind::Prepared,
         {},
         {},
         "Fast Open: see the RFC coverage."},
        {"net.inet.tcp.log_debug", Kind::Prepared, {}, {}, "Nothing is logged."},
        {"net.inet.tcp.log_in_vain", Kind::Prepared, {}, {}, "Nothing is logged."},
        // Linux
        {"net.ipv4.tcp_timestamps", Kind::Flag, {"Timestamps"}, {}, "Timestamps (RFC 7323)."},
        {"net.ipv4.tcp_sack", Kind::Flag, {"Sack"}, {}, "SACK (RFC 2018)."},
        {"net.ipv4.tcp_window_scaling",
         Kind::Flag,
         {"WindowScaling"},
         {},
         "Window scaling (RFC 7323)."},
        {"net.ipv4.tcp_ecn",
         Kind::Words,
         {"Ecn"},
         {"off", "active", "passive"},
         "ECN (RFC 3168): 1 asks for it, 2 agrees to it."},
        {"net.ipv4.tcp_syn_retries", Kind::Same, {"SynRetries"}, {}, "Repeats of a SYN."},
        {"net.ipv4.tcp_syn_linear_timeouts",
         Kind::Same,
         {"SynLinearTimeouts"},
         {},
         "Repeats of a SYN that do not double the RTO."},
        {"net.ipv4.tcp_synack_retries", Kind::Same, {"SynAckRetries"}, {}, "Repeats of a SYN,ACK."},
        {"net.ipv4.tcp_retries2", Kind::Same, {"DataRetries"}, {}, "Limit of repeats, as a time."},
        {"net.ipv4.tcp_orphan_retries",
         Kind::Special,
         {"OrphanRetries", "FinRetries"},
         {},
         "The same once the user has closed; 0 means 8."},
        {"net.ipv4.tcp_fin_timeout",
         Kind::Seconds,
         {"FinWait2Timeout"},
         {},
         "FIN-WAIT-2 of a closed socket."},
        {"net.ipv4.tcp_keepalive_time",
         Kind::Seconds,
         {"KeepAliveIdle"},
         {},
         "Idle time before the first probe."},
        {"net.ipv4.tcp_keepalive_intvl",
         Kind::Seconds,
         {"KeepAliveInterval"},
         {},
         "Time between probes."},
        {"net.ipv4.tcp_keepalive_probes",
         Kind::Same,
         {"KeepAliveCount"},
         {},
         "Probes without an answer."},
        {"net.ipv4.tcp_rto_max_ms", Kind::Milliseconds, {"MaxRto"}, {}, "Greatest RTO."},
        {"net.ipv4.tcp_rto_min_us", Kind::Special, {"MinRto"}, {}, "Least RTO, microseconds."},
        {"net.ipv4.tcp_rfc1337",
         Kind::Flag,
         {"TimeWaitIgnoresReset"},
         {},
         "A RST leaves TIME-WAIT as it is."},
        {"net.ipv4.tcp_tw_reuse",
         Kind::Words,
         {"TimeWaitReuse"},
         {"off", "all", "loopback"},
         "An active open may use TIME-WAIT again."},
        {"net.ipv4.tcp_max_tw_buckets",
         Kind::Same,
         {"TimeWaitLimit"},
         {},
         "Connections in TIME-WAIT."},
        {"net.ipv4.tcp_syncookies",
         Kind::Words,
         {"SynCookies"},
         cookies,
         "SYN cookies: 1 when the queue is full, 2 always."},
        {"net.ipv4.tcp_max_syn_backlog", Kind::Same, {"SynBacklog"}, {}, "Places of a SYN queue."},
        {"net.ipv4.tcp_abort_on_overflow",
         Kind::Words,
         {"AcceptOverflow"},
         {"drop-ack", "reset"},
         "A full accept queue resets."},
        {"net.core.somaxconn", Kind::Same, {"AcceptBacklog"}, {}, "Greatest backlog."},
        {"net.ipv4.tcp_invalid_ratelimit",
         Kind::Milliseconds,
         {"ChallengeAckPeriod"},
         {},
         "One answer to what is out of the window in so much time."},
        {"net.ipv4.tcp_challenge_ack_limit",
         Kind::Same,
         {"HostChallengeAckLimit"},
         {},
         "Challenge ACKs of the host in a second."},
        {"net.ipv4.tcp_rmem",
         Kind::Special,
         {"ReceiveBuffer", "WindowScaleBuffer"},
         {},
         "The second, halved, is the receive buffer; the last chooses the window scale."},
        {"net.ipv4.tcp_wmem", Kind::Special, {"SendBuffer"}, {}, "The second is the send buffer."},
        {"net.core.rmem_max", Kind::Prepared, {}, {}, "No user asks for more."},
        {"net.core.wmem_max", Kind::Prepared, {}, {}, "The same."},
        {"net.ipv4.tcp_dsack", Kind::Prepared, {}, {}, "DSACK is not sent."},
        {"net.ipv4.tcp_reordering", Kind::Prepared, {}, {}, "Three, as RFC 5681 has it."},
        {"net.ipv4.tcp_congestion_control",
         Kind::Prepared,
         {},
         {},
         "As the attribute CongestionOps says."},
        {"net.ipv4.tcp_slow_start_after_idle",
         Kind::Prepared,
         {},
         {},
         "The window stays after idle times."},
        {"net.ipv4.tcp_early_retrans", Kind::Prepared, {}, {}, "There is no tail loss probe."},
        {"net.ipv4.tcp_recovery", Kind::Prepared, {}, {}, "Losses are found by RFC 6675."},
        {"net.ipv4.tcp_fastopen", Kind::Prepared, {}, {}, "Fast Open: see the RFC coverage."},
        {"net.ipv4.tcp_fastopen_key", Kind::Prepared, {}, {}, "The same."},
        {"net.ipv4.tcp_fastopen_blackhole_timeout_sec", Kind::Prepared, {}, {}, "The same."},
        {"net.ipv4.tcp_notsent_lowat",
         Kind::Prepared,
         {},
         {},
         "poll() looks at the send buffer alone."},
        {"net.ipv4.tcp_min_tso_segs", Kind::Prepared, {}, {}, "Each segment goes alone."},
        {"net.ipv4.tcp_tso_win_divisor", Kind::Prepared, {}, {}, "The same."},
        {"net.ipv4.tcp_min_rtt_wlen", Kind::Prepared, {}, {}, "No algorithm here looks at it."},
        {"net.ipv4.tcp_pacing_ss_ratio", Kind::Prepared, {}, {}, "Nothing is paced."},
        {"net.ipv4.tcp_pacing_ca_ratio", Kind::Prepared, {}, {}, "Nothing is paced."},
        {"net.ipv4.tcp_frto", Kind::Prepared, {}, {}, "There is no F-RTO."},
        {"net.ipv4.tcp_no_metrics_save",
         Kind::Prepared,
         {},
         {},
         "Nothing is kept from one connection to the next."},
        {"net.ipv4.tcp_moderate_rcvbuf", Kind::Prepared, {}, {}, "Buffers do not grow."},
        {"net.ipv4.tcp_autocorking", Kind::Prepared, {}, {}, "Nothing is corked by itself."},
        {"net.ipv4.tcp_limit_output_bytes", Kind::Prepared, {}, {}, "There is no queue below TCP."},
        {"net.ipv4.tcp_backlog_ack_defer",
         Kind::Prepared,
         {},
         {},
         "There is no backlog below TCP."},
        {"net.ipv4.ip_no_pmtu_disc",
         Kind::Words,
         {"PathMtuDiscovery"},
         {"true", "false"},
         "1: \"packet too big\" is ignored."},
    };
}

/// \param text numbers \return them
std::vector<int64_t>
Numbers(const std::string& text)
{
    std::vector<int64_t> numbers;
    std::istringstream in(text);
    std::string word;
    while (in >> word)
    {
        char* end = nullptr;
        const int64_t number = std::strtoll(word.c_str(), &end, 0);
        if (end == word.c_str() || *end != '\0')
        {
            return {};
        }
        numbers.push_back(number);
    }
    return numbers;
}

/// \param world gets it \param attribute name \param value text \return why not, or empty
std::string
SetAttribute(World& world, const char* attribute, const std::string& value)
{
    return world.GetL4()->SetAttributeFailSafe(attribute, StringValue(value))
               ? std::string()
               : std::string(attribute) + " cannot be " + value;
}

/// \param world gets it \param rule one of SysctlKind::Special \param numbers its value
/// \return why not, or empty
std::string
SetSpecial(World& world, const SysctlRule& rule, const std::vector<int64_t>& numbers)
{
    const std::string name = rule.name;
    const auto flag = [](bool value) { return std::string(value ? "true" : "false"); };
    if (name == "net.inet.tcp.rfc1323")
    {
        const bool scale = numbers[0] == 1 || numbers[0] == 2;
        const bool stamps = numbers[0] == 1 || numbers[0] == 3;
        return SetAttribute(world, "WindowScaling", flag(scale)) +
               SetAttribute(world, "Timestamps", flag(stamps));
    }
    if (name == "net.ipv4.tcp_orphan_retries")
    {
        const std::string count = std::to_string(numbers[0] == 0 ? 8 : numbers[0]);
        return SetAttribute(world, "OrphanRetries", count) +
               SetAttribute(world, "FinRetries", count);
    }
    if (name == "net.ipv4.tcp_rto_min_us")
    {
        return SetAttribute(world, "MinRto", std::to_string(numbers[0]) + "us");
    }
    if (numbers.size() != 3)
    {
        return "three numbers are wanted";
    }
    if (name == "net.ipv4.tcp_wmem")
    {
        return SetAttribute(world, "SendBuffer", std::to_string(numbers[1]));
    }
    return SetAttribute(world, "ReceiveBuffer", std::to_string(numbers[1] / 2)) +
           SetAttribute(world, "WindowScaleBuffer", std::to_string(numbers[2]));
}

/// A parameter and its value.
using Assignment = std::pair<const char*, const char*>;

/// \param world gets them \param assignments what
void
SetAll(World& world, const std::vector<Assignment>& assignments)
{
    for (const auto& [name, value] : assignments)
    {
        SetSysctl(world, name, value);
    }
}

} // namespace

const std::vector<SysctlRule>&
AllSysctls()
{
    static const std::vector<SysctlRule> table = MakeTable();
    return table;
}

std::string
SetSysctl(World& world, const std::string& name, const std::string& value)
{
    const auto& all = AllSysctls();
    const auto rule = std::find_if(all.begin(), all.end(), [&name](const SysctlRule& candidate) {
        return name == candidate.name;
    });
    if (rule == all.end())
    {
        return "the sysctl " + name + " is not known";
    }
    if (rule->kind == SysctlKind::Prepared)
    {
        return {};
    }
    const std::vector<int64_t> numbers = Numbers(value);
    if (numbers.empty())
    {
        return "the sysctl " + name + " is a number, not \"" + value + "\"";
    }
    const int64_t number = numbers[0];
    std::string text = std::to_string(number);
    switch (rule->kind)
    {
    case SysctlKind::Prepared:
    case SysctlKind::Same:
        break;
    case SysctlKind::Flag:
        text = number != 0 ? "true" : "false";
        break;
    case SysctlKind::Milliseconds:
        text += "ms";
        break;
    case SysctlKind::Seconds:
        text += "s";
        break;
    case SysctlKind::Words:
        if (number < 0 || number >= static_cast<int64_t>(rule->words.size()))
        {
            return "the sysctl " + name + " cannot be " + value + " here";
        }
        text = rule->words[static_cast<std::size_t>(number)];
        break;
    case SysctlKind::Special:
        return SetSpecial(world, *rule, numbers);
    }
    std::string why;
    for (const char* attribute : rule->attributes)
    {
        why += SetAttribute(world, attribute, text);
    }
    return why;
}

void
SetSystemDefaults(World& world, const std::string& profile)
{
    if (profile == "freebsd" || profile == "macos")
    {
        // tcp(4): what FreeBSD's scripts also set by themselves
        SetAll(world,
               {{"net.inet.tcp.recvspace", "65536"},
                {"net.inet.tcp.sendspace", "32768"},
                {"kern.ipc.maxsockbuf", "2097152"},
                {"net.inet.tcp.ecn.enable", "2"}});
        SetAttribute(world, "BufferRounding", "up");
        SetAttribute(world, "ResetForm", "with-ack"); // tcp_drop(), tcp_output()
    }
    if (profile == "linux")
    {
        // A host of little memory, on which the last of tcp_rmem is just below 4 MB (tcp_init()):
        // those on which scripts without settings of their own were written say wscale 6
        SetAll(world,
               {{"net.ipv4.tcp_rmem", "4096 131072 4190208"},
                {"net.ipv4.tcp_wmem", "4096 262144 4194304"},
                {"net.ipv4.tcp_ecn", "2"}});
        SetAttribute(world, "BufferRounding", "down");
        SetAttribute(world, "QuickAcks", "16");          // TCP_MAX_QUICKACKS
        SetAttribute(world, "FinAck", "after-text");     // tcp_fin(), tcp_send_delayed_ack()
        SetAttribute(world, "ResetForm", "with-stamps"); // tcp_send_active_reset()
        SetAttribute(world, "ResetWhenShut", "true");    // tcp_rcv_state_process()
        SetAttribute(world, "EmptyProbes", "true");      // tcp_xmit_probe_skb()
        SetAttribute(world, "GrowHalfUsed", "true");     // tcp_is_cwnd_limited()
        SetAttribute(world, "PushBursts", "true");       // __tcp_transmit_skb()
        SetAttribute(world, "TailLossProbe", "true");    // tcp_early_retrans 3
        SetAttribute(world, "IcmpSoftErrorsAbort", "true"); // tcp_v4_err(); RFC 5461, 4.1
    }
}

void
SetStandard(World& world)
{
    SetAttribute(world, "TimeWaitSyn", "ack");             // RFC 9293, 3.10.7.4, fourth
    SetAttribute(world, "TimeWaitNeedsAck", "false");      // 3.10.7.4, first
    SetAttribute(world, "TimeWaitIgnoresReset", "false");  // 3.10.7.4, second
    SetAttribute(world, "DropSynFin", "false");            // no RFC has it
}

void
SetSuiteDefaults(World& world, bool google)
{
    SetAll(world,
           {{"net.ipv4.tcp_rmem", "4096 540000 15728640"},
            {"net.ipv4.tcp_wmem", "4096 262144 4194304"},
            {"net.ipv4.tcp_timestamps", "1"},
            {"net.ipv4.tcp_syn_retries", "5"},
            {"net.ipv4.tcp_sack", "1"},
            {"net.ipv4.tcp_ecn", "0"},
            {"net.ipv4.tcp_syncookies", "1"},
            {"net.ipv4.tcp_fastopen", google ? "0x70403" : "0x3"}});
}

} // namespace packetdrill
} // namespace ns3
