/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-json.h"
#include "tcp-lifecycle-page.h"
#include "tcp-lifecycle-svg.h"

#include <cstdint>
#include <optional>
#include <sstream>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * What the page's script reads.
 */

namespace ns3
{

namespace
{

using Kind = TcpLifecycleLadderEventKind;
using lifecycle::State;

/// \param items a container \param print puts an item to a stream \return them as a JSON array
template <typename Items, typename Print>
std::string
Array(const Items& items, const Print& print)
{
    std::ostringstream os;
    os << '[';
    const char* between = "\n";
    for (const auto& item : items)
    {
        os << between;
        print(os, item);
        between = ",\n";
    }
    os << ']';
    return os.str();
}

/// \param time a time \return nanoseconds
int64_t
Ns(Time time)
{
    return time.GetNanoSeconds();
}

/// \param text any \return it as a JSON string
std::string
Text(const std::string& text)
{
    return TcpLifecycleJsonText(text);
}

/// \param segment a segment \return its options in packetdrill's notation, without brackets
std::string
OptionsText(const lifecycle::Segment& segment)
{
    const std::string text = lifecycle::ToText(segment);
    const std::size_t begin = text.find('<');
    return begin == std::string::npos ? "" : text.substr(begin + 1, text.rfind('>') - begin - 1);
}

/// Puts a segment. \param os where to \param model has it \param index which
void
PutSegment(std::ostream& os, const TcpLifecycleLadderModel& model, std::size_t index)
{
    const TcpLifecycleLadderSegment& entry = model.segments[index];
    const lifecycle::Segment& s = entry.segment;
    os << "{\"from\":" << entry.from << ",\"sent\":" << Ns(entry.sent)
       << ",\"received\":" << (entry.received ? std::to_string(Ns(*entry.received)) : "null")
       << ",\"again\":" << entry.retransmission << ",\"copy\":" << entry.copy
       << ",\"why\":" << (entry.reason ? Text(lifecycle::ToText(*entry.reason)) : "null")
       << ",\"label\":" << Text(model.Label(index)) << ",\"sourcePort\":" << s.sourcePort
       << ",\"destinationPort\":" << s.destinationPort << ",\"seq\":" << s.seq.Value()
       << ",\"ack\":" << s.ack.Value() << ",\"flags\":" << unsigned{s.flags}
       << ",\"reserved\":" << unsigned{s.reserved} << ",\"window\":" << s.window
       << ",\"checksum\":" << s.checksum << ",\"urgent\":" << s.urgentPointer
       << ",\"length\":" << s.length << ",\"header\":" << s.HeaderSize()
       << ",\"options\":" << Text(OptionsText(s)) << '}';
}

/// Puts windows and timers. \param os where to \param view them, or nothing
void
PutView(std::ostream& os, const std::optional<TcpLifecycleLadderView>& view)
{
    if (!view)
    {
        os << "null";
        return;
    }
    os << "{\"una\":" << view->sndUna.Value() << ",\"nxt\":" << view->sndNxt.Value()
       << ",\"wnd\":" << view->sndWnd << ",\"cwnd\":" << view->cwnd
       << ",\"unsent\":" << view->unsent;
    if (view->knowsPeer)
    {
        os << ",\"rcvNxt\":" << view->rcvNxt.Value() << ",\"rcvWnd\":" << view->rcvWnd
           << ",\"unread\":" << view->unread;
    }
    os << ",\"timers\":{";
    const char* between = "";
    for (const auto& timer : view->timers)
    {
        os << between << Text(timer.name) << ':' << Ns(timer.deadline);
        between = ",";
    }
    os << "}}";
}

/// \param transition a transition \return where RFC 9293, or another text, has it
std::string
ClauseOf(const TcpLifecycleLadderTransition& transition)
{
    for (const auto& rule : lifecycle::TRANSITIONS)
    {
        if (rule.from == transition.from && rule.to == transition.to &&
            rule.cause == transition.cause)
        {
            return rule.clause;
        }
    }
    return {};
}

/// \param model a life \param text has the profiles \return both ends
std::string
Ends(const TcpLifecycleLadderModel& model, const TcpLifecyclePageText& text)
{
    std::ostringstream os;
    for (std::size_t end = 0; end < 2; ++end)
    {
        const auto& own = model.ends[end];
        // the numbers that readers are shown are relative where the ISNs are too long to read
        const uint32_t base = model.IsRelative() && own.isn ? own.isn->Value() : 0;
        os << (end == 0 ? "[" : ",") << "{\"name\":" << Text(own.name)
           << ",\"address\":" << Text(model.Address(end))
           << ",\"profile\":" << Text(text.profiles[end])
           << ",\"state\":" << Text(lifecycle::ToText(model.InitialState(end)))
           << ",\"base\":" << base
           << ",\"isn\":" << (own.isn ? std::to_string(own.isn->Value()) : "null") << '}';
    }
    os << ']';
    return os.str();
}

/// \return the transitions that figure 5 of RFC 9293 draws
std::string
Figure()
{
    std::ostringstream os;
    os << '[';
    const char* between = "";
    for (const auto& rule : lifecycle::TRANSITIONS)
    {
        if (std::string(rule.clause).rfind("figure 5", 0) == 0)
        {
            os << between << '[' << Text(lifecycle::ToText(rule.from)) << ','
               << Text(lifecycle::ToText(rule.to)) << ',' << Text(lifecycle::ToText(rule.cause))
               << ']';
            between = ",\n";
        }
    }
    os << ']';
    return os.str();
}

/// Puts an event. \param os where to \param event it
void
PutEvent(std::ostream& os, const TcpLifecycleLadderEvent& event)
{
    const char* kind = event.kind == Kind::Sent       ? "sent"
                       : event.kind == Kind::Received ? "received"
                                                      : "transition";
    os << "{\"kind\":\"" << kind << "\",\"end\":" << event.end << ",\"time\":" << Ns(event.time)
       << ",\"index\":" << event.index << '}';
}

} // namespace

std::string
TcpLifecyclePageData(const TcpLifecycleLadderModel& model, const TcpLifecyclePageText& text)
{
    std::size_t index = 0;
    const std::string segments = Array(model.segments, [&](std::ostream& os, const auto&) {
        PutSegment(os, model, index++);
    });
    const std::string transitions =
        Array(model.transitions, [](std::ostream& os, const TcpLifecycleLadderTransition& t) {
            os << "{\"end\":" << t.end << ",\"time\":" << Ns(t.time)
               << ",\"from\":" << Text(lifecycle::ToText(t.from))
               << ",\"to\":" << Text(lifecycle::ToText(t.to))
               << ",\"cause\":" << Text(lifecycle::ToText(t.cause))
               << ",\"clause\":" << Text(ClauseOf(t)) << '}';
        });
    std::ostringstream os;
    os << "{\"name\":" << Text(text.name) << ",\n\"source\":" << Text(text.source)
       << ",\n\"story\":" << Text(text.story) << ",\n\"faults\":" << Text(text.faults)
       << ",\n\"omitted\":" << model.omitted << ",\n\"omittedBefore\":" << model.omittedBefore
       << ",\n\"ends\":" << Ends(model, text) << ",\n\"segments\":" << segments
       << ",\n\"transitions\":" << transitions << ",\n\"events\":" << Array(model.events, PutEvent)
       << ",\n\"views\":" << Array(model.views, PutView) << ",\n\"figure\":" << Figure()
       << ",\n\"colours\":{";
    for (const State state : lifecycle::ALL_STATES)
    {
        os << (state == State::Closed ? "" : ",") << Text(lifecycle::ToText(state)) << ':'
           << Text(TcpLifecycleSvgColour(state));
    }
    os << "}}\n";
    return os.str();
}

} // namespace ns3
