/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-parser.h"

#include "packetdrill-characters.h"
#include "packetdrill-code.h"
#include "packetdrill-parser-parts.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace ns3
{
namespace packetdrill
{

namespace
{

/// What may begin an event's action, for messages.
constexpr char ACTIONS[] =
    "a packet (< or >), a system call, a command in backticks or a code block %{ }%";

/// \param text a text \return its lines, without their ends
std::vector<std::string>
Lines(const std::string& text)
{
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < text.size())
    {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string line = text.substr(begin, end - begin);
        while (!line.empty() && line.back() == '\r')
        {
            line.pop_back();
        }
        lines.push_back(std::move(line));
        begin = end + 1;
    }
    return lines;
}

/// \param cursor at a place \return whether seconds come next: `1`, `1.5`, `.5`
bool
IsSeconds(Cursor& cursor)
{
    const char first = cursor.NextChar();
    return IsDigit(first) || (first == '.' && IsDigit(cursor.Peek(1)));
}

/// \param cursor at seconds, with at most nine decimals that count \return the time
Duration
ReadSeconds(Cursor& cursor)
{
    constexpr uint64_t MOST_SECONDS = 1000000000; // 31 years; keeps nanoseconds in 63 bits
    if (!IsSeconds(cursor))
    {
        cursor.FailHere("a time in seconds, such as 0.100");
    }
    uint64_t nanoseconds = 0;
    if (cursor.NextChar() != '.')
    {
        const std::string zeros = cursor.Run("0"); // 0x is not a time
        const uint64_t seconds = IsDigit(cursor.Peek()) ? cursor.Number(MOST_SECONDS, "a time") : 0;
        nanoseconds = seconds * 1000000000;
    }
    if (cursor.Peek() == '.' && cursor.Peek(1) != '.')
    {
        cursor.Skip(".");
        uint64_t unit = 100000000;
        const std::string digits = IsDigit(cursor.Peek()) ? cursor.Run("0123456789") : "";
        for (const char digit : digits)
        {
            nanoseconds += unit * static_cast<uint64_t>(digit - '0');
            unit /= 10;
        }
    }
    return Duration(static_cast<int64_t>(nanoseconds));
}

/// \param cursor at a time \return it
TimeSpec
ReadTime(Cursor& cursor)
{
    TimeSpec time;
    if (cursor.Skip("*"))
    {
        time.kind = TimeKind::Any;
        return time;
    }
    time.kind = cursor.Skip("+") ? TimeKind::Relative : TimeKind::Absolute;
    time.from = ReadSeconds(cursor);
    const Position end = cursor.NextPosition();
    if (cursor.Skip("~"))
    {
        if (time.kind == TimeKind::Relative)
        {
            cursor.Expect("+", "~ of a relative range; it is written +a~+b");
        }
        time.to = ReadSeconds(cursor);
        if (*time.to < time.from)
        {
            cursor.Fail(end, "the range ends before it begins; expected a later time after ~");
        }
    }
    else if (cursor.Skip("..."))
    {
        cursor.Skip("+");
        time.blockedTo = ReadSeconds(cursor);
        if (*time.blockedTo < time.from)
        {
            cursor.Fail(end, "the call returns before it begins; expected a later time after ...");
        }
    }
    return time;
}

/// Reads one script.
class ScriptReader
{
  public:
    /// \param script gets what is read \param text its text \param defined names
    ScriptReader(Script& script, const std::string& text, const std::set<std::string>& defined)
        : m_script(script),
          m_cursor(script, text, defined)
    {
    }

    /// Read all of it.
    void Read()
    {
        while (!m_cursor.AtEnd())
        {
            const Position position = m_cursor.NextPosition();
            if (m_cursor.Skip("--"))
            {
                ReadConfig(position);
            }
            else if (m_cursor.Skip("`"))
            {
                ReadPlainCommand(position);
            }
            else
            {
                ReadEvent(position);
            }
        }
    }

  private:
    /// \param position where `--` is
    void ReadConfig(Position position)
    {
        if (!m_script.events.empty())
        {
            m_cursor.Fail(position, "an option after the first event; options must precede it");
        }
        ConfigLine config;
        config.position = position;
        config.name =
            m_cursor.Run("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
        if (config.name.empty())
        {
            m_cursor.FailHere("an option's name after \"--\"");
        }
        if (m_cursor.Peek() == '=')
        {
            m_cursor.Skip("=");
            const char quote[] = {m_cursor.Peek(), '\0'};
            if (quote[0] == '"' || quote[0] == '\'')
            {
                m_cursor.Skip(quote);
                config.value = m_cursor.Until(quote, "the option's value", position);
            }
            else
            {
                config.value = m_cursor.RawUntil(" \t\r");
            }
        }
        m_script.config.push_back(std::move(config));
    }

    /// \param position where the backtick is, which has been read \return the command; "\`" in it
    /// is a backtick, as in packetdrill
    std::string ReadCommand(Position position)
    {
        std::string text = m_cursor.Until("`", "the command", position);
        while (!text.empty() && text.back() == '\\')
        {
            text.back() = '`';
            text += m_cursor.Until("`", "the command", position);
        }
        return text;
    }

    /// \param position where the backtick is
    void ReadPlainCommand(Position position)
    {
        PlainCommand command{position, ReadCommand(position)};
        (m_script.events.empty() ? m_script.init : m_script.cleanup).push_back(std::move(command));
    }

    /// \param position where its time begins
    void ReadEvent(Position position)
    {
        const std::size_t begin = m_cursor.NextOffset();
        const char first = m_cursor.NextChar();
        if (first != '+' && first != '*' && !IsSeconds(m_cursor))
        {
            m_cursor.FailHere(m_expected.empty()
                                  ? "an option (--name=value), a command in backticks, or an "
                                    "event's time (0.100, +0.100 or *)"
                                  : m_expected);
        }
        if (!m_script.cleanup.empty())
        {
            m_cursor.Fail(m_script.cleanup.front().position,
                          "a command between events needs a time, such as +0");
        }
        Event event;
        event.position = position;
        event.time = ReadTime(m_cursor);
        event.actionPosition = m_cursor.NextPosition();
        ReadAction(event);
        Check(event);
        event.text = m_cursor.Text(begin, m_cursor.LastEnd());
        m_script.events.push_back(std::move(event));
    }

    /// \param event gets what it does
    void ReadAction(Event& event)
    {
        m_expected = "the next event, which begins with its time (0.100, +0.100 or *)";
        if (m_cursor.Skip("<"))
        {
            event.action = ReadPacket(m_cursor, Direction::Inbound);
            m_expected = AfterPacket(std::get<Packet>(event.action));
        }
        else if (m_cursor.Skip(">"))
        {
            event.action = ReadPacket(m_cursor, Direction::Outbound);
            m_expected = AfterPacket(std::get<Packet>(event.action));
        }
        else if (m_cursor.Skip("`"))
        {
            event.action = Command{ReadCommand(event.actionPosition)};
        }
        else if (m_cursor.Skip("%{"))
        {
            Code code;
            code.textPosition = event.actionPosition;
            code.textPosition.column += 2;
            code.text = m_cursor.Until("}%", "the code block", event.actionPosition);
            CheckCode(code);
            event.action = std::move(code);
        }
        else if (IsLetter(m_cursor.NextChar()))
        {
            event.action = ReadSystemCall(m_cursor);
        }
        else
        {
            m_cursor.FailHere(ACTIONS);
        }
    }

    /// \param code a block; fail if it is wrong, not if it is only beyond what is understood
    void CheckCode(const Code& code) const
    {
        try
        {
            ReadCode(code);
        }
        catch (const CodeFailure& failure)
        {
            if (!failure.unsupported)
            {
                m_cursor.Fail(failure.position, failure.message);
            }
        }
    }

    /// \param packet one that was read \return what may come after it
    static std::string AfterPacket(const Packet& packet)
    {
        const auto* tcp = std::get_if<TcpPattern>(&packet.pattern);
        std::string more;
        if (tcp != nullptr && !tcp->anyOptions && tcp->options.empty())
        {
            more = std::string(tcp->ack || tcp->window || tcp->urgent ? "" : "ack N, ") +
                   (tcp->window || tcp->urgent ? "" : "win N, ") + (tcp->urgent ? "" : "urg N, ") +
                   "options in < >, or ";
        }
        return more + "the next event, which begins with its time (0.100, +0.100 or *)";
    }

    /// \param event one that was read; fail if its time is none for what it does
    void Check(const Event& event) const
    {
        const auto* packet = std::get_if<Packet>(&event.action);
        const bool outbound = packet != nullptr && packet->direction == Direction::Outbound;
        if (event.time.kind == TimeKind::Any && !outbound)
        {
            m_cursor.Fail(event.position, "the time * is for expected packets (>) only");
        }
        if (event.time.to && !outbound)
        {
            m_cursor.Fail(event.position, "a range of times is for expected packets (>) only");
        }
        if (event.time.blockedTo && !std::holds_alternative<SystemCall>(event.action))
        {
            m_cursor.Fail(event.position, "a time a...b is for system calls that block only");
        }
        if (packet != nullptr && !outbound && std::holds_alternative<TcpPattern>(packet->pattern))
        {
            CheckInjected(event.actionPosition, std::get<TcpPattern>(packet->pattern));
        }
    }

    /// \param position where it is \param tcp a segment that the script sends; fail if it is not
    /// whole
    void CheckInjected(Position position, const TcpPattern& tcp) const
    {
        const bool ignored = tcp.sequence.kind == NumberKind::Ignored ||
                             (tcp.ack && tcp.ack->kind == NumberKind::Ignored);
        if (ignored)
        {
            m_cursor.Fail(position,
                          "a segment that is sent (<) needs its numbers; ... is for expected ones");
        }
        if (tcp.anyOptions)
        {
            m_cursor.Fail(
                position,
                "a segment that is sent (<) needs its options; <...> is for expected ones");
        }
        if (!tcp.window)
        {
            m_cursor.Fail(position, "a segment that is sent (<) needs a window: win N");
        }
    }

    Script& m_script;       //!< gets what is read
    Cursor m_cursor;        //!< the text
    std::string m_expected; //!< after the last event; empty before the first
};

} // namespace

ParseOutcome
ParseScript(const std::string& file, const std::string& text, const std::set<std::string>& defined)
{
    Script script;
    script.file = file;
    script.lines = Lines(text);
    try
    {
        ScriptReader(script, text, defined).Read();
        return script;
    }
    catch (const ParseFailure& failure)
    {
        return failure.diagnostic;
    }
}

} // namespace packetdrill
} // namespace ns3
