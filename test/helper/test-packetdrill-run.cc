/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Scripts that are run: the world, the system calls, the commands, the verdicts.
 */

#include "packetdrill-parser.h"
#include "tcp-lifecycle-packetdrill-runner.h"

#include <boost/test/unit_test.hpp>
#include <sstream>
#include <variant>

using namespace ns3;
using namespace ns3::packetdrill;

namespace
{

/// A listener on which a connection is established, descriptor 4.
constexpr const char* SERVER = R"(
0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0  setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
+0  bind(3, ..., ...) = 0
+0  listen(3, 1) = 0
+0  < S 0:0(0) win 32792 <mss 1000>
+0  > S. 0:0(0) ack 1 <...>
+.1 < . 1:1(0) ack 1 win 32792
+0  accept(3, ..., ...) = 4
)";

/// \param text of a script \param profile whose TCP \param strict see RunOptions
/// \return what came of it
ScriptResult
Play(const std::string& text, const std::string& profile = "linux", bool strict = false)
{
    RunOptions options;
    options.profile = profile;
    options.strict = strict;
    const ParseOutcome outcome = ParseScript("test.pkt", text);
    BOOST_REQUIRE(std::holds_alternative<Script>(outcome));
    return Run(std::get<Script>(outcome), options);
}

/// \param text of a script \param profile whose TCP \return `passed`, or the verdict and why
std::string
Outcome(const std::string& text, const std::string& profile = "linux")
{
    const ScriptResult result = Play(text, profile);
    return std::string(ToText(result.verdict)) + (result.message.empty() ? "" : ": ") +
           result.message;
}

} // namespace

BOOST_AUTO_TEST_SUITE(packetdrill_run)

BOOST_AUTO_TEST_CASE(a_connection_is_opened_used_and_closed_over_both_families)
{
    for (const char* family : {"ipv4", "ipv6"})
    {
        BOOST_TEST(Outcome(std::string("--ip_version=") + family + SERVER +
                           "+.1 < P. 1:101(100) ack 1 win 32792\n"
                           "+0  > . 1:1(0) ack 101\n"
                           "+0  read(4, ..., 1000) = 100\n"
                           "+0  write(4, ..., 50) = 50\n"
                           "+0  > P. 1:51(50) ack 101\n"
                           "+.1 < F. 101:101(0) ack 51 win 32792\n"
                           "* > . 51:51(0) ack 102\n"
                           "+0  read(4, ..., 1000) = 0\n"
                           "+0  close(4) = 0\n"
                           "+0  > F. 51:51(0) ack 102\n") == "passed");
    }
}

// Linux, tcp_v4_connect() and tcp_v6_connect(); FreeBSD, tcp_usr_connect(), tcp6_usr_connect() and,
// for the broadcast address of an interface, ip_output().
BOOST_AUTO_TEST_CASE(connecting_to_a_group_of_hosts_fails_as_the_system_says)
{
    struct Row
    {
        const char* version;
        const char* address;
        const char* onLinux;
        const char* onFreebsd;
    };

    for (const Row& row : {Row{"ipv4", "255.255.255.255", "ENETUNREACH", "EACCES"},
                           Row{"ipv4", "192.168.255.255", "ENETUNREACH", "EACCES"},
                           Row{"ipv4", "224.0.0.1", "ENETUNREACH", "EAFNOSUPPORT"},
                           Row{"ipv6", "ff02::1", "ENETUNREACH", "EAFNOSUPPORT"}})
    {
        const std::string script = std::string("--ip_version=") + row.version +
                                   "\n--remote_ip=" + row.address +
                                   "\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
                                   "+0 connect(3, ..., ...) = -1 ";
        BOOST_TEST(Outcome(script + row.onLinux + "\n") == "passed", row.address);
        BOOST_TEST(Outcome(script + row.onFreebsd + "\n", "freebsd") == "passed", row.address);
    }
}

BOOST_AUTO_TEST_CASE(a_segment_with_another_flag_number_window_or_option_fails)
{
    for (const char* segment : {"SE. 0:0(0) ack 1 <...>",
                                "S. 0:0(0) ack 2 <...>",
                                "S. 0:0(0) ack 1 win 1 <...>",
                                "S. 0:0(0) ack 1 <mss 1459>",
                                "S. 0:0(0) ack 1 <nop,nop,nop,nop>"})
    {
        std::string text = SERVER;
        const std::string right = "S. 0:0(0) ack 1 <...>";
        text.replace(text.find(right), right.size(), segment);
        BOOST_TEST((Play(text).verdict == Verdict::Failed));
    }
}

BOOST_AUTO_TEST_CASE(a_segment_has_to_come_at_its_time)
{
    // the first repeat of a SYN comes after one second (RFC 6298, 2.1)
    const std::string open = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
                             "+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n"
                             "+0 connect(3, ..., ...) = -1 EINPROGRESS\n"
                             "+0 > S 0:0(0) <...>\n";
    BOOST_TEST(Outcome(open + "+1 > S 0:0(0) <...>\n") == "passed");
    BOOST_TEST(Outcome(open + "+.5~+1.5 > S 0:0(0) <...>\n") == "passed");
    BOOST_TEST((Play(open + "+.5 > S 0:0(0) <...>\n").verdict == Verdict::Failed));
    BOOST_TEST((Play(open + "+2 > S 0:0(0) <...>\n").verdict == Verdict::Failed));
}

BOOST_AUTO_TEST_CASE(a_blocking_call_has_to_return_at_its_time_and_with_its_result)
{
    const auto reading = [](const std::string& end, const std::string& result) {
        return SERVER + ("+0..." + end + " read(4, ..., 10) = " + result + "\n") +
               "+.1 < P. 1:11(10) ack 1 win 32792\n"
               "+0 > . 1:1(0) ack 11\n";
    };
    BOOST_TEST(Outcome(reading("0.1", "10")) == "passed");
    BOOST_TEST((Play(reading("0.2", "10")).verdict == Verdict::Failed));
    BOOST_TEST((Play(reading("0.1", "9")).verdict == Verdict::Failed));
}

BOOST_AUTO_TEST_CASE(a_call_that_never_returns_and_a_segment_that_never_comes_end_the_script)
{
    BOOST_TEST(
        (Play(std::string(SERVER) + "+0 accept(3, ..., ...) = 5\n").verdict == Verdict::Failed));
    BOOST_TEST((Play(std::string(SERVER) + "* > P. 1:11(10) ack 1\n").verdict == Verdict::Failed));
}

BOOST_AUTO_TEST_CASE(errors_have_the_names_that_each_system_gives_them)
{
    // RFC 9293, 3.10.7.4, second: Linux calls it EPIPE in CLOSE-WAIT, tcp_reset()
    const std::string reset = "+.1 < F. 1:1(0) ack 1 win 32792\n"
                              "* > . 1:1(0) ack 2\n"
                              "+0 < R. 2:2(0) ack 1 win 0\n"
                              "+0 getsockopt(4, SOL_SOCKET, SO_ERROR, [";
    BOOST_TEST(Outcome(SERVER + reset + "EPIPE], [4]) = 0\n", "linux") == "passed");
    BOOST_TEST(Outcome(SERVER + reset + "ECONNRESET], [4]) = 0\n", "freebsd") == "passed");
    BOOST_TEST(Outcome("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
                       "+0 read(3, ..., 1) = -1 ENOTCONN\n"
                       "+0 close(7) = -1 EBADF\n") == "passed");
}

BOOST_AUTO_TEST_CASE(an_icmp_error_ends_a_connection_that_opens)
{
    const std::string text = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
                             "+.1...0.2 connect(3, ..., ...) = -1 EHOSTUNREACH\n"
                             "+0 > S 0:0(0) <...>\n"
                             "+.1 < icmp unreachable host_unreachable [0:0(0)]\n";
    BOOST_TEST(Outcome(text) == "passed");
}

// FreeBSD, uipc_socket.c: tcp_close() keeps the receive buffer (soisdisconnected()), and
// soreceive_generic() returns so_error only if there are no bytes. Linux, tcp.c: tcp_reset()
// purges what was to be sent, and tcp_recvmsg_locked() looks into the receive queue before sk_err.
BOOST_AUTO_TEST_CASE(what_came_before_a_reset_is_read_before_its_error)
{
    const std::string reads = "+0  read(4, ..., 100) = 10\n"
                              "+0  read(4, ..., 100) = -1 ECONNRESET\n"
                              "+0  read(4, ..., 100) = 0\n";
    BOOST_TEST(Outcome(SERVER +
                       std::string("+.1 < P. 1:11(10) ack 1 win 32792\n"
                                   "+0  > . 1:1(0) ack 11\n"
                                   "+.01 < R 11:11(0) win 0\n") +
                       reads) == "passed");
    // The ACK is delayed, and the first RST is compared with the last one sent: tcp_do_segment()
    BOOST_TEST(Outcome(SERVER +
                           std::string("+.1 < P. 1:11(10) ack 1 win 32792\n"
                                       "+.01 < R 11:11(0) win 0\n"
                                       "+0  > . 1:1(0) ack 11\n"
                                       "+.01 < R 11:11(0) win 0\n") +
                           reads,
                       "freebsd") == "passed");
}

BOOST_AUTO_TEST_CASE(a_socket_can_be_told_to_ask_for_ecn_and_to_mark_its_packets)
{
    BOOST_TEST(Outcome("`sysctl -q net.ipv4.tcp_ecn=1`\n"
                       "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
                       "+.1...0.2 connect(3, ..., ...) = 0\n"
                       "+0 > [noecn] SEW 0:0(0) <...>\n"
                       "+.1 < SE. 0:0(0) ack 1 win 1000 <mss 1000>\n"
                       "+0 > [noecn] . 1:1(0) ack 1\n"
                       "+0 write(3, ..., 10) = 10\n"
                       "+0 > [ect0] P. 1:11(10) ack 1\n") == "passed");
}

BOOST_AUTO_TEST_CASE(states_are_listed_and_asserted)
{
    BOOST_TEST(Outcome(std::string(SERVER) +
                           "+0 `sockstat -4 -P tcp -p 8080 -s | grep -c ESTABLISHED | grep 1`\n"
                           "+0 %{ assert tcpi_state == TCPI_ESTABLISHED }%\n"
                           "+0 `tcpdrop -s ESTABLISHED`\n"
                           "+0 `sockstat -4 -P tcp -s | grep -c ESTABLISHED | grep 0`\n",
                       "freebsd") == "passed");
    BOOST_TEST(Outcome(std::string(SERVER) + "+0 `ss -n | grep -q ESTAB`\n") == "passed");
    BOOST_TEST((Play(std::string(SERVER) + "+0 `ss -n | grep -q TIME-WAIT`\n").verdict ==
                Verdict::Failed));
    BOOST_TEST((Play(std::string(SERVER) + "+0 %{ assert tcpi_state == TCPI_LISTEN }%\n").verdict ==
                Verdict::Failed));
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_named_with_its_line)
{
    const ScriptResult command = Play("0 `make me a sandwich`\n");
    BOOST_TEST((command.verdict == Verdict::Unsupported));
    BOOST_TEST(command.message.rfind("test.pkt:1:1: ", 0) == 0U);
    BOOST_TEST(command.message.find("make") != std::string::npos);
    const ScriptResult sysctl = Play("\n0 `sysctl -w net.ipv4.tcp_magic=1`\n");
    BOOST_TEST((sysctl.verdict == Verdict::Unsupported));
    BOOST_TEST(sysctl.message.rfind("test.pkt:2:1: ", 0) == 0U);
    BOOST_TEST(sysctl.message.find("net.ipv4.tcp_magic") != std::string::npos);
    BOOST_TEST(
        (Play("0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3\n").verdict == Verdict::Unsupported));
}

BOOST_AUTO_TEST_CASE(a_packet_after_the_last_expectation_counts_only_when_strict)
{
    const std::string text = std::string(SERVER) + "+0 write(4, ..., 10) = 10\n";
    BOOST_TEST((Play(text).verdict == Verdict::Passed));
    BOOST_TEST((Play(text, "linux", true).verdict == Verdict::Failed));
}

BOOST_AUTO_TEST_CASE(a_script_whose_checks_are_all_conditional_is_not_evaluated)
{
    BOOST_TEST((Play("#ifdef A\n0 close(3) = 0\n#endif\n").verdict == Verdict::NotEvaluated));
}

BOOST_AUTO_TEST_CASE(a_transcript_has_events_segments_and_states)
{
    std::ostringstream transcript;
    RunOptions options;
    options.profile = "linux";
    options.transcript = &transcript;
    const ParseOutcome outcome = ParseScript("test.pkt", SERVER);
    Run(std::get<Script>(outcome), options);
    const std::string text = transcript.str();
    for (const char* part : {"line 6: ", "in   S 0:0(0)", "out  S. 0:0(0) ack 1", "ESTABLISHED"})
    {
        BOOST_TEST(text.find(part) != std::string::npos, part);
    }
}

BOOST_AUTO_TEST_SUITE_END()
