/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-test-script.h"

#include <boost/test/unit_test.hpp>

using namespace ns3::packetdrill;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

BOOST_AUTO_TEST_SUITE(parser)

BOOST_AUTO_TEST_CASE(times_are_absolute_relative_or_any)
{
    Event event = OneEvent("1.25 close(3) = 0");
    BOOST_TEST((event.time.kind == TimeKind::Absolute));
    BOOST_TEST((event.time.from == milliseconds(1250)));

    event = OneEvent("+.002 close(3) = 0");
    BOOST_TEST((event.time.kind == TimeKind::Relative));
    BOOST_TEST((event.time.from == milliseconds(2)));

    event = OneEvent("+ 3 close(3) = 0");
    BOOST_TEST((event.time.from == seconds(3)));

    event = OneEvent("* > . 1:1(0) ack 1");
    BOOST_TEST((event.time.kind == TimeKind::Any));

    event = OneEvent("0.000000001 close(3) = 0");
    BOOST_TEST((event.time.from == std::chrono::nanoseconds(1)));
}

BOOST_AUTO_TEST_CASE(an_expected_packet_may_come_in_a_range_of_times)
{
    Event event = OneEvent("+.3~+.400 > . 1:1(0) ack 1");
    BOOST_TEST((event.time.kind == TimeKind::Relative));
    BOOST_TEST((event.time.from == milliseconds(300)));
    BOOST_REQUIRE(event.time.to.has_value());
    BOOST_TEST((*event.time.to == milliseconds(400)));

    event = OneEvent("1~2.5 > . 1:1(0) ack 1");
    BOOST_TEST((event.time.kind == TimeKind::Absolute));
    BOOST_TEST((*event.time.to == milliseconds(2500)));
}

BOOST_AUTO_TEST_CASE(a_call_that_blocks_has_a_second_time)
{
    for (const char* text : {"+0...0.010 read(3, ..., 1) = 1", "+0 ... .01 read(3, ..., 1) = 1"})
    {
        const Event event = OneEvent(text);
        BOOST_TEST((event.time.from == seconds(0)));
        BOOST_REQUIRE(event.time.blockedTo.has_value());
        BOOST_TEST((*event.time.blockedTo == milliseconds(10)));
    }
    BOOST_TEST(!OneEvent("+0 read(3, ..., 1) = 1").time.blockedTo.has_value());
}

BOOST_AUTO_TEST_CASE(a_segment_has_flags_numbers_and_options)
{
    const TcpPattern tcp =
        Tcp("S. 0:0(0) ack 1 win 65535 <mss 1460,nop,wscale 6,sackOK,TS val 100 ecr 7>");
    BOOST_TEST(tcp.flags == (ns3::lifecycle::SYN | ns3::lifecycle::ACK));
    BOOST_TEST((tcp.sequence.kind == NumberKind::Relative));
    BOOST_TEST(tcp.sequence.length == 0u);
    BOOST_TEST(tcp.ack.value().value == 1u);
    BOOST_TEST(tcp.window.value() == 65535);
    BOOST_TEST(!tcp.urgent.has_value());
    BOOST_TEST(!tcp.anyOptions);
    BOOST_REQUIRE_EQUAL(tcp.options.size(), 5u);
    BOOST_TEST(std::get<MssOption>(tcp.options[0].value).octets.value() == 1460);
    BOOST_TEST(std::holds_alternative<NoOperationOption>(tcp.options[1].value));
    BOOST_TEST(std::get<WindowScaleOption>(tcp.options[2].value).shift.value() == 6);
    BOOST_TEST(std::holds_alternative<SackPermittedOption>(tcp.options[3].value));
    BOOST_TEST(std::get<TimestampsOption>(tcp.options[4].value).value.value() == 100u);
    BOOST_TEST(std::get<TimestampsOption>(tcp.options[4].value).echo.value() == 7u);
}

BOOST_AUTO_TEST_CASE(what_is_not_written_of_a_segment_is_absent)
{
    const TcpPattern tcp = Tcp("P. 1:1001(1000)");
    BOOST_TEST(tcp.sequence.first == 1u);
    BOOST_TEST(tcp.sequence.end == 1001u);
    BOOST_TEST(tcp.sequence.length == 1000u);
    BOOST_TEST(!tcp.ack.has_value());
    BOOST_TEST(!tcp.window.has_value());
    BOOST_TEST(!tcp.anyOptions);
    BOOST_TEST(tcp.options.empty());
}

BOOST_AUTO_TEST_CASE(every_flag_has_a_letter_and_none_is_a_hyphen)
{
    using namespace ns3::lifecycle;
    BOOST_TEST(Tcp("FSRPUEW. 0:0(0)").flags == 0xff);
    BOOST_TEST(Tcp("- 0:0(0)").flags == 0);
    BOOST_TEST(Tcp("SEW 0:0(0)").flags == (SYN | ECE | CWR));
    BOOST_TEST(!Tcp("SEW 0:0(0)").accurateEcn);
    BOOST_TEST(Tcp("SEWA 0:0(0)").accurateEcn);
    // 5 is AE and ECE without CWR
    BOOST_TEST(Tcp(".5 1:1(0) ack 1").flags == (ACK | ECE));
    BOOST_TEST(Tcp("5. 1:1(0) ack 1").accurateEcn);
}

BOOST_AUTO_TEST_CASE(numbers_are_absolute_with_an_exclamation_mark_and_ignored_with_dots)
{
    BOOST_TEST((Tcp("R 7:7(0)!").sequence.kind == NumberKind::Absolute));
    const TcpPattern ignored = Tcp("S. ...(0) ack ...");
    BOOST_TEST((ignored.sequence.kind == NumberKind::Ignored));
    BOOST_TEST((ignored.ack.value().kind == NumberKind::Ignored));
    BOOST_TEST((Tcp(". 1:1(0) ack 77!").ack.value().kind == NumberKind::Absolute));
    BOOST_TEST(Tcp("R 4294967295:9(10)").sequence.end == 9u);
}

BOOST_AUTO_TEST_CASE(options_that_are_not_looked_at_are_dots)
{
    BOOST_TEST(Tcp("S 0:0(0) <...>").anyOptions);
    const TcpPattern tcp = Tcp("S 0:0(0) <TS val ... ecr 0,mss ...,wscale ...,eol,eol,eol>");
    BOOST_TEST(!tcp.anyOptions);
    BOOST_TEST(!std::get<TimestampsOption>(tcp.options[0].value).value.has_value());
    BOOST_TEST(!std::get<MssOption>(tcp.options[1].value).octets.has_value());
    BOOST_TEST(!std::get<WindowScaleOption>(tcp.options[2].value).shift.has_value());
    BOOST_TEST(std::holds_alternative<EndOfListOption>(tcp.options[3].value));
}

BOOST_AUTO_TEST_CASE(sack_blocks_are_separated_by_blanks)
{
    const TcpPattern tcp = Tcp(". 1:1(0) ack 1 <nop, nop, sack 1:2 4294967295:9>");
    const auto& blocks = std::get<SackOption>(tcp.options[2].value).blocks;
    BOOST_REQUIRE_EQUAL(blocks.size(), 2u);
    BOOST_TEST(blocks[0].left == 1u);
    BOOST_TEST(blocks[1].left == 4294967295u);
    BOOST_TEST(blocks[1].right == 9u);
}

BOOST_AUTO_TEST_CASE(fast_open_has_a_cookie_a_name_or_nothing)
{
    const TcpPattern octets = Tcp("S 0:0(0) <FO 0123aBff,nop,nop>");
    const std::vector<uint8_t> cookie = {0x01, 0x23, 0xab, 0xff};
    BOOST_TEST((std::get<FastOpenOption>(octets.options[0].value).cookie == cookie));
    const TcpPattern name = Tcp("S 0:0(0) <FOEXP TFO_COOKIE,nop>");
    BOOST_TEST(std::get<FastOpenOption>(name.options[0].value).variable == "TFO_COOKIE");
    BOOST_TEST(std::get<FastOpenOption>(name.options[0].value).experimental);
    const TcpPattern request = Tcp("S 0:0(0) <FO,nop,nop>");
    BOOST_TEST(std::get<FastOpenOption>(request.options[0].value).cookie.empty());
}

BOOST_AUTO_TEST_CASE(options_nobody_knows_stay_as_they_are)
{
    const TcpPattern tcp = Tcp("S 0:0(0) <kind 254 0xf989,ECN e1b 1 ceb 0 e0b 1,nop>");
    BOOST_REQUIRE_EQUAL(tcp.options.size(), 3u);
    BOOST_TEST(std::get<RawOption>(tcp.options[0].value).kind == 254);
    BOOST_TEST(std::get<RawOption>(tcp.options[0].value).data.size() == 2u);
    BOOST_TEST(std::get<UnknownOption>(tcp.options[1].value).text == "ECN e1b 1 ceb 0 e0b 1");
}

BOOST_AUTO_TEST_CASE(what_a_packet_s_ip_header_says_stands_before_its_flags)
{
    BOOST_TEST((Tcp("[ect0] . 1:1(0) ack 1").ip.ecn.value() == EcnMark::Ect0));
    BOOST_TEST((Tcp("[ect01] . 1:1(0) ack 1").ip.ecn.value() == EcnMark::Ect));
    BOOST_TEST((Tcp("[ce] . 1:1(0) ack 1").ip.ecn.value() == EcnMark::Ce));
    BOOST_TEST((Tcp("[noecn] . 1:1(0) ack 1").ip.ecn.value() == EcnMark::NotEct));
    BOOST_TEST(Tcp("(hlim 254) . 1:1(0) ack 1").ip.hopLimit.value() == 254);
    BOOST_TEST(Tcp("(ttl 1) . 1:1(0) ack 1").ip.hopLimit.value() == 1);
    const IpMarks both = Tcp("[tos 0x10, flowlabel 0x12345] . 1:1(0) ack 1").ip;
    BOOST_TEST(both.tos.value() == 0x10);
    BOOST_TEST(both.flowLabel.value() == 0x12345u);
    BOOST_TEST(!Tcp(". 1:1(0) ack 1").ip.ecn.has_value());
}

BOOST_AUTO_TEST_CASE(a_segment_may_have_ports_an_urgent_pointer_and_udp_around_it)
{
    const TcpPattern tcp = Tcp("1000 > 80 U. 1:2(1) ack 1 win 9 urg 3 <...>/udp(9899 > 9900)");
    BOOST_TEST(tcp.ports.value().first == 1000);
    BOOST_TEST(tcp.ports.value().second == 80);
    BOOST_TEST(tcp.urgent.value() == 3);
    BOOST_TEST(tcp.udp.value().second == 9900);
}

BOOST_AUTO_TEST_CASE(icmp_has_a_type_a_code_an_mtu_and_what_it_quotes)
{
    const auto icmp = [](const char* text) {
        return std::get<IcmpPattern>(std::get<Packet>(OneEvent(text).action).pattern);
    };
    const IcmpPattern needed = icmp("+0 < icmp unreachable frag_needed mtu 1300 [1:1461(1460)]");
    BOOST_TEST(needed.type == "unreachable");
    BOOST_TEST(needed.code == "frag_needed");
    BOOST_TEST(needed.mtu.value() == 1300u);
    BOOST_TEST(needed.segment.value().length == 1460u);
    const IcmpPattern quench = icmp("+0 < icmp source_quench [0:0(0)]");
    BOOST_TEST(quench.code == "");
    const IcmpPattern big = icmp("+0 < icmp packet_too_big mtu 1300 [udp(1400)]");
    BOOST_TEST(big.code == "");
    BOOST_TEST(big.udpLength.value() == 1400u);
    BOOST_TEST(icmp("+0 < icmp parameter_problem code_0 [0:0(0)]").code == "code_0");
}

BOOST_AUTO_TEST_CASE(other_protocols_are_kept_as_text)
{
    const Script script = Parsed("+0 > udp(10)\n"
                                 "+0 > sctp: INIT[flgs=0, tag=1,\n   os=2]\n"
                                 "+1 < . 1:1(0) ack 1 win 9");
    BOOST_REQUIRE_EQUAL(script.events.size(), 3u);
    const auto& pattern = [&script](std::size_t i) -> const auto&
    {
        return std::get<Packet>(script.events[i].action).pattern;
    };
    BOOST_TEST(std::get<UdpPattern>(pattern(0)).length == 10u);
    BOOST_TEST(std::get<OtherPattern>(pattern(1)).protocol == "sctp");
    BOOST_TEST(std::holds_alternative<TcpPattern>(pattern(2)));
}

BOOST_AUTO_TEST_CASE(a_system_call_has_arguments_a_result_an_error_and_a_note)
{
    const auto call = [](const char* text) { return std::get<SystemCall>(OneEvent(text).action); };
    const SystemCall connect =
        call("+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now (in) progress)");
    BOOST_TEST(connect.name == "connect");
    BOOST_REQUIRE_EQUAL(connect.arguments.size(), 3u);
    BOOST_TEST(std::get<Integer>(connect.arguments[0].value).value == 3);
    BOOST_TEST(std::holds_alternative<Ellipsis>(connect.arguments[1].value));
    BOOST_TEST(std::get<Integer>(connect.result.value).value == -1);
    BOOST_TEST(connect.error == "EINPROGRESS");
    BOOST_TEST(connect.note == "Operation now (in) progress");

    const SystemCall fcntl = call("+0 fcntl(3, F_GETFL) = 0x02 (flags O_RDWR)");
    BOOST_TEST(std::get<Integer>(fcntl.result.value).hexadecimal);
    BOOST_TEST(fcntl.note == "flags O_RDWR");

    BOOST_TEST(call("+0 getpid() = ...").arguments.empty());
}

BOOST_AUTO_TEST_CASE(an_argument_is_a_number_a_name_a_string_a_list_or_a_structure)
{
    const Event event =
        OneEvent("+0 f(A|B | 4, \"a\\\"b\", [1, [-2]], {..., 40}, {x=1, iov(2)=[{}], g(\"h\")})=0");
    const auto& arguments = std::get<SystemCall>(event.action).arguments;
    BOOST_REQUIRE_EQUAL(arguments.size(), 5u);
    const auto& flags = std::get<Combination>(arguments[0].value).parts;
    BOOST_REQUIRE_EQUAL(flags.size(), 3u);
    BOOST_TEST(std::get<Word>(flags[1].value).name == "B");
    BOOST_TEST(std::get<String>(arguments[1].value).text == "a\"b");
    const auto& items = std::get<List>(arguments[2].value).items;
    const auto& inner = std::get<List>(items[1].value).items;
    BOOST_TEST(std::get<Integer>(inner[0].value).value == -2);
    const auto& unnamed = std::get<Structure>(arguments[3].value).members;
    BOOST_TEST(unnamed[0].name == "");
    BOOST_TEST(std::get<Integer>(unnamed[1].value.front().value).value == 40);
    const auto& named = std::get<Structure>(arguments[4].value).members;
    BOOST_TEST(named[0].name == "x");
    BOOST_TEST(named[1].name == "iov");
    BOOST_TEST(std::get<Integer>(named[1].count.front().value).value == 2);
    BOOST_TEST(named[2].name == "");
    BOOST_TEST(std::get<Call>(named[2].value.front().value).name == "g");
}

BOOST_AUTO_TEST_CASE(commands_without_a_time_prepare_the_host_or_clean_it_up)
{
    const Script script = Parsed("`./defaults.sh\n# not a comment of the script`\n"
                                 "+0 `sysctl -w a=1`\n`end`\n");
    BOOST_REQUIRE_EQUAL(script.init.size(), 1u);
    BOOST_TEST(script.init[0].text == "./defaults.sh\n# not a comment of the script");
    BOOST_TEST(std::get<Command>(script.events.at(0).action).text == "sysctl -w a=1");
    BOOST_REQUIRE_EQUAL(script.cleanup.size(), 1u);
    BOOST_TEST(script.cleanup[0].position.line == 4u);
}

BOOST_AUTO_TEST_CASE(a_code_block_knows_where_its_text_begins)
{
    const Event event = OneEvent("\n  +0 %{ assert 1 }%");
    const Code& code = std::get<Code>(event.action);
    BOOST_TEST(code.text == " assert 1 ");
    BOOST_TEST(code.textPosition.line == 2u);
    BOOST_TEST(code.textPosition.column == 8u);
}

BOOST_AUTO_TEST_CASE(a_backtick_in_a_command_is_escaped)
{
    const Script script = Parsed("`echo \\`date\\``\n+0 `true \\``\n");
    BOOST_REQUIRE_EQUAL(script.init.size(), 1u);
    BOOST_TEST(script.init[0].text == "echo `date`");
    BOOST_REQUIRE_EQUAL(script.events.size(), 1u);
    BOOST_TEST(std::get<Command>(script.events[0].action).text == "true `");
    BOOST_TEST(Wrong("`true \\`").find("the command does not end") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(options_of_the_tool_stand_before_the_first_event)
{
    const Script script = Parsed(
        "--ip_version=ipv4 --mss=1000 // why\n--send_omit_free\n--x=\"a b\"\n+0 close(3) = 0");
    BOOST_REQUIRE_EQUAL(script.config.size(), 4u);
    BOOST_TEST(script.config[0].name == "ip_version");
    BOOST_TEST(script.config[0].value == "ipv4");
    BOOST_TEST(script.config[1].value == "1000");
    BOOST_TEST(script.config[2].value == "");
    BOOST_TEST(script.config[3].value == "a b");
}

BOOST_AUTO_TEST_CASE(comments_are_of_three_kinds)
{
    const Script script = Parsed("// one\n# two\n/* three\n four */ +0 close(3) = 0 # five\n"
                                 "+0 close /* six */ (4) = 0 // seven\n#comment\n");
    BOOST_TEST(script.events.size() == 2u);
}

BOOST_AUTO_TEST_CASE(conditionals_choose_by_defined_names)
{
    const std::string text = "+0 a() = 0\n"
                             "#ifdef X\n+0 b() = 0\n"
                             "# ifndef Y\n+0 c() = 0\n#else\n+0 d() = 0\n#endif\n"
                             "#else\n+0 e() = 0\n#ifdef Y\n+0 f() = 0\n#endif\n#endif\n"
                             "+0 g() = 0\n";
    const auto names = [&text](const std::set<std::string>& defined) {
        std::string all;
        for (const Event& event : Parsed(text, defined).events)
        {
            all += std::get<SystemCall>(event.action).name;
        }
        return all;
    };
    BOOST_TEST(names({}) == "aeg");
    BOOST_TEST(names({"X"}) == "abcg");
    BOOST_TEST(names({"Y"}) == "aefg");
    BOOST_TEST(names({"X", "Y"}) == "abdg");
}

BOOST_AUTO_TEST_CASE(a_script_is_undecided_if_none_of_its_names_is_defined)
{
    const std::string two = "#ifdef X\n+0 a() = 0\n#endif\n#ifdef Y\n+0 b() = 0\n#endif\n";
    BOOST_TEST(Parsed(two).IsUndecided());
    BOOST_TEST(!Parsed(two, {"Y"}).IsUndecided());
    BOOST_TEST(!Parsed("#ifdef X\n#else\n+0 a() = 0\n#endif\n").IsUndecided());
    BOOST_TEST(!Parsed("#ifndef X\n+0 a() = 0\n#endif\n").IsUndecided());
    BOOST_TEST(!Parsed("+0 a() = 0\n").IsUndecided());
}

BOOST_AUTO_TEST_CASE(an_event_may_go_on_over_lines_and_keeps_its_text)
{
    const Script script =
        Parsed("+0 >\n  S. 0:0(0) // comment\n  ack 1\n <mss 1460>\n\n+1 a() = 0");
    BOOST_REQUIRE_EQUAL(script.events.size(), 2u);
    BOOST_TEST(script.events[0].position.line == 1u);
    BOOST_TEST(script.events[0].actionPosition.column == 4u);
    BOOST_TEST(script.events[1].text == "+1 a() = 0");
    BOOST_TEST(script.events[1].position.line == 6u);
    BOOST_TEST(script.Line(4) == " <mss 1460>");
    BOOST_TEST(script.Line(99) == "");
}

BOOST_AUTO_TEST_CASE(nesting_has_an_end)
{
    const std::string deep(100000, '[');
    BOOST_TEST(Wrong("+0 f(" + deep).find("nested more than 32 deep") != std::string::npos);
    const std::string braces(100000, '{');
    BOOST_TEST(Wrong("+0 f(" + braces).find("nested more than 32 deep") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
