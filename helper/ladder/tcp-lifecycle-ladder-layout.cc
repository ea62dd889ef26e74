/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-ladder-layout.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The positions of the elements of a ladder.
 */

namespace ns3
{

namespace
{

using Kind = TcpLifecycleLadderEventKind;
using Arrow = TcpLifecycleLadderArrow;

/// \param model a life \return the flight in the middle of all, sorted by length; if none takes
/// time, an ordinary step between events; 1 ms if there is none either
Time
OrdinaryFlight(const TcpLifecycleLadderModel& model)
{
    std::vector<Time> flights;
    for (const auto& segment : model.segments)
    {
        if (segment.received && *segment.received > segment.sent)
        {
            flights.push_back(*segment.received - segment.sent);
        }
    }
    if (flights.empty())
    {
        const Time step = model.OrdinaryStep();
        return step.IsStrictlyPositive() ? step + step : MilliSeconds(1);
    }
    std::sort(flights.begin(), flights.end());
    return flights[flights.size() / 2];
}

/// Gives y to events, one after the other.
class Descent
{
  public:
    /// \param model a life \param measures the picture's \param layout gets the places
    Descent(const TcpLifecycleLadderModel& model,
            const TcpLifecycleLadderMeasures& measures,
            TcpLifecycleLadderLayout& layout)
        : m_model(model),
          m_measures(measures),
          m_layout(layout),
          m_perNanosecond(measures.flight /
                          static_cast<double>(OrdinaryFlight(model).GetNanoSeconds())),
          m_y(layout.top + measures.tail),
          m_textEnd{layout.top, layout.top},
          m_lastSent{layout.top, layout.top},
          m_lastReceived{layout.top, layout.top}
    {
    }

    /// Place all events.
    void Run()
    {
        for (std::size_t i = 0; i < m_model.events.size(); ++i)
        {
            Place(i);
        }
        m_layout.bottom = std::max({m_y, m_textEnd[0], m_textEnd[1], m_crossEnd}) + m_measures.tail;
    }

  private:
    /// \param text of a pause that is left out here
    void LeaveOut(const std::string& text)
    {
        m_y = std::max({m_y, m_crossEnd, std::max(m_textEnd[0], m_textEnd[1]) - m_measures.line});
        m_layout.pauses.push_back({m_y + m_measures.leftOut / 2, text});
        m_y += m_measures.leftOut;
    }

    /// Go down to the time of an event. \param i its index
    void PassTime(std::size_t i)
    {
        const std::vector<std::string> remarks = m_model.RemarksBefore(i);
        for (const std::string& remark : remarks)
        {
            LeaveOut(remark);
        }
        if (!remarks.empty())
        {
            return;
        }
        const Time pause = m_model.events[i].time - m_model.events[i - 1].time;
        if (!pause.IsStrictlyPositive())
        {
            return;
        }
        const double height = m_perNanosecond * static_cast<double>(pause.GetNanoSeconds());
        if (height > m_measures.longestPause)
        {
            LeaveOut(TcpLifecycleSpanText(pause));
        }
        else
        {
            m_y += std::max(height, m_measures.shortestPause);
        }
    }

    /// \param i index of an event to be placed
    void Place(std::size_t i)
    {
        const TcpLifecycleLadderEvent& event = m_model.events[i];
        if (i > 0)
        {
            PassTime(i);
        }
        const bool later = i == 0 || event.time > m_model.events[i - 1].time;
        double& textEnd = m_textEnd[event.end];
        if (later)
        {
            m_y = std::max(m_y, textEnd);
        }
        switch (event.kind)
        {
        case Kind::Sent:
            m_y = std::max(m_y, m_lastSent[event.end] + m_measures.arrowStep);
            m_lastSent[event.end] = m_y;
            textEnd = std::max(textEnd, m_y + m_measures.line);
            if (!m_model.segments[event.index].received)
            {
                m_crossEnd = m_y + m_measures.flight * m_measures.lostReach + m_measures.line;
            }
            break;
        case Kind::Received:
            m_y = std::max(m_y, m_lastReceived[event.end] + m_measures.arrowStep);
            m_lastReceived[event.end] = m_y;
            textEnd = std::max(textEnd, m_y + m_measures.line);
            break;
        case Kind::Transition:
            // a second state at the same time is below the first
            if (!later && m_model.events[i - 1].kind == Kind::Transition &&
                m_model.events[i - 1].end == event.end)
            {
                m_y += m_measures.line;
            }
            textEnd = std::max(textEnd, m_y + 2 * m_measures.line);
            break;
        }
        m_layout.events.push_back(m_y);
    }

    const TcpLifecycleLadderModel& m_model;       //!< the life
    const TcpLifecycleLadderMeasures& m_measures; //!< the picture's
    TcpLifecycleLadderLayout& m_layout;           //!< gets the places
    double m_perNanosecond;                       //!< scale
    double m_y;                                   //!< of the last event
    std::array<double, 2> m_textEnd;              //!< below which an end's next text can be
    std::array<double, 2> m_lastSent;             //!< of an end's last sending
    std::array<double, 2> m_lastReceived;         //!< of an end's last arrival
    double m_crossEnd{0};                         //!< below the cross of the last lost segment
};

/// A place in the picture.
using Point = std::pair<double, double>;

/// \param arrow an arrow \param share of its way \return the place there
Point
At(const Arrow& arrow, double share)
{
    return {arrow.x1 + share * (arrow.x2 - arrow.x1), arrow.y1 + share * (arrow.y2 - arrow.y1)};
}

/// \param arrow an arrow \param point a place \return how far it is from the arrow, up or down
double
Clearance(const Arrow& arrow, Point point)
{
    const double share = (point.first - arrow.x1) / (arrow.x2 - arrow.x1);
    return share < 0 || share > 1 ? 1e9 : std::abs(At(arrow, share).second - point.second);
}

/// Puts labels onto arrows.
class Labeller
{
  public:
    /// \param arrows all arrows \param measures the picture's
    Labeller(std::vector<Arrow>& arrows, const TcpLifecycleLadderMeasures& measures)
        : m_arrows(arrows),
          m_measures(measures)
    {
    }

    /// Place all labels.
    void Run()
    {
        // the best place first: near the sender, so that labels of crossing arrows part
        constexpr double SHARES[] =
            {0.4, 0.35, 0.45, 0.3, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85};
        for (Arrow& arrow : m_arrows)
        {
            double best = 0.5;
            double bestCost = 1e9;
            for (const double share : SHARES)
            {
                const double half = HalfShare(arrow);
                const double cost = Cost(arrow, share);
                if (share > half && share < 1 - half && cost < bestCost)
                {
                    best = share;
                    bestCost = cost;
                }
            }
            std::tie(arrow.labelX, arrow.labelY) = At(arrow, best);
            const auto points = Points(arrow, best);
            m_taken.insert(m_taken.end(), points.begin(), points.end());
        }
    }

  private:
    /// \param arrow an arrow \return half its label's length, as a share of its own
    double HalfShare(const Arrow& arrow) const
    {
        return m_measures.letter * static_cast<double>(arrow.label.size()) / 2 /
               std::abs(arrow.x2 - arrow.x1);
    }

    /// \param arrow an arrow \param share where its label would be \return places along the label
    std::vector<Point> Points(const Arrow& arrow, double share) const
    {
        constexpr int STEPS = 12;
        std::vector<Point> points;
        const double half = HalfShare(arrow);
        for (int i = 0; i <= STEPS; ++i)
        {
            Point point = At(arrow, share - half + 2 * half * i / STEPS);
            point.second -= m_measures.line / 2; // labels are above their arrows
            points.push_back(point);
        }
        return points;
    }

    /// \param arrow an arrow \param share where its label would be \return how much it would meet
    double Cost(const Arrow& arrow, double share) const
    {
        double cost = 0;
        for (const Point& point : Points(arrow, share))
        {
            for (const Arrow& other : m_arrows)
            {
                cost += &other != &arrow && Clearance(other, point) < m_measures.line / 2 ? 1 : 0;
            }
            for (const Point& taken : m_taken)
            {
                const bool near = std::abs(taken.first - point.first) < m_measures.line &&
                                  std::abs(taken.second - point.second) < m_measures.line;
                cost += near ? 3 : 0;
            }
        }
        return cost;
    }

    std::vector<Arrow>& m_arrows;                 //!< all arrows
    const TcpLifecycleLadderMeasures& m_measures; //!< the picture's
    std::vector<Point> m_taken;                   //!< where labels are
};

/// \param model a life \param index of a segment that is a copy \return of the one it is a copy of
std::size_t
OriginalOf(const TcpLifecycleLadderModel& model, std::size_t index)
{
    const TcpLifecycleLadderSegment& copy = model.segments[index];
    const auto original = std::find_if(model.segments.begin(),
                                       model.segments.end(),
                                       [&copy](const TcpLifecycleLadderSegment& s) {
                                           return !s.copy && s.from == copy.from &&
                                                  s.sent == copy.sent && s.segment == copy.segment;
                                       });
    return original == model.segments.end()
               ? index
               : static_cast<std::size_t>(original - model.segments.begin());
}

/// \param model a life \param measures the picture's \param layout with places of the events
void
PlaceArrows(const TcpLifecycleLadderModel& model,
            const TcpLifecycleLadderMeasures& measures,
            TcpLifecycleLadderLayout& layout)
{
    std::vector<double> sentAt(model.segments.size(), layout.top);
    for (std::size_t i = 0; i < model.events.size(); ++i)
    {
        const TcpLifecycleLadderEvent& event = model.events[i];
        if (event.kind == Kind::Transition)
        {
            continue;
        }
        const TcpLifecycleLadderSegment& segment = model.segments[event.index];
        const double y = layout.events[i];
        if (event.kind == Kind::Sent)
        {
            sentAt[event.index] = y;
        }
        if (event.kind == Kind::Sent && segment.received)
        {
            continue; // drawn when it arrives
        }
        const double side = segment.from == 0 ? 1 : -1;
        Arrow arrow;
        arrow.segment = event.index;
        arrow.x1 = measures.axis[segment.from] + side * measures.band / 2;
        arrow.y1 = sentAt[segment.copy ? OriginalOf(model, event.index) : event.index];
        arrow.x2 = measures.axis[1 - segment.from] - side * measures.band / 2;
        arrow.y2 = segment.received ? y : y + measures.flight;
        if (!segment.received)
        {
            std::tie(arrow.x2, arrow.y2) = At(arrow, measures.lostReach);
        }
        arrow.label = model.Label(event.index);
        arrow.label += segment.retransmission ? "  again" : "";
        arrow.label += segment.copy ? "  copy" : "";
        layout.arrows.push_back(arrow);
    }
}

} // namespace

TcpLifecycleLadderLayout
MakeTcpLifecycleLadderLayout(const TcpLifecycleLadderModel& model,
                             const TcpLifecycleLadderMeasures& measures,
                             double top)
{
    TcpLifecycleLadderLayout layout;
    layout.top = top;
    Descent(model, measures, layout).Run();
    PlaceArrows(model, measures, layout);
    Labeller(layout.arrows, measures).Run();
    return layout;
}

} // namespace ns3
