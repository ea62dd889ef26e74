/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-segment-reader.h"
#include "tcp-lifecycle-fault-words.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Fault rules, read.
 */

namespace ns3
{

namespace
{

using Token = TcpLifecycleToken;
using Tokens = TcpLifecycleTokenizer;

constexpr uint32_t MOST_COUNT = 999999999;   //!< of a rule's count
constexpr uint64_t MOST_NUMBER = 0xffffffff; //!< of a sequence number
constexpr uint64_t MOST_LENGTH = 65495;  //!< bytes of data: an IPv4 packet's 65535 without headers
constexpr uint64_t MOST_WINDOW = 0xffff; //!< in the header

/// \param token a word \return whether it begins with a digit, as times and numbers do
bool
IsNumber(const Token& token)
{
    return !token.IsEnd() && token.text[0] >= '0' && token.text[0] <= '9';
}

/// \param token `F.`, packetdrill's letters \return the control bits
uint8_t
ReadFlags(const Token& token)
{
    using lifecycle::FLAG_LETTERS;
    uint8_t flags = 0;
    for (std::size_t i = 0; i < token.text.size(); ++i)
    {
        const auto letter =
            std::find_if(std::begin(FLAG_LETTERS), std::end(FLAG_LETTERS), [&](const auto& l) {
                return l.letter == token.text[i] && (flags & l.mask) == 0;
            });
        if (letter == std::end(FLAG_LETTERS))
        {
            TcpLifecycleFail(
                TcpLifecyclePart(token, i),
                TcpLifecycleQuoted(token.text.substr(i, 1)) +
                    " is not a further control bit; known: F S R P U E W ., each once");
        }
        flags |= letter->mask;
    }
    if (flags == 0)
    {
        TcpLifecycleFail(token, "control bits are missing; known: F S R P U E W .");
    }
    return flags;
}

/// \param token a word \param rule gets the target
void
ReadTarget(const Token& token, TcpLifecycleFaultRule& rule)
{
    const std::size_t prefix = std::string(FAULT_FLAGS).size();
    if (token.text.compare(0, prefix, FAULT_FLAGS) == 0)
    {
        rule.target = TcpLifecycleFaultTarget::Flags;
        rule.flags = ReadFlags(TcpLifecyclePart(token, prefix));
        return;
    }
    rule.target = TcpLifecycleLookUp(FAULT_TARGETS, token, "segment");
}

/// \param token `3`, `2-5`, `3+` or `every` \param rule gets which are struck
void
ReadWhich(const Token& token, TcpLifecycleFaultRule& rule)
{
    if (token.IsEnd())
    {
        TcpLifecycleFail(token, "a number (1, 2, ...), '2-5', '3+' or 'every' is missing");
    }
    if (token.text == "every")
    {
        rule.last = TcpLifecycleFaultRule::NO_END;
        return;
    }
    const std::size_t dash = token.text.find('-', 1);
    const bool open = token.text.back() == '+';
    const std::size_t end = open ? token.text.size() - 1 : dash;
    const Token first = TcpLifecyclePart(token, 0, end);
    if (!IsNumber(token))
    {
        TcpLifecycleFail(token,
                         TcpLifecycleQuoted(token.text) +
                             " is not a number from 1 to 999999999, '2-5', '3+' or 'every'");
    }
    rule.nth = static_cast<uint32_t>(TcpLifecycleReadNumber(first, 1, MOST_COUNT));
    if (open)
    {
        rule.last = TcpLifecycleFaultRule::NO_END;
    }
    else if (dash != std::string::npos)
    {
        rule.last = static_cast<uint32_t>(
            TcpLifecycleReadNumber(TcpLifecyclePart(token, dash + 1), rule.nth, MOST_COUNT));
    }
}

/// \param token `SYN-SENT,ESTABLISHED` \return the bits of the states
uint16_t
ReadStates(const Token& token)
{
    uint16_t states = 0;
    Tokens names(token.text, token.place, "");
    do
    {
        const Token name = names.Next(",");
        const auto state =
            std::find_if(lifecycle::ALL_STATES.begin(),
                         lifecycle::ALL_STATES.end(),
                         [&name](lifecycle::State s) { return name.text == lifecycle::ToText(s); });
        if (state == lifecycle::ALL_STATES.end())
        {
            std::string known;
            for (const auto s : lifecycle::ALL_STATES)
            {
                known += std::string(known.empty() ? "'" : ", '") + lifecycle::ToText(s) + "'";
            }
            TcpLifecycleFail(name,
                             (name.IsEnd() ? std::string("a state is missing")
                                           : TcpLifecycleQuoted(name.text) + " is not a state") +
                                 "; known: " + known);
        }
        states = static_cast<uint16_t>(states | TcpLifecycleFaultRule::StateBit(*state));
    } while (names.Skip(','));
    return states;
}

/// \param tokens after `burst` \param rule gets the burst \return the word after it
Token
ReadBurst(Tokens& tokens, TcpLifecycleFaultRule& rule)
{
    TcpLifecycleFaultBurst burst;
    burst.toBad = TcpLifecycleReadReal(tokens.Next(), 0, 1);
    burst.toGood = TcpLifecycleReadReal(tokens.Next(), 0, 1);
    Token token = tokens.Next();
    if (IsNumber(token))
    {
        burst.inGood = TcpLifecycleReadReal(token, 0, 1);
        burst.inBad = TcpLifecycleReadReal(tokens.Next(), 0, 1);
        token = tokens.Next();
    }
    rule.burst = burst;
    return token;
}

/// \param token where conditions may begin \param tokens after it \param rule gets them
void
ReadConditions(Token token, Tokens& tokens, TcpLifecycleFaultRule& rule)
{
    std::set<TcpLifecycleFaultCondition> seen;
    while (!token.IsEnd())
    {
        if (IsNumber(token))
        {
            TcpLifecycleExpectEnd(token);
        }
        const auto condition = TcpLifecycleLookUp(FAULT_CONDITIONS, token, "condition");
        if (!seen.insert(condition).second)
        {
            TcpLifecycleFail(token, TcpLifecycleQuoted(token.text) + " is a duplicate");
        }
        switch (condition)
        {
        case TcpLifecycleFaultCondition::Per:
            token = tokens.Next();
            if (token.text != "connection")
            {
                TcpLifecycleFail(token, "'connection' is expected after 'per'");
            }
            rule.perConnection = true;
            token = tokens.Next();
            break;
        case TcpLifecycleFaultCondition::State:
            rule.states = ReadStates(tokens.Next());
            token = tokens.Next();
            break;
        case TcpLifecycleFaultCondition::Probability:
            rule.probability = TcpLifecycleReadReal(tokens.Next(), 0, 1);
            token = tokens.Next();
            break;
        case TcpLifecycleFaultCondition::Burst:
            token = ReadBurst(tokens, rule);
            break;
        case TcpLifecycleFaultCondition::After:
            rule.notBefore = TcpLifecycleReadTime(tokens.Next());
            token = tokens.Next();
            break;
        case TcpLifecycleFaultCondition::Until:
            rule.until = TcpLifecycleReadTime(tokens.Next());
            token = tokens.Next();
            break;
        }
    }
}

/// \param tokens at a direction \param rule gets what is matched, and the amount, by the time after
/// it \param form whether that time may and must be there, and the amount without it
void
ReadMatch(Tokens& tokens, TcpLifecycleFaultRule& rule, const TcpLifecycleFaultForm& form)
{
    rule.from = TcpLifecycleLookUp(FAULT_DIRECTIONS, tokens.Next(), "direction");
    ReadTarget(tokens.Next(), rule);
    ReadWhich(tokens.Next(), rule);
    Token token = tokens.Next();
    rule.amount = MilliSeconds(form.usualMs);
    if (form.timeNeeded || (form.timeAllowed && IsNumber(token)))
    {
        rule.amount = TcpLifecycleReadTime(token);
        token = tokens.Next();
    }
    ReadConditions(token, tokens, rule);
}

/// \param token `on` or `at` \param tokens after it \param rule gets when it acts
void
ReadWhen(const Token& token, Tokens& tokens, TcpLifecycleFaultRule& rule)
{
    if (token.text == "at")
    {
        rule.timed = true;
        rule.from = rule.host;
        rule.amount = TcpLifecycleReadTime(tokens.Next());
        TcpLifecycleExpectEnd(tokens.Next());
        return;
    }
    if (token.text != "on")
    {
        TcpLifecycleFail(token,
                         (token.IsEnd() ? std::string("the time is missing")
                                        : TcpLifecycleQuoted(token.text) + " is not expected") +
                             "; known: 'at' and a time, 'on' and a segment");
    }
    ReadMatch(tokens, rule, {TcpLifecycleFaultSubject::Segment, true});
}

/// \param token `4711`, `next`, `next+10`, `next-10` or `guess` \param number gets the number
/// \return where it comes from
TcpLifecycleFaultNumber
ReadSequence(const Token& token, lifecycle::Seq& number)
{
    const std::string next = "next";
    if (token.text == "guess")
    {
        number = lifecycle::Seq(0);
        return TcpLifecycleFaultNumber::Guess;
    }
    if (token.text.compare(0, next.size(), next) == 0)
    {
        uint32_t offset = 0;
        if (token.text.size() > next.size())
        {
            const char sign = token.text[next.size()];
            if (sign != '+' && sign != '-')
            {
                TcpLifecycleFail(TcpLifecyclePart(token, next.size()),
                                 "'+' or '-' is expected after 'next'");
            }
            offset = static_cast<uint32_t>(
                TcpLifecycleReadNumber(TcpLifecyclePart(token, next.size() + 1), 0, MOST_NUMBER));
            offset = sign == '+' ? offset : 0U - offset;
        }
        number = lifecycle::Seq(offset);
        return TcpLifecycleFaultNumber::Next;
    }
    if (!IsNumber(token))
    {
        TcpLifecycleFail(token,
                         (token.IsEnd() ? std::string("a number is missing")
                                        : TcpLifecycleQuoted(token.text) + " is not a number") +
                             "; known: '4711', 'next', 'next+10', 'next-10', 'guess'");
    }
    number = lifecycle::Seq(static_cast<uint32_t>(TcpLifecycleReadNumber(token, 0, MOST_NUMBER)));
    return TcpLifecycleFaultNumber::Given;
}

/// \param token the kind \param tokens after it \param rule gets what is injected and when
void
ReadForged(Token token, Tokens& tokens, TcpLifecycleFaultRule& rule)
{
    const Token start = token;
    const auto kind = TcpLifecycleLookUp(FAULT_KINDS, token, "time or kind of segment");
    rule.segment.flags = kind.flags;
    rule.segment.length = kind.length;
    rule.segment.window = static_cast<uint16_t>(MOST_WINDOW);
    rule.likeMatched = kind.likeMatched;
    rule.seqFrom = kind.seqFrom;
    rule.ackFrom =
        kind.ack ? kind.likeMatched ? TcpLifecycleFaultNumber::Guess : TcpLifecycleFaultNumber::Next
                 : TcpLifecycleFaultNumber::Given;
    std::set<TcpLifecycleForgedPart> seen;
    token = tokens.Next();
    while (!token.IsEnd() && token.text != "on" && token.text != "at")
    {
        const auto part = TcpLifecycleLookUp(FAULT_PARTS, token, "part of a segment, 'on' or 'at'");
        if (!seen.insert(part).second)
        {
            TcpLifecycleFail(token, TcpLifecycleQuoted(token.text) + " is a duplicate");
        }
        const Token value = tokens.Next();
        switch (part)
        {
        case TcpLifecycleForgedPart::Seq:
            rule.seqFrom = ReadSequence(value, rule.segment.seq);
            break;
        case TcpLifecycleForgedPart::Ack:
            rule.ackFrom = ReadSequence(value, rule.segment.ack);
            rule.segment.flags |= kind.likeMatched ? uint8_t{0} : uint8_t{lifecycle::ACK};
            break;
        case TcpLifecycleForgedPart::Length:
            if (kind.likeMatched)
            {
                TcpLifecycleFail(token, "an 'old' segment is as long as the matched one");
            }
            rule.segment.length =
                static_cast<uint32_t>(TcpLifecycleReadNumber(value, 0, MOST_LENGTH));
            break;
        case TcpLifecycleForgedPart::Window:
            rule.segment.window =
                static_cast<uint16_t>(TcpLifecycleReadNumber(value, 0, MOST_WINDOW));
            break;
        case TcpLifecycleForgedPart::Copies:
            rule.copies =
                static_cast<uint32_t>(TcpLifecycleReadNumber(value, 1, FAULT_MOST_COPIES));
            break;
        }
        token = tokens.Next();
    }
    ReadWhen(token, tokens, rule);
    if (rule.timed && rule.likeMatched)
    {
        TcpLifecycleFail(start, "'old' needs 'on' and the segment that it copies");
    }
}

/// \param tokens before a segment, which is the rest of a rule \return the segment
lifecycle::Segment
ReadSegmentText(Tokens& tokens)
{
    const Token first = tokens.Next();
    std::string text = first.text;
    for (Token token = tokens.Next(); !token.IsEnd(); token = tokens.Next())
    {
        text += ' ' + token.text;
    }
    const auto segment = lifecycle::ReadSegment(text);
    if (!segment)
    {
        TcpLifecycleFail(first,
                         TcpLifecycleQuoted(text) + " is not a segment such as 'S 90:90(0)' or "
                                                    "'. 301:401(100) ack 101 win 0'");
    }
    return *segment;
}

/// \param tokens after `inject` \param rule gets the rest
void
ReadInject(Tokens& tokens, TcpLifecycleFaultRule& rule)
{
    rule.host = TcpLifecycleLookUp(FAULT_DIRECTIONS, tokens.Next(), "direction");
    const Token token = tokens.Next();
    if (!IsNumber(token))
    {
        ReadForged(token, tokens, rule);
        return;
    }
    rule.timed = true;
    rule.from = rule.host;
    rule.amount = TcpLifecycleReadTime(token);
    rule.segment = ReadSegmentText(tokens);
}

} // namespace

TcpLifecycleFaultRule
TcpLifecycleReadFaultRule(TcpLifecycleTokenizer& tokens)
{
    TcpLifecycleFaultRule rule;
    rule.action = TcpLifecycleLookUp(FAULT_ACTIONS, tokens.Next(), "action");
    const TcpLifecycleFaultForm form = TcpLifecycleFormOf(rule.action);
    switch (form.subject)
    {
    case TcpLifecycleFaultSubject::Segment:
        ReadMatch(tokens, rule, form);
        break;
    case TcpLifecycleFaultSubject::Injection:
        ReadInject(tokens, rule);
        break;
    case TcpLifecycleFaultSubject::Host:
        rule.host = TcpLifecycleLookUp(FAULT_HOSTS, tokens.Next(), "host");
        ReadWhen(tokens.Next(), tokens, rule);
        break;
    }
    rule.text = TcpLifecycleFaultRuleText(rule);
    return rule;
}

} // namespace ns3
