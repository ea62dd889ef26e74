/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-cursor.h"

#include "packetdrill-characters.h"

#include <algorithm>
#include <cstring>

namespace ns3
{
namespace packetdrill
{

Cursor::Cursor(Script& script, const std::string& text, const std::set<std::string>& defined)
    : m_script(script),
      m_text(text),
      m_defined(defined),
      m_lineBegins{0}
{
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        if (text[i] == '\n')
        {
            m_lineBegins.push_back(i + 1);
        }
    }
}

void
Cursor::Fail(Position position, const std::string& message) const
{
    throw ParseFailure{{m_script.file, position, message}};
}

void
Cursor::FailHere(const std::string& expected)
{
    SkipBlank();
    Fail(At(m_at), "expected " + expected + ", found " + Found());
}

std::string
Cursor::Found() const
{
    constexpr std::size_t MOST = 24; // enough to know the place by
    if (m_at >= m_text.size())
    {
        return "the end of the file";
    }
    std::string shown;
    const bool word = IsWordChar(m_text[m_at]);
    for (std::size_t i = m_at; i < m_text.size() && shown.size() < MOST; ++i)
    {
        const char c = m_text[i];
        if (IsBlank(c) || (i > m_at && word && !IsWordChar(c)))
        {
            break;
        }
        shown += c >= ' ' && c <= '~' ? c : '?';
        if (!word)
        {
            break;
        }
    }
    return '"' + shown + '"';
}

Position
Cursor::At(std::size_t offset) const
{
    const auto after = std::upper_bound(m_lineBegins.begin(), m_lineBegins.end(), offset);
    const auto line = static_cast<std::size_t>(after - m_lineBegins.begin());
    return {static_cast<uint32_t>(line),
            static_cast<uint32_t>(offset - m_lineBegins[line - 1] + 1)};
}

bool
Cursor::AtLineBegin() const
{
    std::size_t i = m_at;
    while (i > 0 && m_text[i - 1] != '\n')
    {
        --i;
        if (!IsBlank(m_text[i]))
        {
            return false;
        }
    }
    return true;
}

void
Cursor::SkipLine()
{
    m_at = std::min(m_text.find('\n', m_at), m_text.size());
}

char
Cursor::Peek(std::size_t ahead) const
{
    return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
}

void
Cursor::SkipBlank()
{
    while (m_at < m_text.size())
    {
        if (IsBlank(m_text[m_at]))
        {
            ++m_at;
        }
        else if (m_text[m_at] == '#' && AtLineBegin() && !Directive().empty())
        {
            Follow(Directive());
        }
        else if (m_text[m_at] == '#' || (m_text[m_at] == '/' && Peek(1) == '/'))
        {
            SkipLine();
        }
        else if (m_text[m_at] == '/' && Peek(1) == '*')
        {
            const std::size_t end = m_text.find("*/", m_at + 2);
            if (end == std::string::npos)
            {
                Fail(At(m_at), "the comment does not end; expected \"*/\"");
            }
            m_at = end + 2;
        }
        else
        {
            return;
        }
    }
    if (!m_frames.empty())
    {
        const Conditional& open = m_script.conditionals[m_frames.back().conditional];
        Fail(open.position,
             std::string(open.negated ? "#ifndef " : "#ifdef ") + open.name +
                 " does not end; expected #endif");
    }
}

std::string
Cursor::Directive() const
{
    std::size_t i = m_at + 1;
    while (i < m_text.size() && (m_text[i] == ' ' || m_text[i] == '\t'))
    {
        ++i;
    }
    std::size_t end = i;
    while (end < m_text.size() && IsWordChar(m_text[end]))
    {
        ++end;
    }
    const std::string word = m_text.substr(i, end - i);
    const bool known = word == "ifdef" || word == "ifndef" || word == "else" || word == "endif";
    return known ? word : std::string();
}

std::string
Cursor::DirectiveName()
{
    m_at = m_text.find("def", m_at) + 3;
    while (Peek() == ' ' || Peek() == '\t')
    {
        ++m_at;
    }
    const std::size_t begin = m_at;
    while (IsWordChar(Peek()))
    {
        ++m_at;
    }
    if (m_at == begin)
    {
        Fail(At(m_at), "expected a name after #ifdef or #ifndef");
    }
    return m_text.substr(begin, m_at - begin);
}

void
Cursor::Follow(const std::string& directive)
{
    if (directive == "ifdef" || directive == "ifndef")
    {
        Open(directive == "ifndef");
        return;
    }
    if (m_frames.empty())
    {
        Fail(At(m_at), '#' + directive + " without #ifdef or #ifndef before it");
    }
    if (directive == "endif")
    {
        m_frames.pop_back();
        SkipLine();
        return;
    }
    if (m_frames.back().inElse)
    {
        Fail(At(m_at), "a second #else; expected #endif");
    }
    m_frames.back().inElse = true;
    SkipLine();
    LeaveOut();
}

void
Cursor::Open(bool negated)
{
    Conditional conditional;
    conditional.position = At(m_at);
    conditional.negated = negated;
    conditional.name = DirectiveName();
    conditional.taken = (m_defined.count(conditional.name) != 0) != negated;
    m_frames.push_back({m_script.conditionals.size(), false});
    m_script.conditionals.push_back(conditional);
    SkipLine();
    if (!conditional.taken)
    {
        LeaveOut();
    }
}

void
Cursor::LeaveOut()
{
    std::size_t depth = 0; // of conditionals inside
    while (m_at < m_text.size())
    {
        while (m_at < m_text.size() && IsBlank(m_text[m_at]))
        {
            ++m_at;
        }
        const std::string directive = Peek() == '#' ? Directive() : std::string();
        if (directive == "ifdef" || directive == "ifndef")
        {
            ++depth;
        }
        else if (directive == "endif" && depth > 0)
        {
            --depth;
        }
        else if (directive == "endif")
        {
            Follow(directive);
            return;
        }
        else if (directive == "else" && depth == 0)
        {
            Frame& frame = m_frames.back();
            if (frame.inElse)
            {
                Fail(At(m_at), "a second #else; expected #endif");
            }
            frame.inElse = true;
            m_script.conditionals[frame.conditional].taken = true;
            SkipLine();
            return;
        }
        SkipLine();
    }
}

bool
Cursor::AtEnd()
{
    SkipBlank();
    return m_at >= m_text.size();
}

Position
Cursor::NextPosition()
{
    SkipBlank();
    return At(m_at);
}

std::size_t
Cursor::NextOffset()
{
    SkipBlank();
    return m_at;
}

char
Cursor::NextChar()
{
    SkipBlank();
    return Peek();
}

bool
Cursor::Skip(const char* token)
{
    SkipBlank();
    const std::size_t size = std::strlen(token);
    if (m_text.compare(m_at, size, token) != 0)
    {
        return false;
    }
    m_at += size;
    m_lastEnd = m_at;
    return true;
}

void
Cursor::Expect(const char* token, const char* after)
{
    if (!Skip(token))
    {
        FailHere('"' + std::string(token) + "\" after " + after);
    }
}

bool
Cursor::IsWord(const char* word)
{
    SkipBlank();
    const std::size_t size = std::strlen(word);
    return m_text.compare(m_at, size, word) == 0 && !IsWordChar(Peek(size));
}

bool
Cursor::SkipWord(const char* word)
{
    return IsWord(word) && Skip(word);
}

std::string
Cursor::Word()
{
    SkipBlank();
    const std::size_t begin = m_at;
    while (IsWordChar(Peek()))
    {
        ++m_at;
    }
    m_lastEnd = m_at > begin ? m_at : m_lastEnd;
    return m_text.substr(begin, m_at - begin);
}

std::string
Cursor::Run(const char* allowed)
{
    SkipBlank();
    const std::size_t begin = m_at;
    while (m_at < m_text.size() && m_text[m_at] != '\0' &&
           std::strchr(allowed, m_text[m_at]) != nullptr)
    {
        ++m_at;
    }
    m_lastEnd = m_at > begin ? m_at : m_lastEnd;
    return m_text.substr(begin, m_at - begin);
}

bool
Cursor::IsNumber()
{
    return IsDigit(NextChar());
}

uint64_t
Cursor::Number(uint64_t most, const char* what)
{
    if (!IsNumber())
    {
        FailHere(what);
    }
    const std::size_t begin = m_at;
    uint64_t base = 10;
    if (Peek() == '0' && (Peek(1) == 'x' || Peek(1) == 'X') && DigitValue(Peek(2)) < 16)
    {
        base = 16;
        m_at += 2;
    }
    uint64_t number = 0;
    for (; DigitValue(Peek()) < base; ++m_at)
    {
        const uint64_t digit = DigitValue(Peek());
        if (digit > most || number > (most - digit) / base)
        {
            Fail(At(begin), std::string(what) + " is too large; at most " + std::to_string(most));
        }
        number = base * number + digit;
    }
    m_lastEnd = m_at;
    return number;
}

std::string
Cursor::Until(const char* end, const char* what, Position begin)
{
    const std::size_t found = m_text.find(end, m_at);
    if (found == std::string::npos)
    {
        Fail(begin, std::string(what) + " does not end; expected \"" + end + '"');
    }
    std::string text = m_text.substr(m_at, found - m_at);
    m_at = found + std::strlen(end);
    m_lastEnd = m_at;
    return text;
}

std::string
Cursor::RawUntil(const char* stops)
{
    SkipBlank();
    const std::size_t begin = m_at;
    std::size_t depth = 0;
    while (m_at < m_text.size())
    {
        const char c = m_text[m_at];
        if (depth == 0 && (c == '\n' || (c != '\0' && std::strchr(stops, c) != nullptr) ||
                           (c == '/' && Peek(1) == '/') || c == '#'))
        {
            break;
        }
        if (c == '(' || c == '[' || c == '{')
        {
            ++depth;
        }
        else if (depth > 0 && (c == ')' || c == ']' || c == '}'))
        {
            --depth;
        }
        ++m_at;
        m_lastEnd = IsBlank(c) ? m_lastEnd : m_at;
    }
    if (depth > 0)
    {
        Fail(At(begin), "a bracket is not closed");
    }
    return m_lastEnd > begin ? m_text.substr(begin, m_lastEnd - begin) : std::string();
}

std::string
Cursor::Text(std::size_t begin, std::size_t end) const
{
    return m_text.substr(begin, end - begin);
}

} // namespace packetdrill
} // namespace ns3
