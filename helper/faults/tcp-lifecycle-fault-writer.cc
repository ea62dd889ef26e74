/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-fault-words.h"

#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Fault rules, written.
 */

namespace ns3
{

namespace
{

/// \param rule a rule that matches segments \return which, `A>B FIN 1`
std::string
MatchText(const TcpLifecycleFaultRule& rule)
{
    std::string text = std::string(TcpLifecycleNameOf(FAULT_DIRECTIONS, rule.from)) + ' ';
    if (rule.target == TcpLifecycleFaultTarget::Flags)
    {
        lifecycle::Segment segment;
        segment.flags = rule.flags;
        text += FAULT_FLAGS + lifecycle::FlagsText(segment);
    }
    else
    {
        text += TcpLifecycleNameOf(FAULT_TARGETS, rule.target);
    }
    const bool endless = rule.last == TcpLifecycleFaultRule::NO_END;
    if (endless && rule.nth == 1)
    {
        return text + " every";
    }
    text += ' ' + std::to_string(rule.nth);
    if (endless)
    {
        text += '+';
    }
    else if (rule.last > rule.nth)
    {
        text += '-' + std::to_string(rule.last);
    }
    return text;
}

/// \param states bits \return their names, separated by commas
std::string
StatesText(uint16_t states)
{
    std::string text;
    for (const auto state : lifecycle::ALL_STATES)
    {
        if (states & TcpLifecycleFaultRule::StateBit(state))
        {
            text += std::string(text.empty() ? "" : ",") + lifecycle::ToText(state);
        }
    }
    return text;
}

/// \param rule a rule that matches segments \return its conditions, each with a blank before it
std::string
ConditionsText(const TcpLifecycleFaultRule& rule)
{
    std::string text = rule.perConnection ? " per connection" : "";
    if (rule.states != 0)
    {
        text += " state " + StatesText(rule.states);
    }
    if (rule.probability < 1)
    {
        text += " probability " + TcpLifecycleRealText(rule.probability);
    }
    if (rule.burst)
    {
        text += " burst";
        for (const double number :
             {rule.burst->toBad, rule.burst->toGood, rule.burst->inGood, rule.burst->inBad})
        {
            text += ' ' + TcpLifecycleRealText(number);
        }
    }
    if (rule.notBefore.IsStrictlyPositive())
    {
        text += " after " + TcpLifecycleTimeText(rule.notBefore);
    }
    if (rule.until)
    {
        text += " until " + TcpLifecycleTimeText(*rule.until);
    }
    return text;
}

/// \param from where a number comes from \param number it \return its text
std::string
SequenceText(TcpLifecycleFaultNumber from, lifecycle::Seq number)
{
    switch (from)
    {
    case TcpLifecycleFaultNumber::Given:
        return std::to_string(number.Value());
    case TcpLifecycleFaultNumber::Guess:
        return "guess";
    case TcpLifecycleFaultNumber::Next:
        break;
    }
    const auto offset = static_cast<int32_t>(number.Value());
    if (offset == 0)
    {
        return "next";
    }
    return offset > 0 ? "next+" + std::to_string(offset)
                      : "next-" + std::to_string(-static_cast<int64_t>(offset));
}

/// \param rule one that injects a kind of segment \return what, ` RST seq next`
std::string
ForgedText(const TcpLifecycleFaultRule& rule)
{
    const lifecycle::Segment& segment = rule.segment;
    const auto kind =
        std::find_if(std::begin(FAULT_KINDS), std::end(FAULT_KINDS), [&](const auto& word) {
            const auto flags = static_cast<uint8_t>(segment.flags & ~lifecycle::ACK);
            return word.value.likeMatched == rule.likeMatched &&
                   (rule.likeMatched || (word.value.flags == segment.flags ||
                                         (!word.value.ack && word.value.flags == flags)));
        });
    if (kind == std::end(FAULT_KINDS))
    {
        return " ?";
    }
    std::string text = std::string(" ") + kind->text;
    text += " seq " + SequenceText(rule.seqFrom, segment.seq);
    if (rule.likeMatched || segment.Has(lifecycle::ACK))
    {
        text += " ack " + SequenceText(rule.ackFrom, segment.ack);
    }
    if (!rule.likeMatched && segment.length != kind->value.length)
    {
        text += " len " + std::to_string(segment.length);
    }
    if (segment.window != 0xffff)
    {
        text += " win " + std::to_string(segment.window);
    }
    return text + (rule.copies > 1 ? " times " + std::to_string(rule.copies) : "");
}

/// \param rule one that injects, crashes or reboots \return when, ` at 2s` or ` on A>B FIN 1`
std::string
WhenText(const TcpLifecycleFaultRule& rule)
{
    if (rule.timed)
    {
        return " at " + TcpLifecycleTimeText(rule.amount);
    }
    const bool later = rule.amount.IsStrictlyPositive();
    return " on " + MatchText(rule) + (later ? ' ' + TcpLifecycleTimeText(rule.amount) : "") +
           ConditionsText(rule);
}

/// \param rule a rule that injects \return the text after the action
std::string
InjectText(const TcpLifecycleFaultRule& rule)
{
    const std::string way = TcpLifecycleNameOf(FAULT_DIRECTIONS, rule.host);
    const bool whole = rule.timed && rule.copies == 1 &&
                       rule.seqFrom == TcpLifecycleFaultNumber::Given &&
                       (rule.ackFrom == TcpLifecycleFaultNumber::Given);
    return way +
           (whole ? ' ' + TcpLifecycleTimeText(rule.amount) + ' ' + lifecycle::ToText(rule.segment)
                  : ForgedText(rule) + WhenText(rule));
}

} // namespace

std::string
TcpLifecycleFaultRuleText(const TcpLifecycleFaultRule& rule)
{
    const std::string text = TcpLifecycleNameOf(FAULT_ACTIONS, rule.action) + std::string(" ");
    const TcpLifecycleFaultForm form = TcpLifecycleFormOf(rule.action);
    switch (form.subject)
    {
    case TcpLifecycleFaultSubject::Segment:
        break;
    case TcpLifecycleFaultSubject::Injection:
        return text + InjectText(rule);
    case TcpLifecycleFaultSubject::Host:
        return text + TcpLifecycleNameOf(FAULT_HOSTS, rule.host) + WhenText(rule);
    }
    const bool usual = !form.timeNeeded && rule.amount == MilliSeconds(form.usualMs);
    return text + MatchText(rule) + (usual ? "" : ' ' + TcpLifecycleTimeText(rule.amount)) +
           ConditionsText(rule);
}

} // namespace ns3
