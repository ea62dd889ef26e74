/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-ladder-svg.h"

#include "tcp-lifecycle-ladder-layout.h"
#include "tcp-lifecycle-svg.h"

#include <array>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Ladder diagrams as pictures.
 */

namespace ns3
{

namespace
{

using Kind = TcpLifecycleLadderEventKind;
using lifecycle::State;

constexpr double WIDTH = 1120;   //!< of the picture, in SVG user units (pixels at 100 %)
constexpr double STATE_GAP = 14; //!< from the band's middle to the state's name
constexpr double TIME_GAP = 150; //!< from the band's middle to the time

constexpr double DEGREES = 57.29577951308232; //!< of one radian

constexpr const char* INK = "#1f2933";   //!< text and arrows
constexpr const char* FAINT = "#667483"; //!< times and causes
constexpr const char* ALARM = "#c62828"; //!< what is lost, and resets
constexpr const char* SANS = "'DejaVu Sans','Segoe UI','Helvetica Neue',Arial,sans-serif";
constexpr const char* MONO = "'DejaVu Sans Mono',Menlo,Consolas,monospace";

/// \param format as printf's \return the text
std::string Format(const char* format, ...) __attribute__((format(printf, 1, 2)));

std::string
Format(const char* format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return text;
}

/// Writes one picture.
class Drawing
{
  public:
    /// \param model what
    explicit Drawing(const TcpLifecycleLadderModel& model)
        : m_model(model),
          m_layout(MakeTcpLifecycleLadderLayout(model, m_measures, model.title.empty() ? 96 : 136))
    {
    }

    /// \return the document
    std::string Draw()
    {
        DrawHeading();
        DrawBands();
        DrawTimes();
        DrawStates();
        DrawPauses();
        for (const auto& arrow : m_layout.arrows)
        {
            DrawArrow(arrow);
        }
        for (const auto& arrow : m_layout.arrows)
        {
            DrawLabel(arrow);
        }
        const double height = m_layout.bottom + 40;
        Text(WIDTH / 2,
             height - 14,
             11.5,
             "middle",
             FAINT,
             "Time runs down, to scale. Broken lines: time left out. Events too close to read are "
             "pulled apart." +
                 (m_model.note.empty() ? "" : " (" + m_model.note + ")"));
        const std::string head = Format("<svg xmlns=\"http://www.w3.org/2000/svg\" "
                                        "viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" "
                                        "font-family=\"%s\">\n",
                                        WIDTH,
                                        height,
                                        WIDTH,
                                        height,
                                        SANS);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + head + "<title>" +
               TcpLifecycleSvgEscape(m_model.title.empty() ? "TCP connection" : m_model.title) +
               "</title>\n" + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + m_body +
               "</svg>\n";
    }

  private:
    /// Text. \param x place \param y base line \param size of the font
    /// \param anchor start, middle or end \param colour of it \param text it
    /// \param more attributes
    void Text(double x,
              double y,
              double size,
              const char* anchor,
              const char* colour,
              const std::string& text,
              const std::string& more = "")
    {
        m_body += Format("<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\" text-anchor=\"%s\" "
                         "fill=\"%s\"",
                         x,
                         y,
                         size,
                         anchor,
                         colour);
        m_body += more + '>' + TcpLifecycleSvgEscape(text) + "</text>\n";
    }

    void DrawHeading()
    {
        if (!m_model.title.empty())
        {
            Text(WIDTH / 2,
                 34,
                 m_model.title.size() > 90 ? 15 : 18,
                 "middle",
                 INK,
                 m_model.title,
                 " font-weight=\"bold\"");
        }
        const double y = m_layout.top - 60;
        const std::string mono = std::string(" font-family=\"") + MONO + '"';
        for (std::size_t end = 0; end < 2; ++end)
        {
            const TcpLifecycleLadderEnd& e = m_model.ends[end];
            Text(m_measures.axis[end], y, 19, "middle", INK, e.name, " font-weight=\"bold\"");
            Text(m_measures.axis[end], y + 22, 14, "middle", INK, m_model.Address(end), mono);
            Text(m_measures.axis[end],
                 y + 42,
                 14,
                 "middle",
                 INK,
                 e.isn ? "ISN " + std::to_string(e.isn->Value()) : "no ISN",
                 mono);
        }
        if (m_model.IsRelative())
        {
            Text((m_measures.axis[0] + m_measures.axis[1]) / 2,
                 y + 42,
                 12,
                 "middle",
                 FAINT,
                 "numbers relative to the ISNs");
        }
    }

    /// \param end whose \param from y \param to y \param state its colour's
    void DrawBand(std::size_t end, double from, double to, State state)
    {
        if (to > from)
        {
            m_body += Format("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
                             "fill=\"%s\"/>\n",
                             m_measures.axis[end] - m_measures.band / 2,
                             from,
                             m_measures.band,
                             to - from,
                             TcpLifecycleSvgColour(state));
        }
    }

    void DrawBands()
    {
        for (std::size_t end = 0; end < 2; ++end)
        {
            if (!m_model.ends[end].hasStates)
            {
                continue;
            }
            State state = m_model.InitialState(end);
            double from = m_layout.top;
            DrawStateName(end, from + 12, state);
            for (std::size_t i = 0; i < m_model.events.size(); ++i)
            {
                const TcpLifecycleLadderEvent& event = m_model.events[i];
                if (event.kind == Kind::Transition && event.end == end)
                {
                    DrawBand(end, from, m_layout.events[i], state);
                    from = m_layout.events[i];
                    state = m_model.transitions[event.index].to;
                }
            }
            DrawBand(end, from, m_layout.bottom, state);
        }
    }

    /// \param end whose \param y base line \param state its name is written beside the band
    void DrawStateName(std::size_t end, double y, State state)
    {
        Text(end == 0 ? m_measures.axis[0] - STATE_GAP : m_measures.axis[1] + STATE_GAP,
             y,
             14.5,
             end == 0 ? "end" : "start",
             INK,
             lifecycle::ToText(state),
             " font-weight=\"bold\"");
    }

    /// \return whether the cause of a transition is not a segment that an arrow shows
    static bool IsCauseShown(lifecycle::Cause cause)
    {
        switch (cause)
        {
        case lifecycle::Cause::Syn:
        case lifecycle::Cause::SynAck:
        case lifecycle::Cause::AckOfSyn:
        case lifecycle::Cause::Fin:
        case lifecycle::Cause::AckOfFin:
        case lifecycle::Cause::NewIncarnation:
        case lifecycle::Cause::EmbryoReleased:
        case lifecycle::Cause::AckOfCookie:
            return false;
        case lifecycle::Cause::ActiveOpen:
        case lifecycle::Cause::PassiveOpen:
        case lifecycle::Cause::Close:
        case lifecycle::Cause::Abort:
        case lifecycle::Cause::UnreadData:
        case lifecycle::Cause::Reset:
        case lifecycle::Cause::Refused:
        case lifecycle::Cause::DataAfterClose:
        case lifecycle::Cause::IcmpError:
        case lifecycle::Cause::ListenerGone:
        case lifecycle::Cause::SynQueueFull:
        case lifecycle::Cause::AcceptQueueFull:
        case lifecycle::Cause::TimeWaitFull:
        case lifecycle::Cause::TupleReused:
        case lifecycle::Cause::TimeWaitExpired:
        case lifecycle::Cause::RetriesExceeded:
        case lifecycle::Cause::UserTimeout:
        case lifecycle::Cause::FinWait2Expired:
        case lifecycle::Cause::ConnectTimeout:
        case lifecycle::Cause::KeepAlive:
        case lifecycle::Cause::LingerExpired:
        case lifecycle::Cause::HostShutdown:
            return true;
        }
        return true;
    }

    void DrawStates()
    {
        for (std::size_t i = 0; i < m_model.events.size(); ++i)
        {
            const TcpLifecycleLadderEvent& event = m_model.events[i];
            if (event.kind != Kind::Transition)
            {
                continue;
            }
            const TcpLifecycleLadderTransition& transition = m_model.transitions[event.index];
            const double y = m_layout.events[i] + 5;
            DrawStateName(event.end, y, transition.to);
            if (IsCauseShown(transition.cause))
            {
                Text(event.end == 0 ? m_measures.axis[0] - STATE_GAP
                                    : m_measures.axis[1] + STATE_GAP,
                     y + 15,
                     12,
                     event.end == 0 ? "end" : "start",
                     FAINT,
                     TcpLifecycleCauseWords(transition.cause),
                     " font-style=\"italic\"");
            }
        }
    }

    void DrawTimes()
    {
        std::array<std::optional<Time>, 2> shown;
        for (std::size_t i = 0; i < m_model.events.size(); ++i)
        {
            const TcpLifecycleLadderEvent& event = m_model.events[i];
            if (shown[event.end] == event.time)
            {
                continue;
            }
            shown[event.end] = event.time;
            const double y = m_layout.events[i];
            const double side = event.end == 0 ? -1 : 1;
            Text(m_measures.axis[event.end] + side * TIME_GAP,
                 y + 5,
                 12.5,
                 event.end == 0 ? "end" : "start",
                 FAINT,
                 Format("%.3f ms", static_cast<double>(event.time.GetNanoSeconds()) / 1e6));
            m_body += Format("<path d=\"M%.1f %.1fh%.1f\" stroke=\"%s\"/>\n",
                             m_measures.axis[event.end] + side * m_measures.band / 2,
                             y,
                             side * 5,
                             FAINT);
        }
    }

    /// \param arrow drawn, with its label
    void DrawArrow(const TcpLifecycleLadderArrow& arrow)
    {
        const TcpLifecycleLadderSegment& segment = m_model.segments[arrow.segment];
        const bool alarm = !segment.received || segment.segment.Has(lifecycle::RST);
        const char* colour = alarm ? ALARM : INK;
        const double dx = arrow.x2 - arrow.x1;
        const double dy = arrow.y2 - arrow.y1;
        m_body += Format("<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\" stroke-width=\"1.8\" "
                         "fill=\"none\"%s/>\n",
                         arrow.x1,
                         arrow.y1,
                         arrow.x2,
                         arrow.y2,
                         colour,
                         segment.copy ? " stroke-dasharray=\"6 4\"" : "");
        if (segment.received)
        {
            DrawHead(arrow.x2, arrow.y2, dx, dy, colour);
        }
        else
        {
            m_body += Format("<path d=\"M%.1f %.1fl14 14m0 -14l-14 14\" stroke=\"%s\" "
                             "stroke-width=\"3\" stroke-linecap=\"round\"/>\n",
                             arrow.x2 - 7,
                             arrow.y2 - 7,
                             colour);
            Text(arrow.x2 + (dx > 0 ? 14 : -14),
                 arrow.y2 + 5,
                 13,
                 dx > 0 ? "start" : "end",
                 colour,
                 segment.sure ? "lost" : "lost?");
        }
    }

    /// \param arrow whose label is written along it
    void DrawLabel(const TcpLifecycleLadderArrow& arrow)
    {
        const TcpLifecycleLadderSegment& segment = m_model.segments[arrow.segment];
        const bool alarm = !segment.received || segment.segment.Has(lifecycle::RST);
        const double slope = (arrow.y2 - arrow.y1) / (arrow.x2 - arrow.x1);
        Text(arrow.labelX,
             arrow.labelY - 6,
             14,
             "middle",
             alarm ? ALARM : INK,
             arrow.label,
             Format(" font-family=\"%s\" transform=\"rotate(%.2f %.1f %.1f)\" stroke=\"#ffffff\" "
                    "stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
                    MONO,
                    std::atan(slope) * DEGREES,
                    arrow.labelX,
                    arrow.labelY));
    }

    /// An arrow head. \param x its point \param y its point \param dx direction \param dy direction
    /// \param colour of it
    void DrawHead(double x, double y, double dx, double dy, const char* colour)
    {
        const double length = std::hypot(dx, dy);
        const double ux = dx / length;
        const double uy = dy / length;
        m_body += Format("<path d=\"M%.1f %.1fL%.1f %.1fL%.1f %.1fz\" fill=\"%s\"/>\n",
                         x,
                         y,
                         x - 12 * ux + 5 * uy,
                         y - 12 * uy - 5 * ux,
                         x - 12 * ux - 5 * uy,
                         y - 12 * uy + 5 * ux,
                         colour);
    }

    void DrawPauses()
    {
        for (const auto& pause : m_layout.pauses)
        {
            for (const double axis : m_measures.axis)
            {
                m_body += Format("<path d=\"M%.1f %.1fl26 -8v8l-26 8z\" fill=\"#ffffff\"/>\n"
                                 "<path d=\"M%.1f %.1fl26 -8m0 8l-26 8\" stroke=\"%s\" "
                                 "stroke-width=\"1.4\" fill=\"none\"/>\n",
                                 axis - 13,
                                 pause.y,
                                 axis - 13,
                                 pause.y,
                                 FAINT);
            }
            m_body +=
                Format("<path d=\"M%.1f %.1fH%.1f\" stroke=\"%s\" stroke-dasharray=\"2 6\"/>\n",
                       m_measures.axis[0] + 20,
                       pause.y,
                       m_measures.axis[1] - 20,
                       FAINT);
            Text((m_measures.axis[0] + m_measures.axis[1]) / 2,
                 pause.y + 5,
                 13.5,
                 "middle",
                 FAINT,
                 pause.text,
                 " stroke=\"#ffffff\" stroke-width=\"10\" paint-order=\"stroke\"");
        }
    }

    const TcpLifecycleLadderModel& m_model; //!< what to draw
    TcpLifecycleLadderMeasures m_measures;  //!< how large
    TcpLifecycleLadderLayout m_layout;      //!< where
    std::string m_body;                     //!< the elements so far
};

} // namespace

std::string
TcpLifecycleLadderSvg(const TcpLifecycleLadderModel& model)
{
    return Drawing(model).Draw();
}

} // namespace ns3
