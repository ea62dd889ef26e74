/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ladder-table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <map>
#include <string_view>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Ladders as a table of comma-separated values.
 */

namespace ns3
{

namespace
{

constexpr const char* HEAD = "event,end,time_ns,serial,flags,seq,ack,length,sack,text";

/// Columns.
enum Column : std::size_t
{
    Event,
    End,
    TimeNs,
    Serial,
    Flags,
    SeqNumber,
    Ack,
    Length,
    Sack,
    Text,
    COLUMNS,
};

using Fields = std::array<std::string, COLUMNS>;

/// Reads a table line by line.
class Reader
{
  public:
    /// \param text of the table \param name of its file
    Reader(const std::string& text, const std::string& name)
        : m_text(text),
          m_name(name)
    {
    }

    /// \return the ladders
    std::vector<TcpLifecycleLadderModel> Read()
    {
        std::size_t begin = 0;
        while (begin < m_text.size())
        {
            const std::size_t end = std::min(m_text.find('\n', begin), m_text.size());
            ++m_line;
            const std::string line = m_text.substr(begin, end - begin);
            begin = end + 1;
            if (m_line == 1)
            {
                if (line != HEAD)
                {
                    Fail(std::string("is not a table of ladders; its first line should be ") +
                         HEAD);
                }
                continue;
            }
            Take(Split(line));
        }
        if (m_ladders.empty())
        {
            Fail("has no ladder");
        }
        return m_ladders;
    }

  private:
    /// \param message what is wrong in this line
    [[noreturn]] void Fail(const std::string& message) const
    {
        throw LadderTableError(m_name + ':' + std::to_string(m_line) + ": " + message);
    }

    /// \param line of the table \return its fields (RFC 4180)
    Fields Split(const std::string& line) const
    {
        Fields fields;
        std::size_t column = 0;
        bool quoted = false;
        for (std::size_t i = 0; i < line.size(); ++i)
        {
            if (line[i] == '"')
            {
                const bool twice = quoted && i + 1 < line.size() && line[i + 1] == '"';
                fields[column] += twice ? "\"" : "";
                i += twice ? 1 : 0;
                quoted = twice || !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                if (++column == COLUMNS)
                {
                    Fail("more than 10 fields");
                }
            }
            else
            {
                fields[column] += line[i];
            }
        }
        if (column + 1 != COLUMNS)
        {
            Fail("fewer than 10 fields");
        }
        return fields;
    }

    /// \param fields a line's \param column which \param most greatest that is allowed
    /// \return the number there
    uint64_t Number(const Fields& fields, Column column, uint64_t most) const
    {
        const std::string& text = fields[column];
        uint64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size() || value > most)
        {
            Fail("field " + std::to_string(column + 1) + ": '" + text +
                 "' is not a whole number up to " + std::to_string(most));
        }
        return value;
    }

    /// \param fields a line's \return its time
    Time TimeOf(const Fields& fields) const
    {
        return NanoSeconds(static_cast<int64_t>(Number(fields, TimeNs, INT64_MAX)));
    }

    /// \param fields a line's \return its end
    std::size_t EndOf(const Fields& fields) const
    {
        return static_cast<std::size_t>(Number(fields, End, 1));
    }

    /// \param name a state's \return it
    lifecycle::State StateOf(const std::string& name) const
    {
        for (const lifecycle::State state : lifecycle::ALL_STATES)
        {
            if (name == lifecycle::ToText(state))
            {
                return state;
            }
        }
        Fail('\'' + name + "' is not a state of RFC 9293");
    }

    /// \param name a cause's \return it
    lifecycle::Cause CauseOf(const std::string& name) const
    {
        for (std::size_t i = 0; i < lifecycle::CAUSE_COUNT; ++i)
        {
            const auto cause = static_cast<lifecycle::Cause>(i);
            if (name == lifecycle::ToText(cause))
            {
                return cause;
            }
        }
        Fail('\'' + name + "' is not a cause");
    }

    /// \param fields a line's \return its segment
    lifecycle::Segment SegmentOf(const Fields& fields) const
    {
        static const std::map<char, uint8_t> letters{{'F', lifecycle::FIN},
                                                     {'S', lifecycle::SYN},
                                                     {'R', lifecycle::RST},
                                                     {'P', lifecycle::PSH},
                                                     {'.', lifecycle::ACK},
                                                     {'U', lifecycle::URG},
                                                     {'E', lifecycle::ECE},
                                                     {'W', lifecycle::CWR}};
        lifecycle::Segment segment;
        for (const char letter : fields[Flags])
        {
            const auto found = letters.find(letter);
            if (found == letters.end())
            {
                Fail("'" + fields[Flags] + "' are not flags");
            }
            segment.flags |= found->second;
        }
        segment.seq = lifecycle::Seq(static_cast<uint32_t>(Number(fields, SeqNumber, UINT32_MAX)));
        segment.ack = lifecycle::Seq(static_cast<uint32_t>(Number(fields, Ack, UINT32_MAX)));
        segment.length = static_cast<uint32_t>(Number(fields, Length, UINT32_MAX));
        AddSack(fields, segment);
        return segment;
    }

    /// \param fields a line's \param segment gets its SACK blocks, `1:9 20:30`
    void AddSack(const Fields& fields, lifecycle::Segment& segment) const
    {
        std::vector<lifecycle::SackBlock> blocks;
        std::string_view rest = fields[Sack];
        while (!rest.empty() && blocks.size() < 3)
        {
            std::array<uint32_t, 2> edges{};
            for (uint32_t& edge : edges)
            {
                const auto [end, error] =
                    std::from_chars(rest.data(), rest.data() + rest.size(), edge);
                if (error != std::errc())
                {
                    Fail("'" + fields[Sack] + "' are not SACK blocks");
                }
                rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
                rest.remove_prefix(rest.empty() ? 0 : 1);
            }
            blocks.push_back({lifecycle::Seq(edges[0]), lifecycle::Seq(edges[1])});
        }
        if (!blocks.empty())
        {
            segment.options.AddSack(blocks.data(), blocks.size());
        }
    }

    /// \param fields a line's
    void Take(const Fields& fields)
    {
        const std::string& event = fields[Event];
        if (event == "ladder")
        {
            m_ladders.emplace_back();
            m_ladders.back().title = fields[Text];
            m_serials.clear();
            return;
        }
        if (m_ladders.empty())
        {
            Fail("something before the first ladder");
        }
        TcpLifecycleLadderModel& model = m_ladders.back();
        if (event == "end")
        {
            TcpLifecycleLadderEnd& end = model.ends[EndOf(fields)];
            end.name = fields[Text];
            if (!fields[SeqNumber].empty())
            {
                end.base =
                    lifecycle::Seq(static_cast<uint32_t>(Number(fields, SeqNumber, UINT32_MAX)));
            }
        }
        else if (event == "state")
        {
            model.initial[EndOf(fields)] = StateOf(fields[Text]);
        }
        else if (event == "remark")
        {
            model.remarks.push_back({model.events.size(), fields[Text]});
        }
        else if (event == "note")
        {
            model.note = fields[Text];
        }
        else
        {
            TakeEvent(fields, model);
        }
    }

    /// \param fields a line's \param model gets what happens
    void TakeEvent(const Fields& fields, TcpLifecycleLadderModel& model)
    {
        const std::string& event = fields[Event];
        if (event == "sent")
        {
            const std::string& how = fields[Text];
            const std::size_t index = model.AddSent(EndOf(fields),
                                                    TimeOf(fields),
                                                    SegmentOf(fields),
                                                    how.rfind("again", 0) == 0);
            model.segments[index].sure = how.find('?') == std::string::npos;
            m_serials[Number(fields, Serial, UINT64_MAX)] = index;
        }
        else if (event == "received")
        {
            const auto sent = m_serials.find(Number(fields, Serial, UINT64_MAX));
            if (sent == m_serials.end())
            {
                Fail("received, but not sent before");
            }
            model.AddReceived(sent->second, TimeOf(fields));
        }
        else if (event == "change")
        {
            model.AddTransition({EndOf(fields),
                                 TimeOf(fields),
                                 StateOf(fields[Flags]),
                                 StateOf(fields[Text]),
                                 CauseOf(fields[Sack])});
        }
        else
        {
            Fail("'" + event + "' is not an event; see the manual, page Analysis");
        }
    }

    const std::string& m_text;                      //!< the table
    const std::string& m_name;                      //!< of its file
    std::size_t m_line{0};                          //!< being read, from 1
    std::vector<TcpLifecycleLadderModel> m_ladders; //!< so far
    std::map<uint64_t, std::size_t> m_serials;      //!< indexes of segments of the last ladder
};

} // namespace

std::vector<TcpLifecycleLadderModel>
ReadLadderTable(const std::string& text, const std::string& name)
{
    return Reader(text, name).Read();
}

} // namespace ns3
