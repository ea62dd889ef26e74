/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tap-ladder.h"

#include "lifecycle-codec.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <variant>

namespace ns3
{

namespace
{

using Kind = TcpLifecycleLadderEventKind;

/// The left and the right end.
constexpr std::size_t LEFT = 0;
constexpr std::size_t RIGHT = 1; //!< see LEFT

/// Something that happened at one end.
struct Happening
{
    Time time;                               //!< when
    Kind kind{};                             //!< what
    std::size_t end{0};                      //!< where
    lifecycle::Segment segment{};            //!< sent or received
    bool retransmission{false};              //!< it was sent before
    TcpLifecycleLadderTransition transition; //!< the state change
};

/// \param packet an IPv4 packet \return its segment, nothing if it has none
std::optional<lifecycle::Segment>
SegmentOf(const std::string& packet)
{
    const auto* octets = reinterpret_cast<const uint8_t*>(packet.data());
    const std::size_t header = packet.empty() ? 0 : std::size_t{octets[0] & 15U} * 4;
    if (header < 20 || packet.size() <= header || octets[0] >> 4 != 4 ||
        octets[9] != lifecycle::TCP_PROTOCOL)
    {
        return std::nullopt;
    }
    const auto parsed = lifecycle::Parse(octets + header, packet.size() - header);
    const auto* segment = std::get_if<lifecycle::Segment>(&parsed);
    return segment ? std::optional(*segment) : std::nullopt;
}

/// \param left the left end's record \param happenings get what it says
void
AddLeft(const TcpLifecycleLadderModel& left, std::vector<Happening>& happenings)
{
    for (const auto& event : left.events)
    {
        Happening one{event.time, event.kind, event.end, {}, false, {}};
        if (event.kind == Kind::Transition)
        {
            one.transition = left.transitions[event.index];
        }
        else
        {
            one.segment = left.segments[event.index].segment;
            one.retransmission = left.segments[event.index].retransmission;
        }
        if (event.end == LEFT)
        {
            happenings.push_back(one);
        }
    }
}

/// \param kernel the capture \param left says which connection \param happenings get what it says
void
AddRight(const std::vector<TcpLifecycleKernelSniffer::Packet>& kernel,
         const TcpLifecycleLadderModel& left,
         std::vector<Happening>& happenings)
{
    std::optional<lifecycle::Seq> sent; // the end of all that the kernel has sent
    for (const auto& packet : kernel)
    {
        const auto segment = SegmentOf(packet.octets);
        const std::size_t from = packet.isSent ? RIGHT : LEFT;
        if (!segment || segment->sourcePort != left.ends[from].port ||
            segment->destinationPort != left.ends[1 - from].port)
        {
            continue;
        }
        Happening one{NanoSeconds(packet.nanoseconds), Kind::Received, RIGHT, *segment, false, {}};
        if (packet.isSent)
        {
            one.kind = Kind::Sent;
            const bool takesRoom = segment->SequenceLength() > 0;
            one.retransmission = takesRoom && sent && !lifecycle::Before(*sent, segment->End());
            if (takesRoom && !one.retransmission)
            {
                sent = segment->End();
            }
        }
        happenings.push_back(one);
    }
}

/// \param from sending end \param segment it \return what it has in common at both ends
std::string
KeyOf(std::size_t from, lifecycle::Segment segment)
{
    std::array<uint8_t, lifecycle::MAX_HEADER_SIZE> header{};
    segment.checksum = 0; // is not known yet when a segment is handed to IP
    const std::size_t size = lifecycle::Encode(segment, header.data());
    return std::to_string(from) + ' ' + std::to_string(segment.length) + ' ' +
           std::string(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(size));
}

} // namespace

TcpLifecycleLadderModel
TapLadder(const TcpLifecycleLadderModel& left,
          const std::vector<TcpLifecycleKernelSniffer::Packet>& kernel)
{
    std::vector<Happening> happenings;
    AddLeft(left, happenings);
    AddRight(kernel, left, happenings);
    std::stable_sort(happenings.begin(), happenings.end(), [](const auto& a, const auto& b) {
        return a.time < b.time;
    });

    TcpLifecycleLadderModel model;
    model.title = left.title;
    model.ends = left.ends;
    model.note = left.note;
    std::map<std::string, std::deque<std::size_t>> flying;
    std::map<std::string, std::size_t> arrived;
    for (const auto& one : happenings)
    {
        if (one.kind == Kind::Transition)
        {
            model.AddTransition(one.transition);
            continue;
        }
        const std::size_t from = one.kind == Kind::Sent ? one.end : 1 - one.end;
        const std::string key = KeyOf(from, one.segment);
        if (one.kind == Kind::Sent)
        {
            flying[key].push_back(model.AddSent(from, one.time, one.segment, one.retransmission));
            continue;
        }
        auto& waiting = flying[key];
        if (!waiting.empty())
        {
            arrived[key] = waiting.front();
            waiting.pop_front();
        }
        else if (arrived.count(key) == 0)
        {
            // What no end has sent was made by a fault rule.
            arrived[key] = model.AddSent(from, one.time, one.segment, false);
        }
        model.AddReceived(arrived[key], one.time);
    }
    return model;
}

} // namespace ns3
