/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-code-tokens.h"

#include "packetdrill-characters.h"

#include <cstdlib>

namespace ns3
{
namespace packetdrill
{

namespace
{

/// Operators, longer ones before those that they begin with.
constexpr const char* OPERATORS[] = {
    "<<=", ">>=", "//=", "**", "<<", ">>", "//", "==", "!=", "<=", ">=", "+=",
    "-=",  "*=",  "/=",  "%=", "|=", "&=", "^=", "+",  "-",  "*",  "/",  "%",
    "|",   "&",   "^",   "~",  "<",  ">",  "=",  "(",  ")",  ","};

/// Cuts code into tokens.
class Tokenizer
{
  public:
    /// \param code a block
    explicit Tokenizer(const Code& code)
        : m_text(code.text),
          m_position(code.textPosition)
    {
    }

    /// \return all tokens
    std::vector<CodeToken> Read()
    {
        while (SkipBlank())
        {
            ReadOne();
        }
        if (!m_open.empty())
        {
            throw CodeFailure{m_open.back(), "\"(\" does not close; expected \")\"", false};
        }
        Add(CodeToken::Kind::End, m_at).position = m_position;
        return std::move(m_tokens);
    }

  private:
    /// \param message what is wrong at the place \param unsupported whether it is only that
    [[noreturn]] void Fail(const std::string& message, bool unsupported = false) const
    {
        throw CodeFailure{m_position, message, unsupported};
    }

    /// \param count bytes to go on by
    void Go(std::size_t count)
    {
        for (; count > 0 && m_at < m_text.size(); --count)
        {
            ++m_position.column;
            if (m_text[m_at++] == '\n')
            {
                ++m_position.line;
                m_position.column = 1;
            }
        }
    }

    /// \return the byte at the place, 0 at the end
    char Here() const
    {
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }

    /// \return whether there is a token after blanks
    bool SkipBlank()
    {
        while (m_at < m_text.size())
        {
            const bool joined =
                Here() == '\\' && IsBlank(m_at + 1 < m_text.size() ? m_text[m_at + 1] : 'x');
            if (Here() == '#')
            {
                Go(std::min(m_text.find('\n', m_at), m_text.size()) - m_at);
            }
            else if (joined)
            {
                // a backslash at the end of a line, perhaps with blanks after it, joins the next
                const std::size_t end = m_text.find('\n', m_at);
                const std::size_t word = m_text.find_first_not_of(" \t\r", m_at + 1);
                if (word != end)
                {
                    Fail("a backslash that is not at the end of its line");
                }
                Go(std::min(end, m_text.size()) - m_at + 1);
            }
            else if (IsBlank(Here()) && (Here() != '\n' || !m_open.empty()))
            {
                Go(1);
            }
            else
            {
                return true;
            }
        }
        return false;
    }

    /// \param kind of the token that ends at the place \param begin its first byte
    CodeToken& Add(CodeToken::Kind kind, std::size_t begin)
    {
        CodeToken token;
        token.kind = kind;
        token.begin = begin;
        token.end = m_at;
        m_tokens.push_back(std::move(token));
        return m_tokens.back();
    }

    /// The token at the place.
    void ReadOne()
    {
        const Position position = m_position;
        const std::size_t begin = m_at;
        if (Here() == '\n' || Here() == ';')
        {
            Go(1);
            Add(CodeToken::Kind::NewLine, begin).position = position;
        }
        else if (Here() == '"' || Here() == '\'')
        {
            ReadString();
        }
        else if (IsDigit(Here()) ||
                 (Here() == '.' && m_at + 1 < m_text.size() && IsDigit(m_text[m_at + 1])))
        {
            ReadNumber();
        }
        else if (IsLetter(Here()))
        {
            while (IsWordChar(Here()))
            {
                Go(1);
            }
            CodeToken& token = Add(CodeToken::Kind::Name, begin);
            token.position = position;
            token.text = m_text.substr(begin, m_at - begin);
        }
        else
        {
            ReadOperator();
        }
    }

    /// A string; adjacent strings are joined.
    void ReadString()
    {
        const Position position = m_position;
        const std::size_t begin = m_at;
        const char quote = Here();
        std::string string;
        Go(1);
        while (Here() != quote)
        {
            if (m_at >= m_text.size() || Here() == '\n')
            {
                throw CodeFailure{position, "the string does not end in its line", false};
            }
            if (Here() == '\\' && m_at + 1 < m_text.size())
            {
                Go(1);
                string += Here() == 'n' ? '\n' : (Here() == 't' ? '\t' : Here());
            }
            else
            {
                string += Here();
            }
            Go(1);
        }
        Go(1);
        CodeToken* last = m_tokens.empty() ? nullptr : &m_tokens.back();
        auto* before = last != nullptr && last->kind == CodeToken::Kind::Constant
                           ? std::get_if<std::string>(&last->value.data)
                           : nullptr;
        if (before != nullptr)
        {
            *before += string;
            last->end = m_at;
            return;
        }
        CodeToken& token = Add(CodeToken::Kind::Constant, begin);
        token.position = position;
        token.value = Value(std::move(string));
    }

    /// A number.
    void ReadNumber()
    {
        const Position position = m_position;
        const std::size_t begin = m_at;
        const bool hexadecimal =
            Here() == '0' && m_at + 1 < m_text.size() && (m_text[m_at + 1] | 0x20) == 'x';
        std::size_t end = m_at + (hexadecimal ? 2 : 0);
        while (end < m_text.size() &&
               (IsWordChar(m_text[end]) || (m_text[end] == '.' && !hexadecimal)))
        {
            ++end;
        }
        const std::string text = m_text.substr(begin, end - begin);
        Value value;
        if (text.find('.') != std::string::npos)
        {
            char* rest = nullptr;
            value = Value(std::strtod(text.c_str(), &rest));
            if (*rest != '\0')
            {
                Fail("not a number: " + text);
            }
        }
        else
        {
            value = Value(Whole(text, hexadecimal));
        }
        Go(end - begin);
        CodeToken& token = Add(CodeToken::Kind::Constant, begin);
        token.position = position;
        token.value = std::move(value);
    }

    /// \param text an integer, with 0x if \param hexadecimal \return it
    int64_t Whole(const std::string& text, bool hexadecimal) const
    {
        const int64_t base = hexadecimal ? 16 : 10;
        int64_t number = 0;
        std::size_t at = hexadecimal ? 2 : 0;
        // Python 2 marks long integers by an L
        const std::size_t end = text.size() - (text.back() == 'L' ? 1 : 0);
        bool right = at < end;
        for (; right && at < end; ++at)
        {
            const auto digit = static_cast<int64_t>(DigitValue(text[at]));
            right = digit < base && !__builtin_mul_overflow(number, base, &number) &&
                    !__builtin_add_overflow(number, digit, &number);
        }
        if (!right)
        {
            Fail("not an integer of 64 bits: " + text);
        }
        return number;
    }

    /// An operator.
    void ReadOperator()
    {
        const Position position = m_position;
        const std::size_t begin = m_at;
        for (const std::string operation : OPERATORS)
        {
            if (m_text.compare(m_at, operation.size(), operation) != 0)
            {
                continue;
            }
            if (operation == "(")
            {
                m_open.push_back(position);
            }
            else if (operation == ")" && m_open.empty())
            {
                Fail("\")\" without \"(\" before it");
            }
            else if (operation == ")")
            {
                m_open.pop_back();
            }
            Go(operation.size());
            CodeToken& token = Add(CodeToken::Kind::Operator, begin);
            token.position = position;
            token.text = operation;
            return;
        }
        const char c = Here();
        Fail(std::string("\"") + (c >= ' ' && c <= '~' ? c : '?') + "\" in code", true);
    }

    const std::string& m_text;       //!< the code
    Position m_position;             //!< the place, in the script
    std::size_t m_at{0};             //!< the place, in bytes
    std::vector<Position> m_open;    //!< parentheses
    std::vector<CodeToken> m_tokens; //!< so far
};

} // namespace

std::vector<CodeToken>
ReadTokens(const Code& code)
{
    return Tokenizer(code).Read();
}

} // namespace packetdrill
} // namespace ns3
