/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-faults.h"

#include "lifecycle-segment-reader.h"

#include "ns3/callback.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Fault rules as text, and their way onto a link.
 */

namespace ns3
{

namespace
{

/// A word of the language and what it stands for.
template <typename T>
struct Word
{
    const char* text; //!< as written
    T value;          //!< meaning
};

constexpr Word<TcpLifecycleFaultAction> ACTIONS[] = {
    {"drop", TcpLifecycleFaultAction::Drop},
    {"delay", TcpLifecycleFaultAction::Delay},
    {"duplicate", TcpLifecycleFaultAction::Duplicate},
    {"inject", TcpLifecycleFaultAction::Inject},
};

constexpr Word<char> DIRECTIONS[] = {
    {"A>B", 'A'},
    {"B>A", 'B'},
};

constexpr Word<TcpLifecycleFaultTarget> TARGETS[] = {
    {"any", TcpLifecycleFaultTarget::Any},
    {"SYN", TcpLifecycleFaultTarget::Syn},
    {"SYN,ACK", TcpLifecycleFaultTarget::SynAck},
    {"FIN", TcpLifecycleFaultTarget::Fin},
    {"RST", TcpLifecycleFaultTarget::Rst},
    {"ACK", TcpLifecycleFaultTarget::Ack},
    {"data", TcpLifecycleFaultTarget::Data},
};

/// Units of time.
constexpr const char* UNITS[] = {"ns", "us", "ms", "s"};

/// A word of a rule and where it stands.
struct Token
{
    std::string text;   //!< empty: the rule ends here
    std::size_t line;   //!< from 1 on
    std::size_t column; //!< from 1 on
};

/// \param token where \param message what is wrong
[[noreturn]] void
Fail(const Token& token, const std::string& message)
{
    throw TcpLifecycleFaultSyntaxError(token.line, token.column, message);
}

/// \param words a vocabulary \return its words, separated by commas
template <typename T, std::size_t N>
std::string
Listed(const Word<T> (&words)[N])
{
    std::string list;
    for (const auto& word : words)
    {
        list += list.empty() ? "" : ", ";
        list += std::string("'") + word.text + "'";
    }
    return list;
}

/// \param words a vocabulary \param token a word \param what its part in a rule \return its meaning
template <typename T, std::size_t N>
T
LookUp(const Word<T> (&words)[N], const Token& token, const std::string& what)
{
    for (const auto& word : words)
    {
        if (token.text == word.text)
        {
            return word.value;
        }
    }
    Fail(token,
         (token.text.empty() ? what + " is missing" : "'" + token.text + "' is no " + what) +
             "; known: " + Listed(words));
}

/// \param words a vocabulary \param value a meaning \return the word for it
template <typename T, std::size_t N>
const char*
Name(const Word<T> (&words)[N], T value)
{
    const auto word = std::find_if(std::begin(words), std::end(words), [value](const Word<T>& w) {
        return w.value == value;
    });
    return word == std::end(words) ? "?" : word->text;
}

/// \param text a text \return how many decimal digits it begins with
std::size_t
LeadingDigits(const std::string& text)
{
    return std::min(text.find_first_not_of("0123456789"), text.size());
}

/// \param token a word \return the number it is, 1 to 999999999
uint32_t
ReadCount(const Token& token)
{
    const std::size_t digits = LeadingDigits(token.text);
    if (token.text.empty())
    {
        Fail(token, "which one (1, 2, ...) is missing");
    }
    if (digits != token.text.size() || digits > 9 || std::stoul(token.text) == 0)
    {
        Fail(token, "'" + token.text + "' is no number from 1 to 999999999");
    }
    return static_cast<uint32_t>(std::stoul(token.text));
}

/// \param token a word \return the time it is
Time
ReadTime(const Token& token)
{
    if (token.text.empty())
    {
        Fail(token, "a time such as '30ms' is missing");
    }
    const std::size_t whole = LeadingDigits(token.text);
    std::size_t end = whole;
    if (end > 0 && end < token.text.size() && token.text[end] == '.')
    {
        end += 1 + LeadingDigits(token.text.substr(end + 1));
    }
    const std::string unit = token.text.substr(end);
    // 9 digits of seconds are 31 years: far inside what ns-3's Time can hold
    if (whole == 0 || whole > 9 ||
        std::find(std::begin(UNITS), std::end(UNITS), unit) == std::end(UNITS))
    {
        Fail(token, "'" + token.text + "' is no time such as '30ms'; units: ns, us, ms, s");
    }
    return Time(token.text);
}

/// Gives a text's words one after the other.
class Tokenizer
{
  public:
    /// \param text rules
    explicit Tokenizer(const std::string& text)
        : m_text(text)
    {
    }

    /// Go to the next rule. \return whether there is one
    bool NextRule()
    {
        SkipBlanks();
        while (m_at < m_text.size() && (m_text[m_at] == ';' || m_text[m_at] == '\n'))
        {
            if (m_text[m_at] == '\n')
            {
                ++m_line;
                m_lineStart = m_at + 1;
            }
            ++m_at;
            SkipBlanks();
        }
        return m_at < m_text.size();
    }

    /// \return the next word of this rule; an empty one at its end
    Token Next()
    {
        const std::size_t end = std::min(m_text.find_first_of(" \t\r;\n#", m_at), m_text.size());
        Token token{m_text.substr(m_at, end - m_at), m_line, m_at - m_lineStart + 1};
        m_at = end;
        SkipBlanks();
        return token;
    }

  private:
    /// Go on to a word, or the end of a rule.
    void SkipBlanks()
    {
        m_at = std::min(m_text.find_first_not_of(" \t\r", m_at), m_text.size());
        if (m_at < m_text.size() && m_text[m_at] == '#')
        {
            m_at = std::min(m_text.find('\n', m_at), m_text.size());
        }
    }

    const std::string& m_text;  //!< everything
    std::size_t m_at{0};        //!< place in it
    std::size_t m_line{1};      //!< line of that
    std::size_t m_lineStart{0}; //!< where that line begins
};

/// \param tokens before a segment, which is the rest of a rule \return the segment
lifecycle::Segment
ReadSegmentText(Tokenizer& tokens)
{
    const Token first = tokens.Next();
    std::string text = first.text;
    for (Token token = tokens.Next(); !token.text.empty(); token = tokens.Next())
    {
        text += ' ' + token.text;
    }
    const auto segment = lifecycle::ReadSegment(text);
    if (!segment)
    {
        Fail(first,
             "'" + text + "' is no segment such as 'S 90:90(0)' or '. 301:401(100) ack 101 win 0'");
    }
    return *segment;
}

/// \param tokens at a rule \return the rule
TcpLifecycleFaultRule
ReadRule(Tokenizer& tokens)
{
    TcpLifecycleFaultRule rule;
    rule.action = LookUp(ACTIONS, tokens.Next(), "action");
    rule.from = LookUp(DIRECTIONS, tokens.Next(), "direction");
    if (rule.action == TcpLifecycleFaultAction::Inject)
    {
        rule.amount = ReadTime(tokens.Next());
        rule.segment = ReadSegmentText(tokens);
        return rule;
    }
    rule.target = LookUp(TARGETS, tokens.Next(), "segment");
    rule.nth = ReadCount(tokens.Next());
    Token token = tokens.Next();
    const bool hasTime = !token.text.empty();
    switch (rule.action)
    {
    case TcpLifecycleFaultAction::Inject: // above
    case TcpLifecycleFaultAction::Drop:
        break;
    case TcpLifecycleFaultAction::Delay:
        rule.amount = ReadTime(token);
        token = tokens.Next();
        break;
    case TcpLifecycleFaultAction::Duplicate:
        rule.amount = hasTime ? ReadTime(token) : Time(0);
        token = hasTime ? tokens.Next() : token;
        break;
    }
    if (!token.text.empty())
    {
        Fail(token, "'" + token.text + "' is one word too many");
    }
    return rule;
}

/// \param time a time \return its text in the largest unit that divides it
std::string
TimeText(Time time)
{
    std::int64_t number = time.GetNanoSeconds();
    std::size_t unit = 0;
    while (unit + 1 < std::size(UNITS) && number % 1000 == 0)
    {
        number /= 1000;
        ++unit;
    }
    return std::to_string(number) + UNITS[unit];
}

/**
 * \param rules of both directions \param from sender of the segments to be struck
 * \param device the receiver's \param loss asked afterwards, or null \return the device's model
 */
Ptr<TcpLifecycleFaultModel>
InstallOne(const std::vector<TcpLifecycleFaultRule>& rules,
           char from,
           Ptr<PointToPointNetDevice> device,
           Ptr<ErrorModel> loss)
{
    std::vector<TcpLifecycleFaultRule> own;
    std::copy_if(rules.begin(),
                 rules.end(),
                 std::back_inserter(own),
                 [from](const TcpLifecycleFaultRule& rule) { return rule.from == from; });
    auto model = CreateObject<TcpLifecycleFaultModel>();
    model->SetRules(own);
    model->SetNext(loss);
    model->SetReceiver(MakeCallback(&PointToPointNetDevice::Receive, device));
    device->SetReceiveErrorModel(model);
    return model;
}

} // namespace

TcpLifecycleFaultSyntaxError::TcpLifecycleFaultSyntaxError(std::size_t line,
                                                           std::size_t column,
                                                           const std::string& message)
    : std::invalid_argument("fault rules, line " + std::to_string(line) + ", column " +
                            std::to_string(column) + ": " + message),
      m_line(line),
      m_column(column)
{
}

std::size_t
TcpLifecycleFaultSyntaxError::GetLine() const
{
    return m_line;
}

std::size_t
TcpLifecycleFaultSyntaxError::GetColumn() const
{
    return m_column;
}

std::vector<TcpLifecycleFaultRule>
TcpLifecycleFaults::Parse(const std::string& text)
{
    std::vector<TcpLifecycleFaultRule> rules;
    Tokenizer tokens(text);
    while (tokens.NextRule())
    {
        rules.push_back(ReadRule(tokens));
    }
    return rules;
}

std::string
TcpLifecycleFaults::ToText(const TcpLifecycleFaultRule& rule)
{
    std::string text = std::string(Name(ACTIONS, rule.action)) + ' ' + Name(DIRECTIONS, rule.from);
    if (rule.action == TcpLifecycleFaultAction::Inject)
    {
        return text + ' ' + TimeText(rule.amount) + ' ' + lifecycle::ToText(rule.segment);
    }
    text += std::string(" ") + Name(TARGETS, rule.target) + ' ' + std::to_string(rule.nth);
    if (rule.action == TcpLifecycleFaultAction::Delay || rule.amount.IsStrictlyPositive())
    {
        text += ' ' + TimeText(rule.amount);
    }
    return text;
}

TcpLifecycleFaults::Models
TcpLifecycleFaults::Install(const std::vector<TcpLifecycleFaultRule>& rules,
                            Ptr<PointToPointNetDevice> a,
                            Ptr<PointToPointNetDevice> b,
                            Ptr<ErrorModel> lossAtA,
                            Ptr<ErrorModel> lossAtB)
{
    return Models{InstallOne(rules, 'B', a, lossAtA), InstallOne(rules, 'A', b, lossAtB)};
}

} // namespace ns3
