/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Connections as values: copies, hashes, and the compressed states of TIME-WAIT and SYN-RECEIVED,
 * which continue as if nothing had been packed.
 */

#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>
#include <random>
#include <set>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// \param actions what an entry put out \return as text
std::string
Describe(const Actions& actions)
{
    std::string text;
    for (const Action& action : actions)
    {
        if (const auto* emit = std::get_if<Emit>(&action))
        {
            text += ToText(emit->segment) + " " + ToText(emit->reason) + "; ";
        }
        else if (const auto* transition = std::get_if<Transition>(&action))
        {
            text += std::string(ToText(transition->to)) + " " + ToText(transition->cause) + "; ";
        }
        else if (std::holds_alternative<TimeWaitRestarted>(action))
        {
            text += "2msl; ";
        }
        else if (const auto* notify = std::get_if<Notify>(&action))
        {
            text += "told " + std::to_string(static_cast<int>(notify->event)) + "; ";
        }
    }
    return text;
}

/// \param connection it \param entry what to call \return what came out
std::string
Call(Connection& connection, Instant now, const std::function<void(Connection&, Context&)>& entry)
{
    Actions out;
    RenoCongestionControl reno;
    Context context{now, out, reno};
    entry(connection, context);
    connection.Flush(context);
    return Describe(out);
}

Options
SomeOptions(unsigned mask)
{
    Options options;
    if ((mask & 1) != 0)
    {
        options.AddMaxSegmentSize(mask % 3 == 0 ? 0 : 1000);
    }
    if ((mask & 2) != 0)
    {
        options.AddWindowScale(3);
    }
    if ((mask & 4) != 0)
    {
        options.AddTimestamps({77, 0});
    }
    if ((mask & 8) != 0)
    {
        options.AddSackPermitted();
    }
    return options;
}

} // namespace

BOOST_AUTO_TEST_SUITE(freeze)

BOOST_AUTO_TEST_CASE(an_embryo_put_away_comes_back_the_same)
{
    for (unsigned mask = 0; mask < 16; ++mask)
    {
        for (const DuplicateSyn duplicate : {DuplicateSyn::Ack, DuplicateSyn::SynAck})
        {
            Config config = Prompt();
            config.duplicateSyn = duplicate;
            Solo solo(config);
            solo.synOptions = SomeOptions(mask);
            solo.synWindow = 12345;
            solo.now += 5s;
            solo.Reach(State::SynReceived, Opening::Passive);
            BOOST_TEST((Connection(solo.connection.ToSynReceived()) == solo.connection));
            solo.Feed(SYN, 0, 0); // the SYN again
            BOOST_TEST((Connection(solo.connection.ToSynReceived()) == solo.connection));
            for (int i = 0; i < 3; ++i)
            {
                solo.Tick();
                const Connection back(solo.connection.ToSynReceived());
                BOOST_TEST((back == solo.connection), "mask " << mask << " repeat " << i);
                BOOST_TEST(back.Hash() == solo.connection.Hash());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(an_embryo_whose_syn_ack_is_not_to_be_timed_gives_no_sample_when_it_is_back)
{
    PackedSynReceived packed = [] {
        Solo solo;
        solo.Reach(State::SynReceived, Opening::Passive);
        return solo.connection.ToSynReceived();
    }();
    const Config config = Prompt();
    packed.config = &config;
    packed.timed = false;
    Connection connection(packed);
    Solo solo;
    Segment ack = solo.Make(ACK, Seq(IRS + 1), Seq(ISS + 1));
    Call(connection, Instant() + 1h, [&](Connection& c, Context& context) {
        c.OnSegment(ack, context);
    });
    BOOST_TEST((connection.GetState() == State::Established));
    BOOST_TEST(!connection.Rto().HasSample());
}

BOOST_AUTO_TEST_CASE(a_connection_in_time_wait_put_away_goes_on_as_one_that_was_not)
{
    std::mt19937 random(7);
    const auto choose = [&random](uint32_t below) {
        return static_cast<uint32_t>(uint64_t{random()} * below >> 32);
    };
    for (unsigned run = 0; run < 600; ++run)
    {
        Config config = Prompt();
        config.receiveBuffer = choose(3) == 0 ? 1 + choose(5000) : 1 + choose(1U << 20);
        config.timeWaitRestart = choose(2) == 0 ? TimeWaitRestart::Fin : TimeWaitRestart::Ack;
        config.timeWaitIgnoresReset = choose(2) == 0;
        config.challengeAckLimit = static_cast<uint8_t>(choose(4));
        config.challengeAckPeriod = 30s;
        config.resetCheck = choose(4) == 0 ? ResetCheck::InWindow : ResetCheck::Exact;
        config.synCheck = choose(4) == 0 ? SynCheck::Reset : SynCheck::Challenge;
        config.ackCheck = choose(2) == 0 ? AckCheck::Bounded : AckCheck::Unbounded;
        config.pawsIdle = choose(2) == 0 ? Duration(24h) : Duration(30s);
        Solo solo(config, random(), random());
        solo.synOptions = SomeOptions(choose(16));
        solo.Reach(State::FinWait2);
        uint32_t at = 1;
        for (uint32_t i = choose(4); i > 0; --i)
        {
            const uint32_t length = std::min(1 + choose(900), solo.connection.Receiving().Window());
            solo.Feed(ACK, at, 2, length);
            at = solo.RcvNxt();
        }
        solo.Feed(FIN | ACK, at, 2);
        BOOST_TEST_REQUIRE(solo.StateName() == "TIME-WAIT");
        if (choose(2) == 0)
        {
            solo.Close();
        }
        Connection whole = solo.connection;
        Connection back(whole.ToTimeWait());
        Instant now = solo.now;
        for (int step = 0; step < 40 && whole.GetState() == State::TimeWait; ++step)
        {
            now += Duration(std::chrono::milliseconds(choose(20000)));
            const Seq nxt = whole.Receiving().nxt;
            const uint32_t told = back.Receiving().Window();
            const uint32_t places[] = {0, 0xffffffff, choose(400) - 200, told - 1, told + 70000};
            const uint8_t flags[] = {ACK, FIN | ACK, FIN, SYN, SYN | ACK, RST, RST | ACK, 0};
            Segment segment = solo.Make(flags[choose(8)],
                                        nxt + places[choose(5)],
                                        whole.Sending().nxt - 2 + choose(4) - choose(3) * 40000,
                                        choose(2) * choose(300));
            if (choose(2) == 0)
            {
                segment.options.AddTimestamps({whole.Receiving().tsRecent + choose(5) - 2, 0});
            }
            const auto arrive = [&](Connection& c, Context& context) {
                c.OnSegment(segment, context);
            };
            const auto close = [](Connection& c, Context& context) {
                BOOST_TEST_MESSAGE(int(c.Close(context)));
            };
            const auto tick = [](Connection& c, Context& context) { c.OnDeadline(context); };
            if (now >= whole.NextDeadline())
            {
                BOOST_TEST(Call(whole, now, tick) == Call(back, now, tick));
            }
            else if (choose(6) == 0)
            {
                BOOST_TEST(Call(whole, now, close) == Call(back, now, close));
            }
            else
            {
                BOOST_TEST(Call(whole, now, arrive) == Call(back, now, arrive));
            }
            BOOST_TEST((whole.GetState() == back.GetState()));
            BOOST_TEST((whole.NextDeadline() == back.NextDeadline()));
            BOOST_TEST(whole.IsUserClosed() == back.IsUserClosed());
            if (choose(4) == 0)
            {
                back = Connection(back.ToTimeWait()); // and again
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_second_close_in_time_wait_is_refused_after_it_was_put_away)
{
    Solo solo;
    solo.Reach(State::TimeWait);
    solo.Close();
    Connection back(solo.connection.ToTimeWait());
    Actions out;
    Context context{solo.now, out, solo.reno};
    BOOST_TEST((back.Close(context) == Refusal::Closing));
}

BOOST_AUTO_TEST_CASE(copies_are_equal_and_have_equal_hashes_until_one_of_them_moves)
{
    for (const State state : ALL_STATES)
    {
        if (state == State::Listen)
        {
            continue;
        }
        Solo solo;
        solo.Reach(state);
        const Connection copy = solo.connection;
        BOOST_TEST((copy == solo.connection));
        BOOST_TEST(copy.Hash() == solo.connection.Hash());
        if (solo.Abort() == Refusal::None)
        {
            BOOST_TEST(!(copy == solo.connection));
            BOOST_TEST(copy.Hash() != solo.connection.Hash());
        }
    }
}

BOOST_AUTO_TEST_CASE(connections_that_differ_in_anything_seen_have_different_hashes)
{
    std::set<std::size_t> hashes;
    std::size_t count = 0;
    const auto note = [&](const Solo& solo) {
        hashes.insert(solo.connection.Hash());
        ++count;
    };
    for (uint32_t iss : {1U, 2U, 0x80000000U})
    {
        for (uint32_t irs : {1U, 2U, 0x80000000U})
        {
            Solo solo(Prompt(), iss, irs);
            solo.Reach(State::SynSent);
            if (irs == 1)
            {
                note(solo);
            }
            solo.Feed(SYN | ACK, 0, 1);
            note(solo);
            solo.Send(1);
            note(solo);
            solo.Send(1);
            note(solo);
            solo.Feed(ACK, 11, 1, 5);
            note(solo);
            solo.Feed(ACK, 31, 1, 5);
            note(solo);
            solo.Tick();
            note(solo);
            solo.ShutdownReceive();
            note(solo);
            solo.Close();
            note(solo);
        }
    }
    BOOST_TEST(hashes.size() == count);
}

BOOST_AUTO_TEST_CASE(a_hash_does_not_depend_on_where_the_parameters_lie)
{
    Solo one;
    Solo other;
    one.Reach(State::Established);
    other.Reach(State::Established);
    BOOST_TEST(one.connection.Hash() == other.connection.Hash());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
