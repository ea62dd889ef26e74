/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "cause-words.h"
#include "lifecycle-state.h"

#include <cmath>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

// Prints the state diagram of the manual in Graphviz's language, laid out like RFC 9293's figure 5,
// for `neato -n2`. What is drawn is lifecycle::TRANSITIONS; what is added here are places and
// words. A transition without a place, or a place without a transition, is an error.

using namespace ns3::lifecycle;

namespace
{

/// A place, points; y grows upwards.
struct Point
{
    double x; //!< to the right
    double y; //!< upwards
};

/// Which of the usual paths an edge belongs to.
enum class Path
{
    Client, //!< opens and closes first
    Server, //!< is opened and closed
    Other,  //!< neither
};

/// A box.
struct Box
{
    const char* id;    //!< name in the graph
    State state;       //!< its state
    Point at;          //!< its middle
    const char* below; //!< small print in it
};

/// Where an edge runs, and what is written at it.
struct Edge
{
    State from;        //!< state before
    State to;          //!< state after
    Cause cause;       //!< why
    Path path;         //!< see there
    const char* event; //!< what happens, in the figure's words
    const char* sent;  //!< what is done, in the figure's words; `x` is nothing
    Point curve[4];    //!< a Bezier curve; curve[3] is the arrow's tip. None: the edge before's
    double t;          //!< where on the curve the label's middle is, 0..1
};

/// Height of a line of the table under the figure, points.
constexpr double ROW_HEIGHT = 21;

const Box BOXES[] = {
    {"closed", State::Closed, {430, 1010}, ""},
    {"listen", State::Listen, {430, 880}, ""},
    {"syn_received", State::SynReceived, {90, 700}, ""},
    {"syn_sent", State::SynSent, {770, 700}, ""},
    {"established", State::Established, {430, 530}, "data transfer"},
    {"fin_wait_1", State::FinWait1, {90, 390}, ""},
    {"close_wait", State::CloseWait, {770, 390}, ""},
    {"fin_wait_2", State::FinWait2, {90, 220}, ""},
    {"closing", State::Closing, {430, 220}, ""},
    {"last_ack", State::LastAck, {770, 220}, ""},
    {"time_wait", State::TimeWait, {430, 60}, "2MSL"},
    {"closed_again", State::Closed, {770, 60}, ""},
};

// clang-format off
const Edge EDGES[] = {
    {State::Closed, State::Listen, Cause::PassiveOpen, Path::Server,
     "passive OPEN", "create TCB", {{380, 989}, {380, 965}, {380, 930}, {380, 901}}, 0.5},
    {State::Listen, State::Closed, Cause::Close, Path::Other,
     "CLOSE", "delete TCB", {{480, 901}, {480, 930}, {480, 965}, {480, 989}}, 0.5},
    {State::Closed, State::SynSent, Cause::ActiveOpen, Path::Client,
     "active OPEN", "create TCB, snd SYN", {{498, 1017}, {720, 1017}, {810, 900}, {810, 721}}, 0.47},
    {State::SynSent, State::Closed, Cause::Close, Path::Other,
     "CLOSE", "delete TCB", {{735, 721}, {735, 860}, {640, 975}, {498, 1000}}, 0.33},
    {State::Listen, State::SynReceived, Cause::Syn, Path::Server,
     "rcv SYN", "snd SYN,ACK", {{390, 859}, {370, 790}, {280, 728}, {158, 712}}, 0.5},
    {State::Listen, State::SynSent, Cause::ActiveOpen, Path::Other,
     "SEND, active OPEN", "snd SYN", {{470, 859}, {490, 790}, {580, 728}, {702, 712}}, 0.5},
    {State::Listen, State::Established, Cause::AckOfCookie, Path::Other,
     "rcv SYN cookie", "create TCB", {{430, 859}, {430, 770}, {430, 640}, {430, 551}}, 0.8},
    {State::SynReceived, State::Listen, Cause::Reset, Path::Other,
     "rcv RST", "x", {{60, 721}, {70, 830}, {190, 880}, {362, 880}}, 0.5},
    {State::SynReceived, State::Listen, Cause::Syn, Path::Other,
     "rcv SYN", "x", {}, 0.5},
    {State::SynSent, State::SynReceived, Cause::Syn, Path::Other,
     "rcv SYN", "snd SYN,ACK", {{702, 697}, {560, 697}, {300, 697}, {158, 697}}, 0.5},
    {State::SynReceived, State::Established, Cause::AckOfSyn, Path::Server,
     "rcv ACK of SYN", "x", {{158, 682}, {280, 670}, {370, 620}, {390, 551}}, 0.5},
    {State::SynSent, State::Established, Cause::SynAck, Path::Client,
     "rcv SYN,ACK", "snd ACK", {{702, 682}, {580, 670}, {490, 620}, {470, 551}}, 0.5},
    {State::SynReceived, State::FinWait1, Cause::Close, Path::Other,
     "CLOSE", "snd FIN", {{90, 679}, {90, 600}, {90, 490}, {90, 411}}, 0.5},
    {State::Established, State::FinWait1, Cause::Close, Path::Client,
     "CLOSE", "snd FIN", {{390, 509}, {370, 440}, {280, 410}, {158, 402}}, 0.5},
    {State::Established, State::CloseWait, Cause::Fin, Path::Server,
     "rcv FIN", "snd ACK", {{470, 509}, {490, 440}, {580, 410}, {702, 402}}, 0.5},
    {State::FinWait1, State::FinWait2, Cause::AckOfFin, Path::Client,
     "rcv ACK of FIN", "x", {{90, 369}, {90, 330}, {90, 280}, {90, 241}}, 0.5},
    {State::FinWait1, State::Closing, Cause::Fin, Path::Other,
     "rcv FIN", "snd ACK", {{158, 380}, {300, 370}, {390, 320}, {418, 241}}, 0.5},
    {State::CloseWait, State::LastAck, Cause::Close, Path::Server,
     "CLOSE", "snd FIN", {{770, 369}, {770, 330}, {770, 280}, {770, 241}}, 0.5},
    {State::FinWait2, State::TimeWait, Cause::Fin, Path::Client,
     "rcv FIN", "snd ACK", {{90, 199}, {100, 100}, {220, 60}, {362, 60}}, 0.5},
    {State::Closing, State::TimeWait, Cause::AckOfFin, Path::Other,
     "rcv ACK of FIN", "x", {{430, 199}, {430, 165}, {430, 115}, {430, 81}}, 0.5},
    {State::LastAck, State::Closed, Cause::AckOfFin, Path::Server,
     "rcv ACK of FIN", "delete TCB", {{770, 199}, {770, 165}, {770, 115}, {770, 81}}, 0.5},
    {State::TimeWait, State::Closed, Cause::TimeWaitExpired, Path::Client,
     "timeout = 2MSL", "delete TCB", {{498, 60}, {570, 60}, {640, 60}, {702, 60}}, 0.5},
};

// clang-format on

const char*
ColourOf(Path path)
{
    switch (path)
    {
    case Path::Client:
        return "#0072b2";
    case Path::Server:
        return "#d55e00";
    case Path::Other:
        return "#555555";
    }
    return "";
}

bool
operator==(const TransitionRule& rule, const Edge& edge)
{
    return rule.from == edge.from && rule.to == edge.to && rule.cause == edge.cause;
}

const Edge*
FindEdge(const TransitionRule& rule)
{
    for (const Edge& edge : EDGES)
    {
        if (rule == edge)
        {
            return &edge;
        }
    }
    return nullptr;
}

/// Whether a rule is drawn as an edge; the others are in the table of ways to CLOSED.
bool
IsDrawn(const TransitionRule& rule)
{
    return rule.to != State::Closed || std::string(rule.clause).rfind("figure 5", 0) == 0;
}

/// Complains when TRANSITIONS and EDGES do not fit. \return whether they do
bool
Check()
{
    bool good = true;
    for (const TransitionRule& rule : TRANSITIONS)
    {
        if (IsDrawn(rule) != (FindEdge(rule) != nullptr))
        {
            std::cerr << "doc/tools/state-diagram.cc: "
                      << (IsDrawn(rule) ? "EDGES lacks " : "EDGES has, but the table below draws, ")
                      << ToText(rule.from) << " -> " << ToText(rule.to) << " ("
                      << ToText(rule.cause) << ")\n";
            good = false;
        }
    }
    for (const Edge& edge : EDGES)
    {
        if (!IsLegal(edge.from, edge.to, edge.cause))
        {
            std::cerr << "doc/tools/state-diagram.cc: EDGES has " << ToText(edge.from) << " -> "
                      << ToText(edge.to) << " (" << ToText(edge.cause)
                      << "), which TRANSITIONS does not have\n";
            good = false;
        }
    }
    return good;
}

std::string
Text(Point point)
{
    std::ostringstream os;
    os << std::round(point.x * 10) / 10 << "," << std::round(point.y * 10) / 10;
    return os.str();
}

/// \param state a state \param y a height \return the box of the state that is nearest to it
const char*
BoxOf(State state, double y)
{
    const Box* nearest = nullptr;
    for (const Box& box : BOXES)
    {
        if (box.state == state &&
            (nearest == nullptr || std::fabs(box.at.y - y) < std::fabs(nearest->at.y - y)))
        {
            nearest = &box;
        }
    }
    return nearest->id;
}

void
PrintBox(const Box& box)
{
    std::cout << "    " << box.id << " [pos=\"" << Text(box.at) << "\", label=<<B>"
              << ToText(box.state) << "</B>";
    if (*box.below != '\0')
    {
        std::cout << "<BR/><FONT POINT-SIZE=\"10\">" << box.below << "</FONT>";
    }
    std::cout << ">";
    if (std::string(box.id) == "closed_again")
    {
        std::cout << ", style=\"rounded,filled,dashed\"";
    }
    std::cout << "];\n";
}

void
PrintEdge(const Edge& edge)
{
    const Point tip = edge.curve[3];
    const Point before = edge.curve[2];
    const double length = std::hypot(tip.x - before.x, tip.y - before.y);
    const double head = edge.path == Path::Other ? 8 : 11;
    const Point end{tip.x - head * (tip.x - before.x) / length,
                    tip.y - head * (tip.y - before.y) / length};
    std::cout << "    " << BoxOf(edge.from, edge.curve[0].y) << " -> " << BoxOf(edge.to, tip.y)
              << " [pos=\"e," << Text(tip) << " " << Text(edge.curve[0]) << " "
              << Text(edge.curve[1]) << " " << Text(edge.curve[2]) << " " << Text(end)
              << "\", color=\"" << ColourOf(edge.path)
              << "\", penwidth=" << (edge.path == Path::Other ? "1.1" : "2.6")
              << ", arrowsize=" << (edge.path == Path::Other ? "0.8" : "1.0") << "];\n";
}

/// The middle of a label, on the curve.
Point
Middle(const Edge& edge)
{
    const double t = edge.t;
    const double u = 1 - t;
    const double weights[4] = {u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
    Point middle{0, 0};
    for (int i = 0; i < 4; ++i)
    {
        middle.x += weights[i] * edge.curve[i].x;
        middle.y += weights[i] * edge.curve[i].y;
    }
    return middle;
}

/// Whether an edge only adds words to the one before.
bool
IsAddition(const Edge& edge)
{
    return edge.curve[0].x == 0;
}

/// \param edge the first with these words, the additions after it
void
PrintLabel(const Edge* edge, std::size_t number)
{
    std::string event = edge->event;
    std::string cause = ToText(edge->cause);
    for (const Edge* more = edge + 1; more != std::end(EDGES) && IsAddition(*more); ++more)
    {
        event += std::string(", ") + more->event;
        cause += std::string(", ") + ToText(more->cause);
    }
    const bool usual = edge->path != Path::Other;
    const auto strong = [usual](const std::string& text) {
        return usual ? "<B>" + text + "</B>" : text;
    };
    std::cout << "    label" << number << " [pos=\"" << Text(Middle(*edge))
              << "\", shape=plain, style=\"\", width=0, height=0, label=<<TABLE BORDER=\"0\" "
                 "CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\" BGCOLOR=\"white\"><TR><TD>"
              << strong(event) << "</TD></TR><HR/><TR><TD>" << strong(edge->sent)
              << "</TD></TR><TR><TD CELLPADDING=\"0\"><FONT FACE=\"Courier\" POINT-SIZE=\"9\" "
                 "COLOR=\""
              << ColourOf(edge->path) << "\">" << cause << "</FONT></TD></TR></TABLE>>];\n";
}

/// The ways to CLOSED that are not in the figure: a line for each cause, a column for each state.
void
PrintTable()
{
    std::vector<State> columns;
    for (const State state : ALL_STATES)
    {
        if (state != State::Closed)
        {
            columns.push_back(state);
        }
    }
    std::ostringstream table;
    table << "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\"><TR><TD "
             "COLSPAN=\"2\" ALIGN=\"LEFT\" VALIGN=\"BOTTOM\"><B>Every other way to CLOSED</B></TD>";
    for (const State state : columns)
    {
        std::string name = ToText(state);
        const std::size_t dash = name.find('-');
        if (dash != std::string::npos)
        {
            name.replace(dash, 1, "-<BR/>");
        }
        table << "<TD VALIGN=\"BOTTOM\"><FONT POINT-SIZE=\"9\">" << name << "</FONT></TD>";
    }
    table << "</TR>";
    uint32_t rows = 0;
    for (std::size_t i = 0; i < CAUSE_COUNT; ++i)
    {
        const auto cause = static_cast<Cause>(i);
        std::string cells;
        bool any = false;
        for (const State state : columns)
        {
            bool here = false;
            for (const TransitionRule& rule : TRANSITIONS)
            {
                here = here || (!IsDrawn(rule) && rule.from == state && rule.cause == cause);
            }
            cells += here ? "<TD>&#9679;</TD>" : "<TD></TD>";
            any = any || here;
        }
        if (any)
        {
            ++rows;
            table << "<HR/><TR><TD ALIGN=\"LEFT\"><FONT FACE=\"Courier\" POINT-SIZE=\"10\">"
                  << ToText(cause) << "</FONT></TD><TD ALIGN=\"LEFT\"><FONT POINT-SIZE=\"10\">"
                  << Explain(cause) << "</FONT></TD>" << cells << "</TR>";
        }
    }
    // Its middle, so that its top stays below the boxes: half of the rows' height down
    const double middle = -24 - ROW_HEIGHT / 2 * rows;
    std::cout << "    others [pos=\"430," << middle << "\", shape=plain, style=\"\", label=<"
              << table.str() << "</TABLE>>];\n";
}

/// The diagram in Graphviz's language.
void
PrintDiagram()
{
    std::cout << "// Printed by doc/tools/state-diagram.cc from model/machine/lifecycle-state.h;\n"
                 "// drawn by: neato -n2 -Tsvg\n"
                 "digraph states {\n"
                 "    graph [bgcolor=white, margin=0.1, fontname=\"Helvetica\"];\n"
                 "    node [shape=box, style=\"rounded,filled\", fillcolor=\"#f3f6f9\", "
                 "color=\"#333333\", penwidth=1.4, width=1.9, height=0.58, fixedsize=false, "
                 "fontname=\"Helvetica\", fontsize=12];\n"
                 "    edge [fontname=\"Helvetica\", fontsize=11];\n";
    for (const Edge& edge : EDGES)
    {
        if (!IsAddition(edge))
        {
            PrintEdge(edge);
        }
    }
    for (const Box& box : BOXES)
    {
        PrintBox(box);
    }
    std::size_t number = 0;
    for (const Edge& edge : EDGES)
    {
        if (!IsAddition(edge))
        {
            PrintLabel(&edge, number++);
        }
    }
    PrintTable();
    std::cout << "    key [pos=\"90,965\", shape=plain, style=\"\", label=<<TABLE BORDER=\"0\" "
                 "CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\">"
                 "<TR><TD ALIGN=\"LEFT\"><FONT COLOR=\""
              << ColourOf(Path::Client)
              << "\"><B>client that closes first</B></FONT></TD></TR><TR><TD ALIGN=\"LEFT\"><FONT "
                 "COLOR=\""
              << ColourOf(Path::Server)
              << "\"><B>its server</B></FONT></TD></TR><TR><TD ALIGN=\"LEFT\"><FONT "
                 "POINT-SIZE=\"10\">event above the line,<BR ALIGN=\"LEFT\"/>what is done below "
                 "it,<BR ALIGN=\"LEFT\"/>and the cause that traces name<BR ALIGN=\"LEFT\"/></FONT>"
                 "</TD></TR></TABLE>>];\n"
                 "}\n";
}

} // namespace

int
main()
{
    if (!Check())
    {
        return 1;
    }
    PrintDiagram();
    return 0;
}
