/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef HOST_TEST_ANSWER_LOOPS_H
#define HOST_TEST_ANSWER_LOOPS_H

#include "lifecycle-test-host-config.h"
#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>

/// \file
/// Two servers, and two ends of one 4-tuple that have never met.

namespace ns3
{
namespace lifecycle
{
namespace test
{

/// \param name of a profile \return it
inline Profile
Named(std::string_view name)
{
    return MakeProfile(name).value();
}

/// \param profile a profile \return its host, with the ISN 1000 for all connections
inline HostConfig
HostOf(const Profile& profile)
{
    return WithIsn(1000, HostConfigOf(profile));
}

/// Two stations of one profile, both with listeners on port 80, on a link of one millisecond.
struct TwoServers
{
    /// \param profile of both
    explicit TwoServers(const Profile& profile)
        : a(net, Address(1), HostOf(profile)),
          b(net, Address(2), HostOf(profile))
    {
        net.delay = 1ms;
        for (Station* station : {&a, &b})
        {
            station->config = profile.connection;
            station->Listen(80);
        }
    }

    /// \param to whom \param from whose address the segment has \param segment port 80 to port 80
    void Forge(Station& to, const Station& from, Segment segment)
    {
        segment.sourcePort = 80;
        segment.destinationPort = 80;
        to.host.OnSegment(to.address, from.address, segment, net.now);
        to.Drive();
    }

    Net net;   //!< the link
    Station a; //!< 10.0.0.1
    Station b; //!< 10.0.0.2
};

/// Linux, tcp_invalid_ratelimit: what the issue is measured by.
constexpr Duration INTERVAL = 500ms;

/// \param span a time \return how many answers two ends may send each other in it
inline std::size_t
MostAnswers(Duration span)
{
    return 2 * (static_cast<std::size_t>(span / INTERVAL) + 1);
}

/// How the numbers of two ends that meet disagree.
enum class Quarrel : uint8_t
{
    Sequence, //!< what each sends lies outside of the other's window
    Ack,      //!< it lies inside, but its ACK is below SND.UNA - MAX.SND.WND (RFC 5961, 5.2)
    Stamp,    //!< its timestamp is older than the last one (RFC 7323, 5.3)
    Hole,     //!< both are acceptable, but five bytes are missing before it
};

/// One of two ends that have never met: brought into a state by forged segments.
struct Stranger
{
    static constexpr uint32_t TS = 0x40000000; //!< the timestamps of forged segments

    Station* station;        //!< who
    const Station* peer;     //!< whom it believes to hear
    uint32_t iss;            //!< its ISS
    uint32_t irs;            //!< its IRS
    bool stamps;             //!< whether forged segments have timestamps
    bool finSent{false};     //!< whether it has sent its FIN
    bool finReceived{false}; //!< whether it has got one
    Handle handle;           //!< its connection

    /// Feed it. \param flags control bits \param seq SEG.SEQ \param ack SEG.ACK \param stamp TSval
    void Get(uint8_t flags, uint32_t seq, uint32_t ack, uint32_t stamp = TS)
    {
        Segment segment = Make(flags, seq, ack);
        segment.window = 10;
        segment.sourcePort = segment.destinationPort = 80;
        if (stamps)
        {
            segment = Stamped(segment, stamp);
        }
        const Handle by =
            station->host.OnSegment(station->address, peer->address, segment, station->net.now);
        handle = (flags & SYN) != 0 && (flags & ACK) == 0 ? by : handle;
        station->Drive();
    }

    /// \return SND.NXT
    uint32_t Next() const
    {
        return iss + 1 + (finSent ? 1 : 0);
    }

    /// \return RCV.NXT
    uint32_t Expected() const
    {
        return irs + 1 + (finReceived ? 1 : 0);
    }

    /// CLOSE.
    void Close()
    {
        station->Close(handle);
        finSent = true;
    }

    /// \param ack SEG.ACK of a FIN for it
    void GetFin(uint32_t ack)
    {
        Get(FIN | ACK, Expected(), ack);
        finReceived = true;
    }

    /// \param state where to bring it
    void Bring(State state)
    {
        Get(SYN, irs, 0);
        if (state == State::SynReceived)
        {
            return;
        }
        Get(ACK, Expected(), iss + 1);
        if (state == State::CloseWait || state == State::LastAck)
        {
            GetFin(iss + 1);
        }
        if (state != State::Established && state != State::CloseWait)
        {
            Close();
        }
        if (state == State::FinWait2 || state == State::TimeWait)
        {
            Get(ACK, Expected(), Next());
        }
        if (state == State::Closing || state == State::TimeWait)
        {
            GetFin(state == State::Closing ? iss + 1 : Next());
        }
    }
};

/// The states that answer a segment with an ACK. (SYN-SENT answers with RST, which nobody answers.)
constexpr State ANSWERING[] = {State::SynReceived,
                               State::Established,
                               State::FinWait1,
                               State::FinWait2,
                               State::CloseWait,
                               State::Closing,
                               State::LastAck,
                               State::TimeWait};

/// \param state of an end \return whether its FIN is outstanding
inline bool
HasFinOut(State state)
{
    return state == State::FinWait1 || state == State::Closing || state == State::LastAck;
}

/// Two ends of one 4-tuple that have never met, and what each sends once they can hear each other.
struct TwoStrangers
{
    /// \param profile of both \param first of A \param second of B \param quarrel how their
    /// numbers disagree
    TwoStrangers(Profile profile, State first, State second, Quarrel quarrel)
        : two(Slow(profile)),
          a{&two.a, &two.b, 1000, Irs(quarrel), quarrel == Quarrel::Stamp, false, false, {}},
          b{&two.b, &two.a, 1000, Irs(quarrel), quarrel == Quarrel::Stamp, false, false, {}}
    {
        two.net.fate = [](const Station&, const Segment&) { return FOREVER; };
        a.Bring(first);
        b.Bring(second);
        BOOST_TEST_REQUIRE(two.a.host.StateOf(a.handle) == first);
        BOOST_TEST_REQUIRE(two.b.host.StateOf(b.handle) == second);
        two.net.fate = [this](const Station& from, const Segment& segment) {
            if (!segment.HasAny(SYN | RST))
            {
                Instant& last = &from == &two.a ? m_lastOfA : m_lastOfB;
                tooSoon += last != NEVER && two.net.now - last < INTERVAL ? 1 : 0;
                last = two.net.now;
                ++answers;
            }
            return Duration::zero();
        };
    }

    /// Each gets what the other would send, every 10 ms. \param span how long
    void Poke(Duration span)
    {
        for (Duration at = 10ms; at <= span; at += 10ms)
        {
            two.net.At(at, [this] {
                a.Get(ACK, b.Next(), b.Expected(), 1);
                b.Get(ACK, a.Next(), a.Expected(), 1);
            });
        }
        two.net.RunUntil(span + 20ms);
    }

    /// \param quarrel how numbers disagree \return the IRS of both
    static uint32_t Irs(Quarrel quarrel)
    {
        // both have the ISS 1000
        switch (quarrel)
        {
        case Quarrel::Sequence:
            return 0x40000000;
        case Quarrel::Ack:
            return 0;
        case Quarrel::Stamp:
            return 1000;
        case Quarrel::Hole:
            return 995;
        }
        return 0;
    }

    /// \param profile some \return the same, whose timers are too slow to be seen here
    static Profile Slow(Profile profile)
    {
        Config& c = profile.connection;
        c.initialRto = c.minRto = c.maxRto = 600s;
        c.keepAlive = false;
        return profile;
    }

    TwoServers two;         //!< the two
    Stranger a;             //!< one
    Stranger b;             //!< the other
    std::size_t answers{0}; //!< what both have sent but SYN and RST
    std::size_t tooSoon{0}; //!< of these, within INTERVAL of the one before of the same end

  private:
    Instant m_lastOfA{NEVER}; //!< when it sent last
    Instant m_lastOfB{NEVER}; //!< the same
};

} // namespace test
} // namespace lifecycle
} // namespace ns3

#endif // HOST_TEST_ANSWER_LOOPS_H
