/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-invariants.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

namespace
{

/// A continuation that takes more events than this does not end
constexpr std::size_t LONGEST = 3000;

std::string
CheckDefects(const Moment& moment)
{
    for (const Actions& actions : moment.scratch.actions)
    {
        for (const Action& action : actions)
        {
            if (const auto* defect = std::get_if<Defect>(&action))
            {
                return std::string(ToText(defect->from)) + " -> " + ToText(defect->to) + " (" +
                       ToText(defect->cause) + ")";
            }
        }
    }
    return {};
}

std::string
CheckStream(const Moment& moment)
{
    if (!moment.scratch.broken.empty())
    {
        return moment.scratch.broken;
    }
    for (std::size_t at = 0; at < 2; ++at)
    {
        const End& end = moment.after.ends[at];
        const uint64_t text =
            end.delivered < 64 ? (uint64_t{1} << end.delivered) - 1 : ~uint64_t{0};
        if ((end.stored & text) != text)
        {
            return "a byte is delivered that was not stored";
        }
        if (moment.after.IsPeerOf(at) &&
            end.delivered > moment.after.ends[1 - at].connection.Sending().written)
        {
            return "more is delivered than was sent";
        }
    }
    return {};
}

std::string
CheckEndOfStream(const Moment& moment)
{
    for (std::size_t at = 0; at < 2; ++at)
    {
        const End& end = moment.after.ends[at];
        if (!end.Told(lifecycle::Event::PeerFinished) ||
            moment.before.ends[at].Told(lifecycle::Event::PeerFinished) ||
            !moment.after.IsPeerOf(at))
        {
            continue;
        }
        const SendSpace& sent = moment.after.ends[1 - at].connection.Sending();
        const bool shut = end.connection.GetState() != State::Closed &&
                          end.connection.Receiving().nxt != sent.writeEnd + 1;
        if (!sent.finSent || shut || end.delivered != sent.written)
        {
            return "the user is notified of the peer's FIN before all data are delivered";
        }
    }
    return {};
}

/// The final notification of an end's user, compared with the cause of the end
std::string
JudgeEnd(const Moment& moment, std::size_t at)
{
    const End& end = moment.after.ends[at];
    const Connection& connection = end.connection;
    const bool failed = end.Told(lifecycle::Event::Failed);
    if (failed != (connection.GetError() != Error::None) && connection.IsKnownToUser() &&
        end.established)
    {
        return "the notification Failed without an error, or an error without it";
    }
    // A FIN may be lost: "CLOSING, LAST-ACK, TIME-WAIT: if the RST bit is set, then enter the
    // CLOSED state" (RFC 9293, 3.10.7.4, second)
    const SendSpace& snd = connection.Sending();
    if (!failed && end.established && !end.aborted && Before(snd.una, snd.writeEnd))
    {
        return "the user is notified of success with unacknowledged data";
    }
    switch (connection.GetError())
    {
    case Error::Reset:
    case Error::Refused:
        return end.heardReset ? "" : "reset or refused without a RST";
    case Error::TimedOut:
        return moment.event.kind == EventKind::Time ? "" : "timed out without a timer";
    case Error::Unreachable:
    case Error::ProtocolUnreachable:
        return "unreachable without an ICMP message";
    case Error::None:
    case Error::Aborted:
        break;
    }
    return {};
}

std::string
CheckEnds(const Moment& moment)
{
    for (std::size_t at = 0; at < 2; ++at)
    {
        const End& before = moment.before.ends[at];
        const End& after = moment.after.ends[at];
        if (after.Told(lifecycle::Event::Connected) && !after.established)
        {
            return "the user is notified of a connection that was not ESTABLISHED";
        }
        if (before.life != Life::Open || after.life != Life::Ended)
        {
            continue;
        }
        if (!after.Told(lifecycle::Event::Closed))
        {
            return "the connection has ended without a notification";
        }
        std::string broken = JudgeEnd(moment, at);
        if (!broken.empty())
        {
            return broken;
        }
    }
    return {};
}

std::string
CheckAcknowledgments(const Moment& moment)
{
    for (std::size_t at = 0; at < 2; ++at)
    {
        for (const Action& action : moment.scratch.actions[at])
        {
            const auto* emit = std::get_if<Emit>(&action);
            if (emit && emit->segment.Has(ACK) && moment.after.IsPeerOf(at) &&
                moment.after.ends[at].life == Life::Open &&
                After(emit->segment.ack, moment.after.ends[1 - at].connection.Sending().nxt))
            {
                return "a number is acknowledged that the peer has not sent";
            }
        }
    }
    return {};
}

std::string
CheckTimers(const Moment& moment)
{
    for (const End& end : moment.after.ends)
    {
        const Connection& connection = end.connection;
        const SendSpace& snd = connection.Sending();
        const State state = connection.GetState();
        if (end.life != Life::Open || state == State::Closed)
        {
            if (connection.NextDeadline() != NEVER)
            {
                return "a timer runs in CLOSED";
            }
            continue;
        }
        const bool armed = connection.DeadlineOf(Timer::Retransmission) != NEVER ||
                           connection.DeadlineOf(Timer::Persist) != NEVER;
        if (snd.Flight() > 0 && !armed)
        {
            return "data are outstanding without a timer";
        }
        if (snd.synAcked && (snd.Unsent() > 0 || snd.FinUnsent()) && !armed)
        {
            return "data wait to be sent without a timer";
        }
        if ((state == State::TimeWait) != (connection.DeadlineOf(Timer::TimeWait) != NEVER))
        {
            return "the 2MSL timer must run in TIME-WAIT and only there";
        }
        if (connection.OwesAck())
        {
            return "an acknowledgment is owed and not sent";
        }
    }
    return {};
}

std::string
CheckRetries(const Moment& moment)
{
    for (std::size_t at = 0; at < 2; ++at)
    {
        const Config& config = moment.after.configuration->machine[at];
        const uint32_t most = std::max({config.synRetries + config.synLinearTimeouts,
                                        config.synAckRetries,
                                        config.dataRetries,
                                        config.finRetries});
        if (moment.after.ends[at].connection.Retries() > most)
        {
            return "more retransmissions than the parameters allow";
        }
    }
    return {};
}

std::string
CheckForged(const Moment& moment)
{
    if (moment.event.kind != EventKind::Forge)
    {
        return {};
    }
    const Connection& before = moment.before.ends[moment.event.end].connection;
    const Connection& after = moment.after.ends[moment.event.end].connection;
    const bool same = before.GetState() == after.GetState() &&
                      before.Sending().una == after.Sending().una &&
                      before.Sending().nxt == after.Sending().nxt &&
                      before.Sending().wnd == after.Sending().wnd &&
                      before.Receiving().nxt == after.Receiving().nxt &&
                      before.Receiving().delivered == after.Receiving().delivered &&
                      before.Receiving().advertisedEnd == after.Receiving().advertisedEnd;
    return same ? "" : "a forged segment has changed the connection";
}

/// \param before a world \param after the same later \return whether an end's state or a sequence
/// number is another
bool
HasProgress(const World& before, const World& after)
{
    for (std::size_t at = 0; at < 2; ++at)
    {
        const Connection& was = before.ends[at].connection;
        const Connection& is = after.ends[at].connection;
        if (was.GetState() != is.GetState() || before.ends[at].life != after.ends[at].life ||
            was.Sending().una != is.Sending().una || was.Sending().nxt != is.Sending().nxt ||
            was.Receiving().nxt != is.Receiving().nxt ||
            was.Receiving().advertisedEnd != is.Receiving().advertisedEnd)
        {
            return true;
        }
    }
    return false;
}

/// \param world without further events, or in a loop \return empty: that is
/// what the users expect
std::string
JudgeRest(const World& world)
{
    for (std::size_t at = 0; at < 2; ++at)
    {
        const End& end = world.ends[at];
        const End& peer = world.ends[1 - at];
        if (end.life != Life::Open)
        {
            continue;
        }
        const bool unread = peer.life == Life::Open && peer.connection.Unread() > 0;
        if (end.connection.Sending().HasWork() && !unread)
        {
            return "data or a FIN are never acknowledged";
        }
        const State state = end.connection.GetState();
        const bool ours = state == State::Established || state == State::CloseWait;
        // Without CLOSE a user may wait for the peer's data without limit
        const bool theirs =
            state == State::FinWait2 && (peer.life == Life::Open || !end.connection.IsUserClosed());
        if (!ours && !theirs && !unread)
        {
            return std::string("an end stays in ") + ToText(state);
        }
    }
    return {};
}

} // namespace

const std::vector<Invariant>&
CommonInvariants()
{
    static const std::vector<Invariant> INVARIANTS = {
        {"every transition is in the table", "RFC 9293, figure 5", CheckDefects},
        {"the data delivered are a prefix of the data sent, once and in order",
         "RFC 9293, 3.10.7.4, seventh",
         CheckStream},
        {"end of file comes after all data", "RFC 9293, 3.10.7.4, eighth", CheckEndOfStream},
        {"the user is notified of the right end, once", "RFC 9293, 3.9.1", CheckEnds},
        {"nothing is acknowledged that was not sent", "RFC 9293, 3.4", CheckAcknowledgments},
        {"no data are outstanding without a timer", "RFC 9293, 3.8.1; RFC 6298, 5.1", CheckTimers},
        {"limits of retransmissions are kept", "RFC 9293, 3.8.3, MUST-20", CheckRetries},
        {"a challenged segment changes nothing", "RFC 5961, 3.2, 4.2, 5.2", CheckForged},
    };
    return INVARIANTS;
}

std::string
FindBroken(const Moment& moment)
{
    const Configuration& configuration = *moment.after.configuration;
    for (const auto* list : {&CommonInvariants(), &configuration.invariants})
    {
        if (configuration.onlyThose && list == &CommonInvariants())
        {
            continue;
        }
        for (const Invariant& invariant : *list)
        {
            const std::string broken = invariant.broken(moment);
            if (!broken.empty())
            {
                return broken + " (" + invariant.name + ": " + invariant.clause + ")";
            }
        }
    }
    return {};
}

Continuation
FollowFaultless(const World& start,
                Key key,
                Scratch& scratch,
                const std::function<bool(const Key&)>& isGood)
{
    Continuation result;
    World world = start;
    world.faultless = true;
    World before = world; // kept, so that its memory is
    uint32_t quiet = 0;
    std::size_t lastTime = 0;
    while (result.events.size() < LONGEST)
    {
        if (isGood(key))
        {
            return result;
        }
        const auto again = std::find(result.keys.begin(), result.keys.end(), key);
        if (again != result.keys.end())
        {
            const auto since = static_cast<std::size_t>(again - result.keys.begin());
            result.broken = lastTime > since ? JudgeRest(world)
                                             : "segments follow each other endlessly (RFC 9293, "
                                               "3.10.7.4, first: no limit to answers)";
            return result;
        }
        result.keys.push_back(key);
        Event event;
        if (!world.NextFaultless(event))
        {
            result.broken = JudgeRest(world);
            return result;
        }
        before = world;
        world.Apply(event, scratch);
        result.events.push_back(event);
        result.broken = FindBroken({before, world, event, scratch});
        if (!result.broken.empty())
        {
            return result;
        }
        const bool timer = event.kind == EventKind::Time;
        lastTime = timer ? result.events.size() : lastTime;
        quiet =
            timer || event.kind == EventKind::User || HasProgress(before, world) ? 0 : quiet + 1;
        if (quiet > world.configuration->quietLimit)
        {
            result.broken = "segments follow each other without any progress";
            return result;
        }
        key = world.Hash(scratch, false);
    }
    result.broken = "without faults the ends do not reach CLOSED";
    return result;
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
