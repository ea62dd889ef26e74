/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-match.h"
#include "packetdrill-mutations.h"
#include "packetdrill-printer.h"
#include "packetdrill-test-files.h"
#include "packetdrill-test-script.h"
#include "packetdrill-timing.h"

#include <array>
#include <boost/test/unit_test.hpp>
#include <set>

using namespace ns3::packetdrill;
using namespace ns3::lifecycle;

namespace
{

/// A script with something for every kind.
constexpr char SAMPLE[] =
    "--tolerance_usecs=10000\n"
    "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
    "+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)\n"
    "+0 > S 0:0(0) win 65535 <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7>\n"
    "+.1 < S. 0:0(0) ack 1 win 500 <mss 1000,sackOK,TS val 700 ecr 100,nop,wscale 7>\n"
    "+0 > . 1:1(0) ack 1 win 512 <nop,nop,TS val 200 ecr 700>\n"
    "+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNRESET], [4]) = 0\n"
    "+0 getsockopt(3, SOL_SOCKET, SO_RCVBUF, [65536], [4]) = 0\n"
    "+.1 < . 11:21(10) ack 1 win 500 <nop,nop,TS val 800 ecr 200>\n"
    "+0 > [ect0] . 1:1(0) ack 1 <nop,nop,TS val 300 ecr 700,nop,nop,sack 11:21>\n"
    "+0...0.1 read(3, ..., 10) = 10\n"
    "+0 write(3, ..., 10) = 10\n"
    "+0.040~+0.060 > P. 1:11(10) ack 1 <nop,nop,TS val 350 ecr 800>\n";

/// Counts of mutants by kind, and of those that are noticed.
struct Score
{
    std::array<std::size_t, MUTATION_KIND_COUNT> all{};    //!< mutants
    std::array<std::size_t, MUTATION_KIND_COUNT> caught{}; //!< noticed
};

/// \param event an event \return the segment that it expects, if it does
const TcpPattern*
ExpectedOf(const Event& event)
{
    const auto* packet = std::get_if<Packet>(&event.action);
    return packet != nullptr && packet->direction == Direction::Outbound
               ? std::get_if<TcpPattern>(&packet->pattern)
               : nullptr;
}

/// \param pattern a segment that is expected \return the one that a host sends that does just that
LiveSegment
Obedient(const TcpPattern& pattern)
{
    Translation translation;
    const LiveOutcome outcome = ToLive(pattern, translation);
    LiveSegment live;
    live.segment = std::get<Segment>(outcome);
    live.tos = static_cast<uint8_t>(pattern.ip.ecn == EcnMark::Ect0 ? 2 : 0);
    return live;
}

/// Compare a script's segments, as an obedient host would send them, with those of its mutants.
void
Judge(const Script& script, Score& score)
{
    MatchRules strict;
    strict.strict = true;
    for (const Mutation& mutation : MutationsOf(script))
    {
        const Event& event = script.events[mutation.event];
        const TcpPattern* original = ExpectedOf(event);
        if (original == nullptr || mutation.kind == MutationKind::MissingPacket ||
            mutation.kind == MutationKind::ExtraPacket)
        {
            continue;
        }
        const Event& mutant = mutation.replacement.front();
        Translation translation;
        translation.local = Seq();
        translation.remote = Seq();
        translation.firstStamp = {0, 0};
        const LiveSegment live = Obedient(*original);
        ExpectedSegment whole(*original);
        BOOST_TEST((whole.On(live, translation, strict) == Progress::Complete), event.text);
        ExpectedSegment changed(*ExpectedOf(mutant));
        bool caught = changed.On(live, translation, strict) != Progress::Complete;
        if (mutation.kind == MutationKind::Time)
        {
            TimingRules rules;
            rules.tolerance = ToleranceOf(script);
            const Duration to = mutant.time.to.value_or(mutant.time.from);
            caught = !CheckTime(mutant.time.from, to, event.time.from, Duration(0), rules).inTime;
        }
        const auto kind = static_cast<std::size_t>(mutation.kind);
        ++score.all[kind];
        score.caught[kind] += caught ? 1 : 0;
        BOOST_TEST(caught, ToText(mutation.kind) << ": " << mutation.description);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(mutations)

BOOST_AUTO_TEST_CASE(there_are_some_of_every_kind_and_each_changes_the_script)
{
    const Script script = Parsed(SAMPLE);
    std::set<MutationKind> kinds;
    std::set<std::string> texts = {ToText(script)};
    for (const Mutation& mutation : MutationsOf(script))
    {
        kinds.insert(mutation.kind);
        const Script mutated = Apply(script, mutation);
        BOOST_TEST(texts.insert(ToText(mutated)).second, mutation.description);
    }
    BOOST_TEST(kinds.size() == MUTATION_KIND_COUNT);
}

BOOST_AUTO_TEST_CASE(the_same_script_has_the_same_mutations)
{
    const Script script = Parsed(SAMPLE);
    const auto one = MutationsOf(script);
    const auto two = MutationsOf(script);
    BOOST_REQUIRE_EQUAL(one.size(), two.size());
    for (std::size_t i = 0; i < one.size(); ++i)
    {
        BOOST_TEST(one[i].description == two[i].description);
    }
}

BOOST_AUTO_TEST_CASE(a_packet_that_is_left_out_leaves_the_others_at_their_times)
{
    const auto without = [](const std::string& text) {
        const Script script = Parsed(text);
        for (const Mutation& mutation : MutationsOf(script))
        {
            if (mutation.kind == MutationKind::MissingPacket)
            {
                return ToText(Apply(script, mutation));
            }
        }
        return std::string();
    };
    BOOST_TEST(without("+1 > . 1:1(0) ack 1\n+.5~+.6 > . 2:2(0) ack 1\n") ==
               "+1.500~+1.600 > . 2:2(0) ack 1\n");
    BOOST_TEST(without("1 > . 1:1(0) ack 1\n+0...0.5 read(3, ..., 1) = 1\n") ==
               "1.000...1.500 read(3, ..., 1) = 1\n");
    BOOST_TEST(without("* > . 1:1(0) ack 1\n+.5 read(3, ..., 1) = 1\n") ==
               "+0.500 read(3, ..., 1) = 1\n");
    // the last one is waited for
    BOOST_TEST(without("--tolerance_usecs=1000\n+1 > . 1:1(0) ack 1\n") ==
               "--tolerance_usecs=\"1000\"\n+2.002 %{ pass }%\n");
}

BOOST_AUTO_TEST_CASE(the_comparison_notices_every_one)
{
    Score score;
    Judge(Parsed(SAMPLE), score);
    for (const auto& file : ScriptsBelow(PublicScripts()))
    {
        const ParseOutcome outcome = ParseScript(file.string(), Contents(file), {"FreeBSD"});
        BOOST_TEST_CONTEXT(file)
        {
            Judge(std::get<Script>(outcome), score);
        }
    }
    for (std::size_t i = 0; i < MUTATION_KIND_COUNT; ++i)
    {
        if (score.all[i] > 0)
        {
            BOOST_TEST_MESSAGE(ToText(static_cast<MutationKind>(i))
                               << ": " << score.caught[i] << " of " << score.all[i]);
        }
        BOOST_TEST(score.caught[i] == score.all[i]);
    }
}

BOOST_AUTO_TEST_SUITE_END()
