/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-codec.h"
#include "lifecycle-segment.h"
#include "wire-samples.h"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3::lifecycle;
using wire_samples::FromHex;
using wire_samples::Octets;

namespace
{

/// \param hex options' octets \return a segment with nothing else in it
Segment
WithOptions(const std::string& hex)
{
    const Octets octets = FromHex(hex);
    Segment segment;
    BOOST_REQUIRE(segment.options.AddRaw(octets.data(), octets.size()));
    return segment;
}

/// \param hex options' octets \return the text between the angle brackets
std::string
OptionsText(const std::string& hex)
{
    const std::string text = ToText(WithOptions(hex));
    const std::string before = "- 0:0(0) win 0 <";
    BOOST_REQUIRE_EQUAL(text.substr(0, before.size()), before);
    BOOST_REQUIRE_EQUAL(text.back(), '>');
    return text.substr(before.size(), text.size() - before.size() - 1);
}

/**
 * Make the option that a script's text describes.
 * \param text one option in packetdrill's notation
 * \param options where to
 * \return false if the text has another form, such as a variable or `...`
 */
bool
AddFromText(const std::string& text, Options& options)
{
    static const std::regex NUMBERED("(mss|wscale) (\\d+)");
    static const std::regex STAMPS("TS val (\\d+) ecr (\\d+)");
    static const std::regex BLOCKS("sack( \\d+:\\d+)+");
    std::smatch match;
    const auto number = [&match](int group) {
        return static_cast<uint32_t>(std::stoul(match[group]));
    };
    if (text == "nop")
    {
        return options.AddNoOperation();
    }
    if (text == "eol")
    {
        return options.AddEndOfList();
    }
    if (text == "sackOK")
    {
        return options.AddSackPermitted();
    }
    if (std::regex_match(text, match, NUMBERED))
    {
        return match[1] == "mss" ? options.AddMaxSegmentSize(static_cast<uint16_t>(number(2)))
                                 : options.AddWindowScale(static_cast<uint8_t>(number(2)));
    }
    if (std::regex_match(text, match, STAMPS))
    {
        return options.AddTimestamps({number(1), number(2)});
    }
    if (std::regex_match(text, match, BLOCKS))
    {
        std::vector<SackBlock> blocks;
        std::istringstream words(text.substr(5));
        for (std::string word; words >> word;)
        {
            const std::size_t colon = word.find(':');
            blocks.push_back({Seq(static_cast<uint32_t>(std::stoul(word.substr(0, colon)))),
                              Seq(static_cast<uint32_t>(std::stoul(word.substr(colon + 1))))});
        }
        return options.AddSack(blocks.data(), blocks.size());
    }
    return false;
}

/// A line of a script, read.
struct ScriptLine
{
    Segment segment;  //!< the segment
    std::string text; //!< the line without time and direction, single spaces, no space after commas
};

/**
 * \param line a line of a script
 * \return the segment in it; empty if there is none, or if it leaves something open
 */
std::optional<ScriptLine>
ReadScriptLine(const std::string& line)
{
    // only lines that say everything: those of an injected segment name the window
    static const std::regex SEGMENT("[^<>/#]*[<>]\\s*([FSRPEWU.]+|-)\\s+(\\d+):(\\d+)\\((\\d+)\\)"
                                    "(?:\\s+ack\\s+(\\d+))?\\s+win\\s+(\\d+)(?:\\s+urg\\s+(\\d+))?"
                                    "(?:\\s+<([^<>]*)>)?\\s*");
    std::smatch match;
    if (!std::regex_match(line, match, SEGMENT))
    {
        return std::nullopt;
    }
    const auto number = [&match](int group) {
        return static_cast<uint32_t>(std::stoul(match[group]));
    };
    ScriptLine read;
    read.text =
        match[1].str() + ' ' + match[2].str() + ':' + match[3].str() + '(' + match[4].str() + ')';
    static const std::string LETTERS = "FSRP.UEW";
    for (char letter : match[1].str())
    {
        const std::size_t bit = LETTERS.find(letter);
        if (bit != std::string::npos)
        {
            read.segment.flags = static_cast<uint8_t>(read.segment.flags | 1 << bit);
        }
    }
    if (read.segment.Has(ACK) != match[5].matched)
    {
        return std::nullopt; // a script may write an ACK that the flags do not show
    }
    read.segment.seq = Seq(number(2));
    read.segment.length = number(4);
    if (match[5].matched)
    {
        read.segment.ack = Seq(number(5));
        read.text += " ack " + match[5].str();
    }
    read.segment.window = static_cast<uint16_t>(number(6));
    read.text += " win " + match[6].str();
    if (match[7].matched)
    {
        read.segment.urgentPointer = static_cast<uint16_t>(number(7));
        read.text += " urg " + match[7].str();
    }
    if (match[8].matched && match[8].length() > 0)
    {
        std::string separator = " <";
        std::istringstream list(match[8]);
        for (std::string option; std::getline(list, option, ',');)
        {
            option = std::regex_replace(option, std::regex("^\\s+|\\s+$"), "");
            option = std::regex_replace(option, std::regex("\\s+"), " ");
            if (!AddFromText(option, read.segment.options))
            {
                return std::nullopt;
            }
            read.text += separator + option;
            separator = ",";
        }
        read.text += '>';
    }
    return read;
}

/// \return the folder of packetdrill scripts beside the project, empty if there is none
std::filesystem::path
ScriptsFolder()
{
    for (const auto& root :
         {std::filesystem::path(__FILE__).parent_path() / "../..", std::filesystem::path(".")})
    {
        const auto folder = root / "../shared/packetdrill";
        if (std::filesystem::is_directory(folder))
        {
            return folder;
        }
    }
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(segment_text)

BOOST_AUTO_TEST_CASE(a_handshake_reads_as_in_a_script)
{
    Segment syn;
    syn.flags = SYN;
    syn.window = 65535;
    syn.options.AddMaxSegmentSize(1460);
    syn.options.AddSackPermitted();
    syn.options.AddTimestamps({1, 0});
    syn.options.AddNoOperation();
    syn.options.AddWindowScale(7);
    BOOST_TEST(ToText(syn) == "S 0:0(0) win 65535 <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>");

    Segment synAck = syn;
    synAck.flags = SYN | ACK;
    synAck.ack = Seq(1);
    BOOST_TEST(ToText(synAck) ==
               "S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>");

    Segment data;
    data.flags = PSH | ACK;
    data.seq = Seq(1);
    data.ack = Seq(1);
    data.length = 1000;
    data.window = 257;
    BOOST_TEST(ToText(data) == "P. 1:1001(1000) ack 1 win 257");

    Segment fin = data;
    fin.flags = FIN | ACK;
    fin.length = 0;
    // the range counts payload alone: FIN occupies a number and does not show
    BOOST_TEST(ToText(fin) == "F. 1:1(0) ack 1 win 257");

    Segment reset;
    reset.flags = RST;
    reset.seq = Seq(1);
    reset.ack = Seq(77); // not significant without ACK
    BOOST_TEST(ToText(reset) == "R 1:1(0) win 0");
}

BOOST_AUTO_TEST_CASE(flags_stand_in_one_order)
{
    Segment segment;
    BOOST_TEST(FlagsText(segment) == "-");
    segment.flags = 0xff;
    BOOST_TEST(FlagsText(segment) == "FSRPUEW.");

    const struct
    {
        int flags;
        const char* text;
    } CASES[] = {
        {ACK, "."},
        {SYN | ACK, "S."},
        {FIN | ACK, "F."},
        {FIN, "F"},
        {PSH | ACK, "P."},
        {RST, "R"},
        {RST | ACK, "R."},
        {SYN | ECE | CWR, "SEW"},
        {SYN | ECE | ACK, "SE."},
        {SYN | FIN, "FS"},
        {FIN | PSH | ACK, "FP."},
        {PSH | URG | ACK, "PU."},
        {ACK | CWR, "W."},
    };

    for (const auto& row : CASES)
    {
        segment.flags = static_cast<uint8_t>(row.flags);
        BOOST_TEST(FlagsText(segment) == row.text);
    }
}

BOOST_AUTO_TEST_CASE(ack_and_urg_show_only_with_their_flags)
{
    Segment segment;
    segment.ack = Seq(5);
    segment.urgentPointer = 6;
    segment.window = 7;
    BOOST_TEST(ToText(segment) == "- 0:0(0) win 7");
    segment.flags = URG;
    BOOST_TEST(ToText(segment) == "U 0:0(0) win 7 urg 6");
    segment.flags = URG | ACK;
    BOOST_TEST(ToText(segment) == "U. 0:0(0) ack 5 win 7 urg 6");
}

BOOST_AUTO_TEST_CASE(numbers_are_relative_to_the_base_round_the_wrap)
{
    const SackBlock blocks[] = {{Seq(0xfffffffe), Seq(9)}, {Seq(19), Seq(29)}};
    Segment segment;
    segment.flags = ACK;
    segment.seq = Seq(2);
    segment.ack = Seq(0xfffffffb);
    segment.length = 10;
    segment.options.AddSack(blocks, 2);
    const TextBase base{Seq(0xffffffff), Seq(0xfffffff9)};
    BOOST_TEST(ToText(segment, base) == ". 3:13(10) ack 2 win 0 <sack 5:16 26:36>");
    // absolute numbers wrap in the range
    segment.seq = Seq(0xffffffff);
    segment.options = {};
    BOOST_TEST(ToText(segment) == ". 4294967295:9(10) ack 4294967291 win 0");
}

BOOST_AUTO_TEST_CASE(each_option_has_its_word)
{
    BOOST_TEST(OptionsText("00") == "eol");
    BOOST_TEST(OptionsText("01") == "nop");
    BOOST_TEST(OptionsText("0204ffff") == "mss 65535");
    BOOST_TEST(OptionsText("0303ff") == "wscale 255");
    BOOST_TEST(OptionsText("0402") == "sackOK");
    BOOST_TEST(OptionsText("050a 00000001 00000002") == "sack 1:2");
    BOOST_TEST(OptionsText("0512 00000001 00000002 00000005 00000006") == "sack 1:2 5:6");
    BOOST_TEST(OptionsText("080a ffffffff 00000000") == "TS val 4294967295 ecr 0");
    BOOST_TEST(OptionsText("2202") == "FO");
    BOOST_TEST(OptionsText("220a d322909dc7aa2a15") == "FO d322909dc7aa2a15");
    // no word in packetdrill: user timeout (RFC 5482), experiments (RFC 6994), anything else
    BOOST_TEST(OptionsText("1c04 8005") == "kind 28 0x8005");
    BOOST_TEST(OptionsText("fe04 f989") == "kind 254 0xf989");
    BOOST_TEST(OptionsText("fd02") == "kind 253");
}

BOOST_AUTO_TEST_CASE(padding_shows_as_it_stands)
{
    BOOST_TEST(OptionsText("020405b4 0402 0000") == "mss 1460,sackOK,eol,eol");
    BOOST_TEST(OptionsText("0402 00 020405") == "sackOK,eol,raw 0x020405");
    BOOST_TEST(OptionsText("00000007") == "eol,eol,eol,raw 0x07");
    // what Encode() will pad is not there yet
    BOOST_TEST(OptionsText("020405b4 0402") == "mss 1460,sackOK");
    BOOST_TEST(ToText(Segment()) == "- 0:0(0) win 0");
}

BOOST_AUTO_TEST_CASE(octets_that_are_no_options_show_as_raw)
{
    BOOST_TEST(OptionsText("02") == "raw 0x02");
    BOOST_TEST(OptionsText("01 0200") == "nop,raw 0x0200");
    BOOST_TEST(OptionsText("0402 020505b4") == "sackOK,raw 0x020505b4");
    BOOST_TEST(OptionsText("0204 05b4 fe09 01") == "mss 1460,raw 0xfe0901");
}

BOOST_AUTO_TEST_CASE(segments_of_the_scripts_print_as_they_are_written)
{
    const std::filesystem::path folder = ScriptsFolder();
    if (folder.empty())
    {
        BOOST_TEST_MESSAGE("no packetdrill scripts beside the project: skipped");
        return;
    }
    int compared = 0;
    int scripts = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    {
        if (entry.path().extension() != ".pkt")
        {
            continue;
        }
        ++scripts;
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);)
        {
            const auto read = ReadScriptLine(line);
            if (!read)
            {
                continue;
            }
            ++compared;
            std::string expected = read->text;
            // scripts may write the flags in any order
            if (expected.rfind("SF ", 0) == 0)
            {
                expected.replace(0, 2, "FS");
            }
            BOOST_TEST(ToText(read->segment) == expected);
        }
    }
    BOOST_TEST_MESSAGE(compared << " segments of " << scripts << " scripts");
    BOOST_TEST(compared > scripts);
}

BOOST_AUTO_TEST_SUITE_END()
