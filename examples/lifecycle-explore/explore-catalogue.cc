/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-catalogue.h"

#include "explore-invariants.h"
#include "lifecycle-profile.h"

namespace ns3
{
namespace lifecycle
{
namespace explore
{

namespace
{

using namespace std::chrono_literals;

const Step OPEN{Call::Open};
const Step LISTEN{Call::Listen};
const Step CLOSE{Call::Close};
const Step CLOSE_LAST{Call::Close, 0, When::PeerFinished};
const Step SHUT{Call::ShutdownSend};
const Step READ{Call::Read};
const Step ABORT{Call::Abort};

Step
Send(uint32_t octets, When when = When::Connected)
{
    return {Call::Send, octets, when};
}

/// \param name on the command line \param about for readers \return open and close, nothing else
Configuration
Bare(const char* name, const char* about)
{
    Configuration c;
    c.name = name;
    c.about = about;
    c.machine = {SmallConfig(), SmallConfig()};
    c.users = {{{OPEN, CLOSE}, {LISTEN, CLOSE}}};
    return c;
}

/// \param c a configuration \param losses see there \param duplicates see there
/// \param delays see there \param mostStates see there \return it, with these
Configuration
With(Configuration c,
     uint32_t losses,
     uint32_t duplicates,
     uint32_t delays,
     uint64_t mostStates = 0)
{
    c.losses = losses;
    c.duplicates = duplicates;
    c.delays = delays;
    c.mostStates = mostStates;
    return c;
}

/// \param c a configuration \param set changes both ends' parameters \return it
template <typename Set>
Configuration
Both(Configuration c, Set&& set)
{
    set(c.machine[0]);
    set(c.machine[1]);
    return c;
}

Configuration
Simultaneous(const char* name, const char* about, SimultaneousOpen mode)
{
    Configuration c = Both(Bare(name, about), [mode](Config& m) { m.simultaneousOpen = mode; });
    c.users = {{{OPEN, CLOSE}, {OPEN, CLOSE}}};
    c.symmetric = true;
    return c;
}

Configuration
Data(const char* name, const char* about)
{
    Configuration c = Bare(name, about);
    c.users = {{{OPEN, Send(1), Send(1), CLOSE}, {LISTEN, Send(1), CLOSE}}};
    return c;
}

Configuration
ZeroWindow()
{
    Configuration c =
        Bare("zero-window", "three bytes are sent into a window of two; the user reads late");
    c.machine[1].receiveBuffer = 2;
    c.users = {{{OPEN, Send(1), Send(2), CLOSE}, {LISTEN, READ, READ, CLOSE_LAST}}};
    c.readsAtOnce = {true, false};
    return c;
}

Configuration
FullWindows()
{
    Configuration c =
        Bare("full-windows",
             "both fill the other's window of one byte, and read late (RFC 9293, A.2)");
    c = Both(c, [](Config& m) { m.receiveBuffer = 1; });
    c.users = {{{OPEN, Send(2), READ, READ, CLOSE}, {LISTEN, Send(2), READ, READ, CLOSE}}};
    c.readsAtOnce = {false, false};
    return c;
}

Configuration
FastOpened()
{
    Configuration c =
        Bare("fast-open", "the SYN carries a byte (RFC 7413), and a byte is returned");
    c.users = {{{{Call::Open, 1}, Send(1, When::Anytime), CLOSE},
                {LISTEN, Send(1, When::Anytime), CLOSE}}};
    return c;
}

Configuration
Linger()
{
    Configuration c =
        Data("linger", "A's CLOSE waits half a second for the ACK of its FIN, then sends a RST");
    c.machine[0].linger = 500ms;
    return c;
}

Configuration
HalfClose()
{
    Configuration c =
        Bare("half-close", "A closes its sending direction, B continues to send, then both close");
    c.users = {{{OPEN, Send(1), SHUT, {Call::Close, 0, When::PeerFinished}},
                {LISTEN, Send(1, When::PeerFinished), CLOSE}}};
    return c;
}

Configuration
Aborted()
{
    Configuration c = Data("abort", "B aborts at any time");
    c.users[1] = {LISTEN, Send(1), {Call::Abort}};
    return c;
}

Configuration
Forged()
{
    Configuration c = Data("forged", "segments that RFC 5961 challenges arrive at any time");
    c.users = {{{OPEN, Send(1), CLOSE}, {LISTEN, CLOSE}}};
    c.forged = 2;
    return c;
}

Configuration
OutOfOrder()
{
    Configuration c = Both(Bare("sack", "three segments in any order, with SACK and delayed ACKs"),
                           [](Config& m) {
                               m.sack = true;
                               m.dsack = true;
                               m.delayedAckTimeout = 500ms;
                           });
    c.users = {{{OPEN, Send(1), Send(1), Send(1), CLOSE}, {LISTEN, CLOSE_LAST}}};
    return c;
}

Configuration
Paws()
{
    return Both(Data("timestamps", "data with RFC 7323's timestamps"),
                [](Config& m) { m.timestamps = true; });
}

Configuration
AbortAnywhere()
{
    Configuration c = Simultaneous("abort-anywhere",
                                   "both open, close their sending direction and abort at any time",
                                   SimultaneousOpen::Figure);
    c.users = {{{OPEN, SHUT, ABORT}, {OPEN, SHUT, ABORT}}};
    return c;
}

Configuration
Unread()
{
    Configuration c = Simultaneous("unread",
                                   "both send a byte and a FIN, and close with data unread",
                                   SimultaneousOpen::Figure);
    c.users = {{{OPEN, Send(1), SHUT, CLOSE}, {OPEN, Send(1), SHUT, CLOSE}}};
    c.readsAtOnce = {false, false};
    return c;
}

Configuration
GiveUp()
{
    Configuration c = Bare("give-up", "four losses: each limit of retransmissions is reached");
    c.users = {{{OPEN, SHUT, CLOSE_LAST}, {LISTEN, Send(1, When::PeerFinished), CLOSE}}};
    return c;
}

/// \param name see there \param about see there \return with an attacker whom RFC 793 lets reset
/// connections: only transitions are checked
Configuration
Unprotected(const char* name, const char* about)
{
    Configuration c = Both(Simultaneous(name, about, SimultaneousOpen::Figure), [](Config& m) {
        m.synCheck = SynCheck::Reset;
        m.resetCheck = ResetCheck::InWindow;
        m.dataAfterClose = DataAfterClose::ResetAll;
    });
    c.forged = 1;
    c.invariants = {CommonInvariants().front()};
    c.onlyThose = true;
    c.checksEnd = false;
    return c;
}

/**
 * Two connections of one 4-tuple with the same ISNs, the worst there are, segments that live for
 * one MSL, and B's text.
 */
Configuration
TwoIncarnations(const char* name, const char* about)
{
    Configuration c = Both(Bare(name, about), [](Config& m) { m.timeWaitIgnoresReset = true; });
    c.users = {{{OPEN, SHUT, CLOSE_LAST, OPEN, SHUT, CLOSE_LAST}, {LISTEN, Send(1), CLOSE_LAST}}};
    c.issStep = 0;
    c.lifetime = 2s;
    return c;
}

/// \param name see there \param about see there \return RFC 1337's hazard, with RFC 9293's
/// TIME-WAIT, which a RST ends
Configuration
Hazard(const char* name, const char* about)
{
    Configuration c =
        Both(TwoIncarnations(name, about), [](Config& m) { m.timeWaitIgnoresReset = false; });
    c.hazard = true;
    c.onlyThose = true;
    c.checksEnd = false;
    return With(c, 0, 2, 0);
}

std::string
CheckText(const Moment& moment)
{
    return moment.scratch.broken; // what World::Apply() has detected
}

std::string
CheckAcknowledged(const Moment& moment)
{
    for (std::size_t at = 0; at < 2; ++at)
    {
        const World& after = moment.after;
        if (after.ends[at].incarnation > 0 && after.IsPeerOf(at) &&
            After(after.ends[at].connection.Receiving().nxt,
                  after.ends[1 - at].connection.Sending().nxt))
        {
            return "RCV.NXT of one end is beyond SND.NXT of the other";
        }
    }
    return {};
}

std::string
CheckSurvival(const Moment& moment)
{
    // Only one whose peer is new, too: a connection that an old SYN created may be reset
    for (std::size_t at = 0; at < 2; ++at)
    {
        const End& end = moment.after.ends[at];
        const Error error = end.connection.GetError();
        if (end.incarnation > 0 && moment.after.IsPeerOf(at) &&
            (error == Error::Reset || error == Error::Refused))
        {
            return "the new connection is reset";
        }
    }
    return {};
}

/// \param profile of both ends, with SmallConfig()'s numbers
Configuration
OfProfile(const char* profile)
{
    Configuration c = Data("", "data, between two ends of a profile");
    c.name = std::string("data-") + profile;
    for (Config& machine : c.machine)
    {
        machine = MakeProfile(profile)->connection;
        MakeSmall(machine);
    }
    return c;
}

/// \param all gets configurations that open and close, and send nothing
void
AddBare(std::vector<Configuration>& all)
{
    const auto open = Bare("open-close", "A opens, B listens, both close at any time");
    const auto late = Bare("open-close-late", "the same, and timers expire before segments arrive");
    auto refused = Bare("refused", "A opens, and there is no listener");
    refused.users = {{{OPEN, CLOSE}, {}}};
    const auto figure =
        Simultaneous("simultaneous", "both open; figure 7 of RFC 9293", SimultaneousOpen::Figure);
    const auto letter = Simultaneous("simultaneous-letter",
                                     "both open; as in 3.10.7.4 of RFC 9293",
                                     SimultaneousOpen::Letter);
    auto bsd = OfProfile("freebsd");
    bsd.name = "simultaneous-freebsd";
    bsd.about = "both open, with FreeBSD's rules";
    bsd.users = {{{OPEN, CLOSE}, {OPEN, CLOSE}}};
    bsd.symmetric = true;
    auto lingers = Both(Simultaneous("linger-both",
                                     "both open, and their CLOSE waits half a second",
                                     SimultaneousOpen::Figure),
                        [](Config& m) { m.linger = 500ms; });
    all.push_back(With(open, 2, 1, 0));
    all.push_back(With(late, 1, 1, 2, 250000));
    all.push_back(With(refused, 2, 1, 1));
    all.push_back(With(figure, 2, 1, 0));
    all.push_back(With(letter, 1, 1, 0, 200000));
    all.push_back(With(bsd, 1, 1, 0, 150000));
    all.push_back(With(lingers, 2, 0, 0, 150000));
    all.push_back(With(AbortAnywhere(), 1, 1, 0, 250000));
}

/// \param all gets configurations with data
void
AddText(std::vector<Configuration>& all)
{
    const auto data = Data("data", "A sends two segments, B one; both close at any time");
    auto unread = Bare("unread-close", "both send a byte and close with data unread");
    unread.users = {{{OPEN, Send(1), CLOSE}, {LISTEN, Send(1), CLOSE}}};
    unread.readsAtOnce = {false, false};
    auto fast = FastOpened();
    fast.name = "fast-open-unread";
    fast.about = "the SYN carries a byte, which is not read";
    fast.users = {{{{Call::Open, 1}, CLOSE}, {LISTEN, CLOSE}}};
    fast.readsAtOnce = {true, false};
    all.push_back(With(data, 1, 0, 0, 400000));
    all.push_back(With(ZeroWindow(), 1, 1, 0, 400000));
    all.push_back(With(FullWindows(), 1, 0, 1, 250000));
    all.push_back(With(FastOpened(), 1, 1, 0, 250000));
    all.push_back(With(fast, 1, 1, 0, 150000));
    all.push_back(With(Linger(), 1, 0, 0, 250000));
    all.push_back(With(HalfClose(), 1, 1, 0, 250000));
    all.push_back(With(Aborted(), 1, 1, 0, 250000));
    all.push_back(With(Unread(), 1, 0, 0, 250000));
    all.push_back(With(unread, 1, 0, 0, 150000));
    all.push_back(With(OutOfOrder(), 1, 0, 1, 250000));
    all.push_back(With(Paws(), 0, 1, 1, 200000));
    all.push_back(With(GiveUp(), 4, 0, 0, 250000));
    for (const char* profile : {"linux", "freebsd", "windows", "macos"})
    {
        all.push_back(With(OfProfile(profile), 1, 0, 0, 150000));
    }
}

/// \param all gets configurations with an attacker
void
AddForged(std::vector<Configuration>& all)
{
    const auto rfc793 = Unprotected("rfc793", "an attacker's SYN or RST resets as in RFC 793");
    auto passive = Unprotected("rfc793-passive", "the same, and B listens");
    passive.users = {{{OPEN, CLOSE}, {LISTEN, CLOSE}}};
    passive.symmetric = false;
    all.push_back(With(Forged(), 1, 0, 0, 400000));
    all.push_back(With(rfc793, 1, 0, 0));
    all.push_back(With(passive, 1, 0, 0));
}

/// \param all gets configurations with two connections of one 4-tuple
void
AddIncarnations(std::vector<Configuration>& all)
{
    const Invariant ownText{"data are of this connection", "RFC 1337, 2, H1", CheckText};
    const Invariant onlySent{"only sent data are accepted", "RFC 1337, 2, H2", CheckAcknowledged};
    const Invariant lives{"a new connection is not reset", "RFC 1337, 2, H3", CheckSurvival};
    auto h1 = Hazard("rfc1337-h1", "old data are accepted after a RST has ended TIME-WAIT");
    h1.invariants = {ownText};
    auto h2 =
        Hazard("rfc1337-h2", "an end accepts data that were not sent: the ends are desynchronized");
    h2.invariants = {onlySent};
    auto h3 = Hazard("rfc1337-h3", "an old segment resets a new connection");
    h3.invariants = {lives};
    auto two = TwoIncarnations("two-incarnations",
                               "one 4-tuple twice with the same ISNs; no RST ends TIME-WAIT");
    two.invariants = {ownText, onlySent, lives};
    all.push_back(With(two, 0, 2, 0, 600000));
    all.insert(all.end(), {h1, h2, h3});
}

std::vector<Configuration>
MakeCatalogue()
{
    std::vector<Configuration> all;
    AddBare(all);
    AddText(all);
    AddForged(all);
    AddIncarnations(all);
    return all;
}

} // namespace

const std::vector<Configuration>&
Catalogue()
{
    static const std::vector<Configuration> ALL = MakeCatalogue();
    return ALL;
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
