/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What is done about congestion marks (RFC 3168, 6.1.2 and 6.1.3).
 */

#include "lifecycle-test-sender.h"

#include <boost/test/unit_test.hpp>
#include <string>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// A connection that has negotiated ECN
class EcnEnd : public Solo
{
  public:
    /// \param given parameters; those of ECN and buffers are set here
    explicit EcnEnd(const Config& given = Prompt())
        : Solo(Parameters(given))
    {
        Open();
        Segment synAck = Make(SYN | ACK | ECE, irs, iss + 1);
        synAck.options.AddMaxSegmentSize(MSS);
        Feed(synAck);
    }

    /// \return congestion window, segments
    double Cwnd() const
    {
        return static_cast<double>(connection.Congestion().cwnd) / MSS;
    }

    /// Data come. \param marked whether their packet was marked \param flags more flags
    void Data(bool marked, uint8_t flags = 0)
    {
        Segment data = Make(ACK | flags, irs + RcvNxt(), iss + SndNxt(), 100);
        data.marked = marked;
        Feed(data);
    }

  private:
    static Config Parameters(Config config)
    {
        config.ecn = Ecn::Active;
        config.timestamps = false;
        config.sack = false;
        config.sendBuffer = 1U << 20;
        return config;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(ecn)

BOOST_AUTO_TEST_CASE(a_mark_is_echoed_until_the_sender_says_that_it_has_reduced_its_window)
{
    // RFC 3168, 6.1.3: "sets the ECN-Echo flag in ... the subsequent ACK packet ... continues ...
    // until it receives a CWR packet"; CWR with another mark: it goes on
    EcnEnd end;
    BOOST_TEST_REQUIRE(end.connection.HasEcn());
    end.Data(false);
    BOOST_TEST(end.Sent() == ". 1:1(0) ack 101");
    end.Data(true);
    BOOST_TEST(end.Sent() == "E. 1:1(0) ack 201");
    end.Data(false);
    BOOST_TEST(end.Sent() == "E. 1:1(0) ack 301");
    end.Data(true, CWR);
    BOOST_TEST(end.Sent() == "E. 1:1(0) ack 401");
    end.Data(false, CWR);
    BOOST_TEST(end.Sent() == ". 1:1(0) ack 501");
    end.Data(false);
    BOOST_TEST(end.Sent() == ". 1:1(0) ack 601");
}

BOOST_AUTO_TEST_CASE(an_echo_halves_the_window_once_in_a_window_of_data_and_is_answered_by_cwr)
{
    // RFC 3168, 6.1.2: "essentially as it would be if there had been a dropped packet", "TCP should
    // not react to congestion indications more than once every window of data", "sets the CWR flag
    // in the TCP header of the first new data packet sent after the window reduction"
    EcnEnd end;
    end.Send(40 * MSS);
    end.Feed(ACK | ECE, 1, 1 + MSS);
    BOOST_TEST(end.Cwnd() == 5.0);
    BOOST_TEST(end.connection.Congestion().ssthresh == 5 * MSS);
    BOOST_TEST((end.connection.Congestion().phase == RecoveryPhase::Open));
    BOOST_TEST(end.Sent() == "");
    end.Feed(ACK | ECE, 1, 1 + 6 * MSS); // the same window
    BOOST_TEST(end.Cwnd() == 5.0);       // and no growth
    BOOST_TEST(end.Sent() == "W. 5001:5501(500) ack 1");
    end.Feed(ACK | ECE, 1, 1 + 7 * MSS);
    BOOST_TEST(end.Sent() == ". 5501:6001(500) ack 1");
    end.Feed(ACK | ECE, 1, 1 + 10 * MSS); // all of it; the CWR after it has not arrived
    BOOST_TEST(end.connection.Congestion().ssthresh == 5 * MSS);
    const double before = end.Cwnd();
    end.Feed(ACK | ECE, 1, 1 + 12 * MSS); // beyond what was outstanding
    BOOST_TEST(end.Cwnd() < before);
}

BOOST_AUTO_TEST_CASE(a_loss_is_told_by_cwr_too_and_an_echo_beside_it_changes_nothing)
{
    // RFC 3168, 6.1.2: CWR for any reason; an echo does not reduce it twice in the same window
    EcnEnd end;
    end.Send(40 * MSS);
    for (int i = 0; i < 3; ++i)
    {
        end.Feed(ACK, 1, 1);
    }
    BOOST_TEST((end.connection.Congestion().phase == RecoveryPhase::Recovery));
    const uint32_t threshold = end.connection.Congestion().ssthresh;
    end.Feed(ACK | ECE, 1, 1);
    BOOST_TEST(end.connection.Congestion().ssthresh == threshold);
    std::string flags;
    for (int i = 0; i < 12 && flags.find('W') == std::string::npos; ++i)
    {
        end.Feed(ACK, 1, 1);
        for (const Emit& emit : end.sent)
        {
            flags += FlagsText(emit.segment) + " ";
        }
    }
    BOOST_TEST(flags.find("W. ") != std::string::npos, flags);
}

BOOST_AUTO_TEST_CASE(a_loss_in_a_window_that_an_echo_has_reduced_does_not_reduce_it_again)
{
    // RFC 3168, 6.1.2: "the TCP sender's congestion window should be reduced only once in response
    // to a series of dropped and/or CE packets from a single window of data"; Linux,
    // tcp_enter_recovery() and tcp_enter_loss()
    for (const bool timeout : {false, true})
    {
        BOOST_TEST_CONTEXT((timeout ? "timeout" : "fast retransmit"))
        {
            EcnEnd end;
            end.Send(40 * MSS);
            end.Feed(ACK | ECE, 1, 1 + MSS);
            BOOST_TEST(end.connection.Congestion().ssthresh == 5 * MSS);
            if (timeout)
            {
                end.Tick();
                BOOST_TEST((end.connection.Congestion().phase == RecoveryPhase::Loss));
                BOOST_TEST(end.Cwnd() == 1.0); // RFC 5681, 3.1: the loss window
            }
            else
            {
                for (int i = 0; i < 3; ++i)
                {
                    end.Feed(ACK, 1, 1 + MSS);
                }
                BOOST_TEST((end.connection.Congestion().phase == RecoveryPhase::Recovery));
                BOOST_TEST(end.Sent() == ". 501:1001(500) ack 1"); // the repair, without CWR
            }
            BOOST_TEST(end.connection.Congestion().ssthresh == 5 * MSS);
            // All is acknowledged; the next loss is another window's
            end.Feed(ACK, 1, end.SndNxt());
            end.Send(100 * MSS);
            const uint32_t una = end.SndNxt() - end.connection.Sending().Flight() + MSS;
            end.Feed(ACK, 1, una); // RFC 6582, 3.2, step 2: beyond what was outstanding then
            for (int i = 0; i < 3; ++i)
            {
                end.Feed(ACK, 1, una);
            }
            BOOST_TEST((end.connection.Congestion().phase == RecoveryPhase::Recovery));
            BOOST_TEST(end.connection.Congestion().ssthresh < 5 * MSS);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_echo_counts_however_many_data_came_since_the_last)
{
    // Numbers are compared modulo 2^32: what was remembered 2 GiB ago would be ahead
    constexpr uint32_t step = 65000;
    Solo end([] {
        Config config = Prompt();
        config.ecn = Ecn::Active;
        config.timestamps = false;
        config.maxSegmentSize = step;
        return config;
    }());
    end.Open();
    Segment synAck = end.Make(SYN | ACK | ECE, end.irs, end.iss + 1);
    synAck.options.AddMaxSegmentSize(step);
    end.Feed(synAck);
    uint32_t sent = 0;
    while (sent < 0x90000000U)
    {
        end.Send(step);
        sent += step;
        end.Feed(ACK, 1, 1 + sent);
    }
    end.Send(step);
    const uint32_t before = end.connection.Congestion().ssthresh;
    end.Feed(ACK | ECE, 1, 1 + sent + step);
    BOOST_TEST(end.connection.Congestion().ssthresh < before);
}

BOOST_AUTO_TEST_CASE(dctcps_receiver_echoes_each_mark_and_nothing_else)
{
    // RFC 8257, 3.2 and figure 1, with delayed acknowledgments, m = 2
    Config config;
    config.ecnEcho = EcnEcho::EachMark;
    EcnEnd end(config);
    end.Data(false);
    BOOST_TEST(end.Sent() == "");
    end.Data(true);
    BOOST_TEST(end.Sent() == ". 1:1(0) ack 101; E. 1:1(0) ack 201");
    end.Data(true);
    BOOST_TEST(end.Sent() == "");
    end.Data(true, CWR); // CWR has no meaning there
    BOOST_TEST(end.Sent() == "E. 1:1(0) ack 401");
    end.Data(true);
    BOOST_TEST(end.Sent() == "");
    end.Data(false);
    BOOST_TEST(end.Sent() == "E. 1:1(0) ack 501; . 1:1(0) ack 601");
    end.Data(false);
    BOOST_TEST(end.Sent() == "");
    end.Data(false);
    BOOST_TEST(end.Sent() == ". 1:1(0) ack 801");
    end.Data(true); // nothing waits to be acknowledged
    BOOST_TEST(end.Sent() == "E. 1:1(0) ack 901");
}

BOOST_AUTO_TEST_CASE(who_may_mark_everything_can_mark_acknowledgments_and_repairs)
{
    // RFC 3168, 6.1.5 and 6.1.4 say neither; with DCTCP Linux sets ECT on both (INET_ECN_xmit())
    for (const bool always : {false, true})
    {
        Config config = Prompt();
        config.ectAlways = always;
        EcnEnd end(config);
        end.Data(false);
        BOOST_TEST(end.SentAt(0).ect == always);
        end.Send(MSS);
        BOOST_TEST(end.SentAt(0).ect);
        end.Tick();
        BOOST_TEST(end.SentAt(0).retransmission);
        BOOST_TEST(end.SentAt(0).ect == always);
    }
}

BOOST_AUTO_TEST_CASE(who_has_not_agreed_on_ecn_neither_echoes_nor_listens)
{
    // RFC 3168, 6.1.1
    Sender sender(false);
    sender.Send(20 * MSS);
    sender.Feed(ACK | ECE, 1, 1 + MSS);
    BOOST_TEST(sender.Cwnd() == 11.0);
    Segment data = sender.Make(ACK, sender.irs + 1, sender.iss + 1 + MSS, 100);
    data.marked = true;
    sender.Feed(data);
    for (const Emit& emit : sender.sent)
    {
        BOOST_TEST(!emit.segment.Has(ECE));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
