/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-ladder-text.h"

#include "tcp-lifecycle-ladder-glyphs.h"
#include "tcp-lifecycle-ladder-row.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <optional>
#include <utility>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Ladder diagrams for a terminal.
 */

namespace ns3
{

namespace
{

using Kind = TcpLifecycleLadderEventKind;
using Charset = TcpLifecycleLadderCharset;
using namespace ladder_glyphs;
using namespace ladder_row;

constexpr std::size_t LABEL_WIDTH = 36; //!< columns of a label at most
constexpr std::size_t FIRST_LANE = 8;   //!< columns from the receiver's line to the first lane
constexpr std::size_t LANE_STEP = 3;    //!< columns between lanes
constexpr std::size_t MOST_LANES = 6;   //!< lanes in one direction; more segments get a tag
constexpr int GAP_FLIGHTS = 4;          //!< a pause longer than this number of flights is a gap

/// \param time a time \return milliseconds with three decimals
std::string
Milliseconds(Time time)
{
    char text[32];
    std::snprintf(text, sizeof(text), "%.3f", static_cast<double>(time.GetNanoSeconds()) / 1e6);
    return text;
}

/// Draws one model.
class Painter
{
  public:
    /// \param model what \param charset with what
    Painter(const TcpLifecycleLadderModel& model, Charset charset)
        : m_model(model),
          m_charset(charset),
          m_gap(m_model.LongestFlight() * GAP_FLIGHTS)
    {
    }

    /// \return the diagram
    std::string Paint()
    {
        PaintHeading();
        for (std::size_t i = 0; i < m_model.events.size(); ++i)
        {
            for (const std::string& remark : m_model.RemarksBefore(i))
            {
                PaintRemark(remark);
            }
            PaintEvent(i);
        }
        if (!m_model.note.empty())
        {
            m_text += '\n' + m_model.note + '\n';
        }
        return m_text;
    }

  private:
    /// A lane that a segment in flight goes down in.
    struct Lane
    {
        std::size_t segment; //!< its index
        std::size_t from;    //!< sending end
        std::size_t number;  //!< the nearest to the receiver's line is 0
    };

    /// \return a line with nothing on it but the two ends' lines
    std::string Blank(Cell line) const
    {
        std::string cells(RIGHT + 1, ' ');
        cells[LEFT] = line;
        cells[RIGHT] = line;
        return cells;
    }

    /// \return a line with the two ends' lines and all lanes
    std::string Row() const
    {
        std::string cells = Blank(VERTICAL);
        for (const Lane& lane : m_lanes)
        {
            cells[LEFT + 1 + PlaceOf(lane.from, lane.number)] = VERTICAL;
        }
        return cells;
    }

    /// \param label of a segment \return it, shortened to what fits on any segment's line
    static std::string Cut(const std::string& label)
    {
        return label.size() <= LABEL_WIDTH ? label : label.substr(0, LABEL_WIDTH - 3) + "...";
    }

    /// Write a line, with its time where that is due.
    void Emit(std::string cells, std::optional<Time> time = std::nullopt)
    {
        if (time && time != m_shown)
        {
            const std::string text = Milliseconds(*time);
            Put(cells, TIME_WIDTH - std::min(TIME_WIDTH, text.size()), text);
            m_shown = time;
        }
        m_text += Encode(std::move(cells), m_charset);
    }

    void PaintHeading()
    {
        if (!m_model.title.empty())
        {
            m_text += m_model.title + "\n\n";
        }
        std::array<std::string, 3> lines;
        for (std::size_t end = 0; end < 2; ++end)
        {
            const TcpLifecycleLadderEnd& e = m_model.ends[end];
            const std::size_t column = end == 0 ? LEFT : RIGHT;
            PutCentred(lines[0], column, e.name);
            PutCentred(lines[1], column, m_model.Address(end));
            PutCentred(lines[2],
                       column,
                       e.isn ? "ISN " + std::to_string(e.isn->Value()) : "no ISN");
        }
        if (m_model.IsRelative())
        {
            PutCentred(lines[2], (LEFT + RIGHT) / 2, "numbers relative to the ISNs");
        }
        for (const std::string& line : lines)
        {
            if (line.find_first_not_of(' ') != std::string::npos)
            {
                Emit(line);
            }
        }
        std::string cells = Blank(VERTICAL);
        Put(cells, TIME_WIDTH - 4, "t/ms");
        for (const std::size_t end : {0, 1})
        {
            if (m_model.ends[end].hasStates)
            {
                PutState(cells, end, m_model.InitialState(end));
            }
        }
        Emit(cells);
    }

    /// \param text on a line of its own, where the ends' lines are interrupted
    void PaintRemark(const std::string& text)
    {
        std::string cells = Blank(PAUSE);
        PutCentred(cells, (LEFT + RIGHT) / 2, text);
        Emit(cells);
    }

    /// \param i index of an event
    void PaintEvent(std::size_t i)
    {
        const TcpLifecycleLadderEvent& event = m_model.events[i];
        const bool pause = m_last && event.time - *m_last > m_gap;
        if (pause && m_gap.IsStrictlyPositive())
        {
            PaintRemark(TcpLifecycleSpanText(event.time - *m_last) + " later");
        }
        m_last = event.time;
        switch (event.kind)
        {
        case Kind::Sent:
            if (m_model.IsSeenOnce(i))
            {
                PaintWhole(event, StateBroughtBy(i + 1));
                m_whole = true;
                break;
            }
            PaintSent(event);
            break;
        case Kind::Received:
            if (!std::exchange(m_whole, false))
            {
                PaintReceived(event, StateBroughtBy(i));
            }
            break;
        case Kind::Transition:
            if (!m_painted)
            {
                PaintTransition(m_model.transitions[event.index]);
            }
            m_painted = false;
            break;
        }
    }

    /// \param i index of an arrival \return the state that it brought at once
    std::optional<lifecycle::State> StateBroughtBy(std::size_t i)
    {
        if (i + 1 == m_model.events.size())
        {
            return std::nullopt;
        }
        const TcpLifecycleLadderEvent& next = m_model.events[i + 1];
        if (next.kind != Kind::Transition || next.end != m_model.events[i].end ||
            next.time != m_model.events[i].time)
        {
            return std::nullopt;
        }
        m_painted = true;
        return m_model.transitions[next.index].to;
    }

    void PaintTransition(const TcpLifecycleLadderTransition& transition)
    {
        std::string cells = Row();
        PutState(cells, transition.end, transition.to);
        const std::string words = TcpLifecycleCauseWords(transition.cause);
        if (transition.end == 0)
        {
            cells[LEFT] = MARK;
            Put(cells, LEFT + 2, words + ' ');
        }
        else
        {
            cells[RIGHT] = MARK;
            Put(cells, RIGHT - 2 - words.size(), ' ' + words);
        }
        Emit(cells, transition.time);
    }

    /// \param event a segment leaves and arrives \param state that it brings, if so
    void PaintWhole(const TcpLifecycleLadderEvent& event, std::optional<lifecycle::State> state)
    {
        const TcpLifecycleLadderSegment& segment = m_model.segments[event.index];
        const bool fromA = event.end == 0;
        std::string cells = Row();
        DrawHorizontal(cells, fromA, fromA ? MIDDLE_WIDTH - 1 : 0);
        cells[fromA ? LEFT : RIGHT] = fromA ? LEAVE_A : LEAVE_B;
        cells[fromA ? RIGHT - 1 : LEFT + 1] = fromA ? HEAD_RIGHT : HEAD_LEFT;
        PutLabel(cells,
                 2,
                 MIDDLE_WIDTH - 2,
                 fromA,
                 ' ' + Cut(m_model.Label(event.index)) +
                     (segment.retransmission ? " again " : " "));
        if (state)
        {
            PutState(cells, 1 - event.end, *state);
        }
        Emit(cells, event.time);
    }

    /// \param event a segment leaves
    void PaintSent(const TcpLifecycleLadderEvent& event)
    {
        const TcpLifecycleLadderSegment& segment = m_model.segments[event.index];
        const bool fromA = event.end == 0;
        const std::string label =
            ' ' + Cut(m_model.Label(event.index)) + (segment.retransmission ? " again " : " ");
        std::string cells = Row();
        cells[fromA ? LEFT : RIGHT] = fromA ? LEAVE_A : LEAVE_B;
        std::size_t stop; // column between the lines where the horizontal part ends
        if (!segment.received)
        {
            stop = MIDDLE_WIDTH / 2 + (fromA ? 6 : 0) - (fromA ? 0 : 6);
            stop = fromA ? std::max(stop, label.size() + 5)
                         : std::min(stop, MIDDLE_WIDTH - label.size() - 6);
            DrawHorizontal(cells, fromA, stop);
            const std::string mark = segment.sure ? "" : "?";
            const std::string cross = fromA ? "X lost" + mark + ' ' : " lost" + mark + " X";
            Put(cells, LEFT + 1 + (fromA ? stop : stop - cross.size() + 1), cross);
        }
        else if (const auto lane = FreeLane(event.end))
        {
            stop = PlaceOf(event.end, *lane);
            DrawHorizontal(cells, fromA, stop);
            cells[LEFT + 1 + stop] = fromA ? TURN_A_DOWN : TURN_B_DOWN;
            m_lanes.push_back({event.index, event.end, *lane});
        }
        else
        {
            const std::string tag = NewTag(event.index);
            stop = fromA ? MIDDLE_WIDTH / 2 + 12 : MIDDLE_WIDTH / 2 - 12;
            DrawHorizontal(cells, fromA, stop);
            Put(cells, LEFT + 1 + (fromA ? stop : stop - tag.size() + 1), tag);
        }
        const std::size_t begin = fromA ? 2 : stop + 3;
        const std::size_t end = fromA ? stop - 2 : MIDDLE_WIDTH - 2;
        PutLabel(cells, begin, end, fromA, label);
        Emit(cells, event.time);
    }

    /// \param event a segment arrives \param state that it brings, if so
    void PaintReceived(const TcpLifecycleLadderEvent& event, std::optional<lifecycle::State> state)
    {
        const TcpLifecycleLadderSegment& segment = m_model.segments[event.index];
        const bool fromA = segment.from == 0;
        const auto lane = std::find_if(m_lanes.begin(), m_lanes.end(), [&](const Lane& l) {
            return l.segment == event.index;
        });
        std::size_t start = fromA ? MIDDLE_WIDTH - FIRST_LANE : FIRST_LANE - 1;
        std::string note;
        if (lane != m_lanes.end())
        {
            start = PlaceOf(lane->from, lane->number);
            m_lanes.erase(lane);
        }
        else if (const auto tag = m_tags.find(event.index); tag != m_tags.end())
        {
            note = tag->second;
            m_tags.erase(tag);
        }
        else
        {
            note = " copy of " + Cut(m_model.Label(event.index)) + ' ';
        }
        std::string cells = Row();
        DrawHorizontal(cells, !fromA, start);
        cells[fromA ? LEFT : RIGHT] = VERTICAL;
        cells[fromA ? RIGHT - 1 : LEFT + 1] = fromA ? HEAD_RIGHT : HEAD_LEFT;
        cells[fromA ? RIGHT : LEFT] = VERTICAL;
        if (note.empty())
        {
            cells[LEFT + 1 + start] = fromA ? TURN_A_OUT : TURN_B_OUT;
        }
        else
        {
            Put(cells, LEFT + 1 + (fromA ? start - note.size() : start + 1), note);
        }
        if (state)
        {
            PutState(cells, event.end, *state);
        }
        Emit(cells, event.time);
    }

    /**
     * A lane for a segment: farther from its receiver than those in use, so that segments which
     * arrive in order do not cross; else any that is free.
     * \param from sending end \return column between the lines, or nothing
     */
    std::optional<std::size_t> FreeLane(std::size_t from) const
    {
        std::array<bool, MOST_LANES> used{};
        for (const Lane& lane : m_lanes)
        {
            if (lane.from == from)
            {
                used[lane.number] = true;
            }
        }
        const auto beyond =
            static_cast<std::size_t>(std::find(used.rbegin(), used.rend(), true) - used.rbegin());
        if (beyond > 0)
        {
            return MOST_LANES - beyond;
        }
        const auto free =
            static_cast<std::size_t>(std::find(used.begin(), used.end(), false) - used.begin());
        return free < MOST_LANES ? std::optional<std::size_t>(free) : std::nullopt;
    }

    /// \param from sending end \param number of a lane \return its column between the lines
    static std::size_t PlaceOf(std::size_t from, std::size_t number)
    {
        const std::size_t offset = FIRST_LANE + number * LANE_STEP;
        return from == 0 ? MIDDLE_WIDTH - 1 - offset : offset;
    }

    /// \param segment index of a segment for which there is no lane \return a number in brackets
    std::string NewTag(std::size_t segment)
    {
        std::string tag = " (" + std::to_string(++m_tagCount) + ") ";
        m_tags[segment] = tag;
        return tag;
    }

    const TcpLifecycleLadderModel& m_model;    //!< what to draw
    Charset m_charset;                         //!< what to draw with
    Time m_gap;                                //!< a longer pause is marked
    std::string m_text;                        //!< the diagram so far
    std::vector<Lane> m_lanes;                 //!< segments in flight
    std::map<std::size_t, std::string> m_tags; //!< segments in flight without a lane
    std::size_t m_tagCount{0};                 //!< tags given
    std::optional<Time> m_shown;               //!< the time last written
    std::optional<Time> m_last;                //!< the time of the last event
    bool m_painted{false};                     //!< the next transition is already drawn
    bool m_whole{false};                       //!< the next arrival is drawn already
};

} // namespace

std::string
TcpLifecycleLadderText(const TcpLifecycleLadderModel& model, Charset charset)
{
    return Painter(model, charset).Paint();
}

} // namespace ns3
