/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_FAULT_RULE_H
#define TCP_LIFECYCLE_FAULT_RULE_H

#include "lifecycle-segment.h"
#include "lifecycle-state.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A fault rule as a value.
 */

namespace ns3
{

/// What a rule does.
enum class TcpLifecycleFaultAction : uint8_t
{
    Drop,      //!< the segment does not arrive
    Delay,     //!< it arrives later, by amount
    Duplicate, //!< it arrives, and once more, by amount later
    Corrupt,   //!< it arrives with one bit turned over, so that its checksum is wrong
    Reorder,   //!< it arrives after the next one of its connection, or by amount later at most
    Inject,    //!< another one arrives that was never sent, or long ago
    Crash,     //!< a host crashes, see TcpLifecycleL4Protocol::Crash()
    Reboot,    //!< a host is up again, see TcpLifecycleL4Protocol::Reboot()
};

/// What an action is about.
enum class TcpLifecycleFaultSubject : uint8_t
{
    Segment,   //!< the matched segment: what becomes of it
    Injection, //!< a segment that is injected
    Host,      //!< a host
};

/// How the rule of an action is written after the action's word.
struct TcpLifecycleFaultForm
{
    TcpLifecycleFaultSubject subject; //!< what follows
    bool timeAllowed{false};          //!< a time may follow the match, of a Segment
    bool timeNeeded{false};           //!< it must
    int64_t usualMs{0};               //!< the time without one, milliseconds
};

/// \param action an action \return the form of its rules
constexpr TcpLifecycleFaultForm
TcpLifecycleFormOf(TcpLifecycleFaultAction action)
{
    using Subject = TcpLifecycleFaultSubject;
    switch (action)
    {
    case TcpLifecycleFaultAction::Drop:
    case TcpLifecycleFaultAction::Corrupt:
        return {Subject::Segment};
    case TcpLifecycleFaultAction::Delay:
        return {Subject::Segment, true, true};
    case TcpLifecycleFaultAction::Duplicate:
        return {Subject::Segment, true};
    case TcpLifecycleFaultAction::Reorder:
        return {Subject::Segment, true, false, 1000}; // RFC 6298's first RTO (2.1)
    case TcpLifecycleFaultAction::Inject:
        return {Subject::Injection};
    case TcpLifecycleFaultAction::Crash:
    case TcpLifecycleFaultAction::Reboot:
        return {Subject::Host};
    }
    return {Subject::Segment};
}

/// Which segments a rule counts.
enum class TcpLifecycleFaultTarget : uint8_t
{
    Any,    //!< every segment
    Syn,    //!< SYN without ACK
    SynAck, //!< SYN with ACK
    Fin,    //!< FIN, with data or without
    Rst,    //!< RST
    Ack,    //!< a pure acknowledgment: ACK, no SYN, FIN or RST, no data
    Data,   //!< data, one byte at least
    Flags,  //!< exactly the control bits that the rule names
};

/// Where a number of an injected segment comes from.
enum class TcpLifecycleFaultNumber : uint8_t
{
    Given, //!< it is the one in the rule
    Next,  //!< the one in the rule is added to what follows the matched segment
    Guess, //!< any of 2^32, drawn for each segment
};

/// Losses in bursts: Gilbert (1960) and Elliott (1963). The chain begins in the good state.
struct TcpLifecycleFaultBurst
{
    double toBad{0};  //!< probability that the bad state follows the good one, 0..1
    double toGood{1}; //!< probability that the good state follows the bad one, 0..1
    double inGood{0}; //!< probability of a strike in the good state, 0..1
    double inBad{1};  //!< probability of a strike in the bad state, 0..1

    /// \return whether all is the same
    bool operator==(const TcpLifecycleFaultBurst& other) const;
};

/**
 * \ingroup tcp-lifecycle
 *
 * One fault: what happens, and when: at a time, or to the nth to last of some segments that come
 * over the link.
 *
 * Each rule counts by itself, over all connections or for each of them, every segment of its target
 * that arrives, repeats of the sender and segments struck by other rules included.
 */
struct TcpLifecycleFaultRule
{
    /// As `last`: there is no end.
    static constexpr uint32_t NO_END = std::numeric_limits<uint32_t>::max();

    TcpLifecycleFaultAction action{TcpLifecycleFaultAction::Drop}; //!< what happens
    char from{'A'};                                                //!< sender, 'A' or 'B'
    TcpLifecycleFaultTarget target{TcpLifecycleFaultTarget::Any};  //!< what is counted
    uint32_t nth{1};                                               //!< which of them, from 1 on
    Time amount; //!< see the action; of Inject, Crash and Reboot: time after the matched segment,
                 //!< or after the start of the simulation if the rule is timed; >= 0
    lifecycle::Segment segment{}; //!< of Inject; its ports are not looked at

    uint32_t last{0}; //!< up to which of them; 0: only the nth
    bool perConnection{
        false};         //!< counted for each connection; a SYN with another number begins one
    uint8_t flags{0};   //!< of the target Flags: control bits, see lifecycle::Flag
    uint16_t states{0}; //!< counted only if the receiver is in one of these; 0: in any
    Time notBefore{};   //!< counted from now on
    std::optional<Time> until{};                   //!< counted before this
    double probability{1};                         //!< with which those to be struck are, 0..1
    std::optional<TcpLifecycleFaultBurst> burst{}; //!< decides as well, if there is one

    bool timed{false};  //!< Inject, Crash, Reboot: at a time, not at a segment
    char host{'A'};     //!< Inject: seeming sender; Crash, Reboot: the host; 'A' or 'B'
    uint32_t copies{1}; //!< Inject: how many, each with numbers of its own
    TcpLifecycleFaultNumber seqFrom{TcpLifecycleFaultNumber::Given}; //!< of Inject
    TcpLifecycleFaultNumber ackFrom{TcpLifecycleFaultNumber::Given}; //!< of Inject
    bool likeMatched{false}; //!< Inject: control bits and length are the matched segment's

    std::string text{}; //!< as a user wrote it, for listeners; not compared

    /// \param state a state of the receiver \return its bit in `states`
    static constexpr uint16_t StateBit(lifecycle::State state)
    {
        return static_cast<uint16_t>(1U << static_cast<unsigned>(state));
    }

    /// \return whether it waits for segments of this link, and strikes them or at them
    bool IsMatched() const;
    /// \return whether it decides what becomes of the matched segment itself
    bool IsFate() const;
    /// \return whether it needs random numbers
    bool IsRandom() const;
    /// \return whether all is the same
    bool operator==(const TcpLifecycleFaultRule& other) const;
};

/**
 * \param target a target, not Flags \param segment a segment
 * \return whether a rule with that target counts the segment
 */
bool Matches(TcpLifecycleFaultTarget target, const lifecycle::Segment& segment);
/// \param rule a rule \param segment a segment \return whether target and flags are the segment's
bool Matches(const TcpLifecycleFaultRule& rule, const lifecycle::Segment& segment);

} // namespace ns3

#endif // TCP_LIFECYCLE_FAULT_RULE_H
