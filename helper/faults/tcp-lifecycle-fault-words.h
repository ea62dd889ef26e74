/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_FAULT_WORDS_H
#define TCP_LIFECYCLE_FAULT_WORDS_H

#include "tcp-lifecycle-fault-rule.h"
#include "tcp-lifecycle-words.h"

#include <cstddef>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The vocabulary of fault rules.
 */

namespace ns3
{

/// What an injected segment is.
struct TcpLifecycleForgedKind
{
    uint8_t flags{0};        //!< control bits
    uint32_t length{0};      //!< bytes of data
    bool likeMatched{false}; //!< both are those of the matched segment
    TcpLifecycleFaultNumber seqFrom{TcpLifecycleFaultNumber::Next}; //!< unless said
    bool ack{true}; //!< it has an ACK field, even if none is said
};

/// Actions.
constexpr TcpLifecycleWord<TcpLifecycleFaultAction> FAULT_ACTIONS[] = {
    {"drop", TcpLifecycleFaultAction::Drop},
    {"delay", TcpLifecycleFaultAction::Delay},
    {"duplicate", TcpLifecycleFaultAction::Duplicate},
    {"corrupt", TcpLifecycleFaultAction::Corrupt},
    {"reorder", TcpLifecycleFaultAction::Reorder},
    {"inject", TcpLifecycleFaultAction::Inject},
    {"crash", TcpLifecycleFaultAction::Crash},
    {"reboot", TcpLifecycleFaultAction::Reboot},
};

/// Directions, by the sender.
constexpr TcpLifecycleWord<char> FAULT_DIRECTIONS[] = {
    {"A>B", 'A'},
    {"B>A", 'B'},
};

/// Hosts.
constexpr TcpLifecycleWord<char> FAULT_HOSTS[] = {
    {"A", 'A'},
    {"B", 'B'},
};

/// Targets; what begins with FAULT_FLAGS is one, too.
constexpr TcpLifecycleWord<TcpLifecycleFaultTarget> FAULT_TARGETS[] = {
    {"any", TcpLifecycleFaultTarget::Any},
    {"SYN", TcpLifecycleFaultTarget::Syn},
    {"SYN,ACK", TcpLifecycleFaultTarget::SynAck},
    {"FIN", TcpLifecycleFaultTarget::Fin},
    {"RST", TcpLifecycleFaultTarget::Rst},
    {"ACK", TcpLifecycleFaultTarget::Ack},
    {"data", TcpLifecycleFaultTarget::Data},
    {"flags=...", TcpLifecycleFaultTarget::Flags},
};

/// Before control bits in packetdrill's letters.
constexpr const char* FAULT_FLAGS = "flags=";

/// Kinds of injected segments. A RST has SEG.SEQ alone (RFC 9293, 3.5.3), unless an `ack` is said.
constexpr TcpLifecycleWord<TcpLifecycleForgedKind> FAULT_KINDS[] = {
    {"RST", {lifecycle::RST, 0, false, TcpLifecycleFaultNumber::Next, false}},
    {"SYN,ACK", {lifecycle::SYN | lifecycle::ACK, 0, false, TcpLifecycleFaultNumber::Guess, true}},
    {"SYN", {lifecycle::SYN, 0, false, TcpLifecycleFaultNumber::Guess, false}},
    {"FIN", {lifecycle::FIN | lifecycle::ACK, 0, false, TcpLifecycleFaultNumber::Next, true}},
    {"ACK", {lifecycle::ACK, 0, false, TcpLifecycleFaultNumber::Next, true}},
    {"data", {lifecycle::PSH | lifecycle::ACK, 1, false, TcpLifecycleFaultNumber::Next, true}},
    {"old", {0, 0, true, TcpLifecycleFaultNumber::Guess, true}},
};

/// Parts of what an injected segment is.
enum class TcpLifecycleForgedPart : uint8_t
{
    Seq,    //!< SEG.SEQ
    Ack,    //!< SEG.ACK
    Length, //!< bytes of data
    Window, //!< SEG.WND
    Copies, //!< how many
};

/// Parts of what an injected segment is.
constexpr TcpLifecycleWord<TcpLifecycleForgedPart> FAULT_PARTS[] = {
    {"seq", TcpLifecycleForgedPart::Seq},
    {"ack", TcpLifecycleForgedPart::Ack},
    {"len", TcpLifecycleForgedPart::Length},
    {"win", TcpLifecycleForgedPart::Window},
    {"times", TcpLifecycleForgedPart::Copies},
};

/// Conditions after what is counted.
enum class TcpLifecycleFaultCondition : uint8_t
{
    Per,         //!< counted for each connection
    State,       //!< of the receiver
    Probability, //!< of a strike
    Burst,       //!< strikes in bursts
    After,       //!< from a time on
    Until,       //!< up to a time
};

/// Conditions after what is counted.
constexpr TcpLifecycleWord<TcpLifecycleFaultCondition> FAULT_CONDITIONS[] = {
    {"per", TcpLifecycleFaultCondition::Per},
    {"state", TcpLifecycleFaultCondition::State},
    {"probability", TcpLifecycleFaultCondition::Probability},
    {"burst", TcpLifecycleFaultCondition::Burst},
    {"after", TcpLifecycleFaultCondition::After},
    {"until", TcpLifecycleFaultCondition::Until},
};

/// Most injected at once: keeps a slip of the pen from filling memory.
constexpr uint32_t FAULT_MOST_COPIES = 1000000;

/// \param tokens at a rule \return the rule
TcpLifecycleFaultRule TcpLifecycleReadFaultRule(TcpLifecycleTokenizer& tokens);

/// \param rule a rule \return its text, without default values
std::string TcpLifecycleFaultRuleText(const TcpLifecycleFaultRule& rule);

} // namespace ns3

#endif // TCP_LIFECYCLE_FAULT_WORDS_H
