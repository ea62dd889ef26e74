/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-conntrack.h"
#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// A table, a client A and a server B on both sides of it, and the clock.
struct Box
{
    /// \param config parameters
    explicit Box(const ConntrackConfig& config = {})
    {
        table.SetConfig(config);
    }

    /// \param from 'A' or 'B' \param flags control bits \param seq SEG.SEQ \param ack SEG.ACK
    /// \param length of data \return what is done with it
    TrackVerdict Pass(char from,
                      uint8_t flags,
                      uint32_t seq = 0,
                      uint32_t ack = 0,
                      uint32_t length = 0)
    {
        const FourTuple atA{Address(1), Address(2), 1024, 80};
        const FourTuple atB{Address(2), Address(1), 80, 1024};
        return table.OnSegment(from == 'A' ? atA : atB, Make(flags, seq, ack, length), now);
    }

    /// Three-way handshake.
    void Open()
    {
        Pass('A', SYN);
        Pass('B', SYN | ACK);
        Pass('A', ACK);
    }

    /// \return the entry's state
    std::string State() const
    {
        const Conntrack::Entry* entry = table.Find({Address(1), Address(2), 1024, 80});
        return entry ? ToText(entry->state) : "NONE";
    }

    /// \return how long the entry has still to live
    Duration Left() const
    {
        return table.Find({Address(1), Address(2), 1024, 80})->expires - now;
    }

    Conntrack table; //!< the table
    Instant now{};   //!< the time
};

} // namespace

// States and timeouts: nf_conntrack_proto_tcp.c and nf_conntrack-sysctl.rst of Linux

BOOST_AUTO_TEST_SUITE(conntrack)

BOOST_AUTO_TEST_CASE(an_entry_follows_a_whole_connection_with_four_closing_segments)
{
    Box box;
    const auto expect = [&box](char from, uint8_t flags, const char* state, Duration timeout) {
        BOOST_TEST((box.Pass(from, flags) == TrackVerdict::Forward));
        BOOST_TEST(box.State() == state);
        BOOST_TEST((box.Left() == timeout));
        box.now += 1s;
    };
    expect('A', SYN, "SYN_SENT", 120s);
    expect('B', SYN | ACK, "SYN_RECV", 60s);
    expect('A', ACK, "ESTABLISHED", 432000s);
    expect('B', PSH | ACK, "ESTABLISHED", 432000s);
    expect('A', FIN | ACK, "FIN_WAIT", 120s);
    expect('B', ACK, "CLOSE_WAIT", 60s);
    expect('B', FIN | ACK, "LAST_ACK", 30s);
    expect('A', ACK, "TIME_WAIT", 120s);
    box.now += 119s;
    box.table.OnDeadline(box.now);
    BOOST_TEST(box.table.Size() == 0u);
    BOOST_TEST((box.table.NextDeadline() == NEVER));
}

BOOST_AUTO_TEST_CASE(a_close_of_three_segments_has_no_close_wait)
{
    Box box;
    box.Open();
    box.Pass('A', FIN | ACK);
    box.Pass('B', FIN | ACK);
    BOOST_TEST(box.State() == "LAST_ACK");
    box.Pass('A', ACK);
    BOOST_TEST(box.State() == "TIME_WAIT");
}

BOOST_AUTO_TEST_CASE(a_simultaneous_open_is_followed)
{
    Box box;
    box.Pass('A', SYN);
    box.Pass('B', SYN);
    BOOST_TEST(box.State() == "SYN_SENT2");
    box.Pass('A', SYN | ACK);
    BOOST_TEST(box.State() == "SYN_RECV");
    box.Pass('B', SYN | ACK); // ignored: it changes nothing
    BOOST_TEST(box.State() == "SYN_RECV");
    box.Pass('B', ACK); // the answerer's ACK proves nothing
    BOOST_TEST(box.State() == "SYN_RECV");
    box.Pass('A', ACK);
    BOOST_TEST(box.State() == "ESTABLISHED");
}

BOOST_AUTO_TEST_CASE(a_rst_leaves_ten_seconds)
{
    Box box;
    box.Open();
    BOOST_TEST((box.Pass('B', RST) == TrackVerdict::Forward));
    BOOST_TEST(box.State() == "CLOSE");
    BOOST_TEST((box.Left() == 10s));
}

BOOST_AUTO_TEST_CASE(a_repeated_fin_keeps_last_ack_for_30_seconds_more_and_no_longer)
{
    // scenarios.md, S31: retries at 1, 3, 7, 15, 31, 63 s; the gap of 32 s is the first that kills
    Box box;
    box.Open();
    box.Pass('A', FIN | ACK);
    box.Pass('B', FIN | ACK);
    for (const int at : {1, 3, 7, 15, 31})
    {
        box.now = Instant(std::chrono::seconds(at));
        BOOST_TEST((box.Pass('B', FIN | ACK) == TrackVerdict::Forward));
        BOOST_TEST(box.State() == "LAST_ACK");
    }
    box.now = Instant(63s);
    BOOST_TEST((box.Pass('B', FIN | ACK) == TrackVerdict::Drop));
    BOOST_TEST(box.State() == "NONE");
}

BOOST_AUTO_TEST_CASE(what_belongs_to_no_entry_is_dropped_reset_or_passed_by_the_policy)
{
    for (const auto& [policy, verdict] : {std::pair{TrackPolicy::Drop, TrackVerdict::Drop},
                                          std::pair{TrackPolicy::Reset, TrackVerdict::Reset},
                                          std::pair{TrackPolicy::Pass, TrackVerdict::Forward}})
    {
        ConntrackConfig config;
        config.policy = policy;
        Box box(config);
        for (const uint8_t flags : {int{FIN | ACK}, int{SYN | ACK}, int{RST}, 0})
        {
            BOOST_TEST((box.Pass('A', flags) == verdict));
            BOOST_TEST(box.table.Size() == 0u);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_ack_without_entry_makes_one_when_tracking_is_loose)
{
    Box loose;
    BOOST_TEST((loose.Pass('A', ACK) == TrackVerdict::Forward));
    BOOST_TEST(loose.State() == "ESTABLISHED");
    ConntrackConfig config;
    config.loose = false;
    Box strict(config);
    BOOST_TEST((strict.Pass('A', ACK) == TrackVerdict::Drop));
    BOOST_TEST(strict.State() == "NONE");
}

BOOST_AUTO_TEST_CASE(three_repeats_shorten_the_life_of_an_entry_to_300_seconds)
{
    Box box;
    box.Open();
    box.Pass('A', PSH | ACK, 1, 1, 100);
    for (int i = 0; i < 2; ++i)
    {
        box.Pass('A', PSH | ACK, 1, 1, 100);
        BOOST_TEST((box.Left() == 432000s));
    }
    box.Pass('A', PSH | ACK, 1, 1, 100);
    BOOST_TEST((box.Left() == 300s));
    box.Pass('B', ACK, 1, 101);
    BOOST_TEST((box.Left() == 432000s));
}

BOOST_AUTO_TEST_CASE(a_syn_in_time_wait_begins_a_new_entry_whoever_sends_it)
{
    for (const char from : {'A', 'B'})
    {
        Box box;
        box.Open();
        box.Pass('A', FIN | ACK);
        box.Pass('B', FIN | ACK);
        box.Pass('A', ACK);
        box.table.Changes().clear();
        BOOST_TEST((box.Pass(from, SYN) == TrackVerdict::Forward));
        BOOST_TEST(box.State() == "SYN_SENT");
        BOOST_TEST(box.table.Size() == 1u);
        BOOST_REQUIRE_EQUAL(box.table.Changes().size(), 2);
        BOOST_TEST((box.table.Changes()[0].to == TrackState::None));
        BOOST_TEST((box.table.Changes()[1].from == TrackState::None));
    }
}

BOOST_AUTO_TEST_CASE(a_syn_on_an_open_connection_passes_to_where_it_is_challenged)
{
    // RFC 9293, figure 9
    Box box;
    box.Open();
    BOOST_TEST((box.Pass('A', SYN) == TrackVerdict::Forward));
    BOOST_TEST(box.State() == "ESTABLISHED");
    BOOST_TEST((box.Pass('B', SYN) == TrackVerdict::Drop));
}

BOOST_AUTO_TEST_CASE(changes_tell_what_expired_and_what_a_segment_did)
{
    Box box;
    box.Pass('A', SYN);
    box.now += 120s;
    box.table.OnDeadline(box.now);
    const auto& changes = box.table.Changes();
    BOOST_REQUIRE_EQUAL(changes.size(), 2);
    BOOST_TEST((changes[0].from == TrackState::None && changes[0].to == TrackState::SynSent));
    BOOST_TEST(!changes[0].expired);
    BOOST_TEST((changes[1].from == TrackState::SynSent && changes[1].to == TrackState::None));
    BOOST_TEST(changes[1].expired);
}

BOOST_AUTO_TEST_CASE(the_preset_of_rfc_5382_has_2_hours_4_minutes_and_4_minutes)
{
    // RFC 5382, REQ-5
    const auto config = MakeConntrackConfig("rfc5382");
    BOOST_REQUIRE(config.has_value());
    BOOST_TEST((config->established == 7440s));
    for (const TrackState state : {TrackState::SynSent,
                                   TrackState::SynReceived,
                                   TrackState::FinWait,
                                   TrackState::CloseWait,
                                   TrackState::LastAck,
                                   TrackState::TimeWait,
                                   TrackState::Close})
    {
        BOOST_TEST((config->TimeoutIn(state) == 240s));
    }
    BOOST_TEST(!MakeConntrackConfig("ipfw").has_value());
}

BOOST_AUTO_TEST_CASE(many_entries_come_and_go_in_the_order_of_their_deadlines)
{
    Box box;
    for (uint16_t port = 1; port <= 1000; ++port)
    {
        box.table.OnSegment({Address(1), Address(2), port, 80}, Make(SYN, 0), box.now);
        box.now += 1s;
        BOOST_TEST(box.table.Size() == std::min<std::size_t>(port, 120));
    }
    box.table.OnDeadline(box.now + 120s);
    BOOST_TEST(box.table.Size() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
