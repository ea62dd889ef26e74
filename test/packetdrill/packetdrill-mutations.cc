/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-mutations.h"

#include "packetdrill-printer.h"
#include "packetdrill-timing.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace ns3
{
namespace packetdrill
{

namespace
{

/// \param pattern a segment \return its timestamps, if it has them
TimestampsOption*
TimestampsOf(TcpPattern& pattern)
{
    for (OptionPattern& option : pattern.options)
    {
        if (auto* timestamps = std::get_if<TimestampsOption>(&option.value))
        {
            return timestamps;
        }
    }
    return nullptr;
}

/// \param event an event \return the segment that it expects, if it does
TcpPattern*
ExpectedOf(Event& event)
{
    auto* packet = std::get_if<Packet>(&event.action);
    return packet != nullptr && packet->direction == Direction::Outbound
               ? std::get_if<TcpPattern>(&packet->pattern)
               : nullptr;
}

/// How long to wait for a packet that may come at any time: RFC 6298's greatest timeout of old.
constexpr Duration LONG{60000000000};

/// Finds the mutations of one script.
class Mutator
{
  public:
    /// \param script a script
    explicit Mutator(const Script& script)
        : m_script(script),
          m_tolerance(ToleranceOf(script))
    {
    }

    /// \return all mutations
    std::vector<Mutation> Find()
    {
        for (m_at = 0; m_at < m_script.events.size(); ++m_at)
        {
            Event event = m_script.events[m_at];
            if (TcpPattern* expected = ExpectedOf(event))
            {
                MutateHeader(*expected);
                MutateOptions(*expected);
                MutateTime();
                MutatePacket();
                m_synSeen = m_synSeen || (expected->flags & lifecycle::SYN) != 0;
                m_stampSeen = m_stampSeen || TimestampsOf(*expected) != nullptr;
            }
            else if (const auto* call = std::get_if<SystemCall>(&event.action))
            {
                MutateResult(*call);
                MutateGivenBack(*call);
                MutateReturnTime();
            }
        }
        return std::move(m_mutations);
    }

  private:
    /// \return the event that is mutated
    const Event& Here() const
    {
        return m_script.events[m_at];
    }

    /// \param kind what is wrong \param replacement instead of the event
    void Add(MutationKind kind, std::vector<Event> replacement)
    {
        Mutation mutation;
        mutation.kind = kind;
        mutation.event = m_at;
        mutation.description =
            "line " + std::to_string(Here().position.line) + ": " + ToText(Here()) + "  ->  ";
        if (replacement.empty())
        {
            mutation.description += "nothing";
            mutation.gone = true;
        }
        const char* separator = "";
        for (Event& event : replacement)
        {
            event.text = ToText(event);
            mutation.description += separator + event.text;
            separator = "; ";
        }
        mutation.replacement = std::move(replacement);
        m_mutations.push_back(std::move(mutation));
    }

    /// \param kind what is wrong \param change what to do with the event
    template <typename F>
    void AddChanged(MutationKind kind, F change)
    {
        Event event = Here();
        change(event);
        Add(kind, {std::move(event)});
    }

    /// \param kind what is wrong \param change what to do with the segment that is expected
    template <typename F>
    void AddSegment(MutationKind kind, F change)
    {
        AddChanged(kind, [&change](Event& event) { change(*ExpectedOf(event)); });
    }

    /// \param expected the segment: all fields but options
    void MutateHeader(const TcpPattern& expected)
    {
        for (const uint8_t flag : {lifecycle::FIN, lifecycle::PSH, lifecycle::RST, lifecycle::ACK})
        {
            AddSegment(MutationKind::Flag, [flag](TcpPattern& tcp) { tcp.flags ^= flag; });
        }
        if (expected.ip.ecn)
        {
            AddSegment(MutationKind::Flag, [](TcpPattern& tcp) {
                tcp.ip.ecn = tcp.ip.ecn == EcnMark::Ce ? EcnMark::NotEct : EcnMark::Ce;
            });
        }
        const bool first = (expected.flags & lifecycle::SYN) != 0 && !m_synSeen;
        if (expected.sequence.kind != NumberKind::Ignored && !first)
        {
            AddSegment(MutationKind::Sequence, [](TcpPattern& tcp) {
                ++tcp.sequence.first;
                ++tcp.sequence.end;
            });
        }
        if (expected.ack && expected.ack->kind != NumberKind::Ignored)
        {
            AddSegment(MutationKind::Ack, [](TcpPattern& tcp) { ++tcp.ack->value; });
            AddSegment(MutationKind::Ack, [](TcpPattern& tcp) { --tcp.ack->value; });
        }
        AddSegment(MutationKind::Length, [](TcpPattern& tcp) {
            ++tcp.sequence.length;
            ++tcp.sequence.end;
        });
        if (expected.sequence.length > 0)
        {
            AddSegment(MutationKind::Length, [](TcpPattern& tcp) {
                --tcp.sequence.length;
                --tcp.sequence.end;
            });
        }
        if (expected.window)
        {
            AddSegment(MutationKind::Window, [](TcpPattern& tcp) {
                tcp.window = static_cast<uint16_t>(*tcp.window ^ 1);
            });
        }
    }

    /// \param expected the segment
    void MutateOptions(const TcpPattern& expected)
    {
        for (std::size_t i = 0; i < expected.options.size(); ++i)
        {
            MutateValue(expected.options[i], i);
        }
        for (std::size_t i = 0; i + 1 < expected.options.size(); ++i)
        {
            if (ToText(expected.options[i]) != ToText(expected.options[i + 1]))
            {
                AddSegment(MutationKind::OptionOrder,
                           [i](TcpPattern& tcp) { std::swap(tcp.options[i], tcp.options[i + 1]); });
            }
        }
        if (!expected.options.empty())
        {
            AddSegment(MutationKind::OptionOrder, [](TcpPattern& tcp) { tcp.options.pop_back(); });
        }
    }

    /// \param option one of the segment's \param i which one
    void MutateValue(const OptionPattern& option, std::size_t i)
    {
        const auto add = [this, i](auto change) {
            AddSegment(MutationKind::OptionValue,
                       [i, &change](TcpPattern& tcp) { change(tcp.options[i].value); });
        };
        if (const auto* mss = std::get_if<MssOption>(&option.value); mss != nullptr && mss->octets)
        {
            add([](auto& value) {
                auto& octets = std::get<MssOption>(value).octets;
                octets = static_cast<uint16_t>(*octets ^ 1);
            });
        }
        if (const auto* scale = std::get_if<WindowScaleOption>(&option.value);
            scale != nullptr && scale->shift)
        {
            add([](auto& value) {
                auto& shift = std::get<WindowScaleOption>(value).shift;
                shift = static_cast<uint8_t>(*shift ^ 1);
            });
        }
        if (const auto* sack = std::get_if<SackOption>(&option.value);
            sack != nullptr && !sack->blocks.empty())
        {
            add([](auto& value) { ++std::get<SackOption>(value).blocks.front().left; });
            add([](auto& value) { --std::get<SackOption>(value).blocks.back().right; });
        }
        if (const auto* stamps = std::get_if<TimestampsOption>(&option.value))
        {
            MutateTimestamps(*stamps, i);
        }
    }

    /// \param stamps the segment's \param i which of its options
    void MutateTimestamps(const TimestampsOption& stamps, std::size_t i)
    {
        constexpr uint32_t FAR = 100000; // ticks; beyond every tolerance
        if (stamps.value && m_stampSeen)
        {
            AddSegment(MutationKind::OptionValue, [i](TcpPattern& tcp) {
                *std::get<TimestampsOption>(tcp.options[i].value).value += FAR;
            });
        }
        if (stamps.echo)
        {
            AddSegment(MutationKind::TimestampEcho, [i](TcpPattern& tcp) {
                ++*std::get<TimestampsOption>(tcp.options[i].value).echo;
            });
        }
    }

    /// \param since the scripted time since the last event \return how far a time is to be moved to
    /// be out of every tolerance
    Duration Far(Duration since) const
    {
        return 2 * m_tolerance + std::max(since, Duration::zero());
    }

    /// When the packet comes.
    void MutateTime()
    {
        const TimeSpec& time = Here().time;
        if (time.kind == TimeKind::Any)
        {
            return;
        }
        const Duration later =
            Far(time.to.value_or(time.from)) + (time.to ? *time.to - time.from : Duration::zero());
        AddChanged(MutationKind::Time, [later](Event& event) {
            event.time.from += later;
            if (event.time.to)
            {
                *event.time.to += later;
            }
        });
    }

    /// The packet as a whole.
    void MutatePacket()
    {
        const bool last = m_at + 1 == m_script.events.size();
        std::vector<Event> nothing;
        if (last)
        {
            // the script goes on for as long as the packet may come
            const Duration to = Here().time.to.value_or(Here().time.from);
            Event wait = Here();
            wait.time = TimeSpec{};
            wait.time.kind =
                Here().time.kind == TimeKind::Absolute ? TimeKind::Absolute : TimeKind::Relative;
            wait.time.from =
                to + Far(to) + (Here().time.kind == TimeKind::Any ? LONG : Duration::zero());
            wait.action = Code{" pass ", {}};
            nothing.push_back(std::move(wait));
        }
        Add(MutationKind::MissingPacket, std::move(nothing));
        Event again = Here();
        again.time = TimeSpec{};
        Add(MutationKind::ExtraPacket, {Here(), std::move(again)});
    }

    /// When a call that blocks returns.
    void MutateReturnTime()
    {
        const TimeSpec& time = Here().time;
        if (time.blockedTo)
        {
            const Duration later = Far(*time.blockedTo);
            AddChanged(MutationKind::Time,
                       [later](Event& event) { *event.time.blockedTo += later; });
        }
    }

    /// \param number a descriptor \return whether a later call has it as its first argument
    bool IsUsedLater(int64_t number) const
    {
        return std::any_of(m_script.events.begin() + static_cast<std::ptrdiff_t>(m_at) + 1,
                           m_script.events.end(),
                           [number](const Event& event) {
                               const auto* call = std::get_if<SystemCall>(&event.action);
                               const auto* first =
                                   call != nullptr && !call->arguments.empty()
                                       ? std::get_if<Integer>(&call->arguments.front().value)
                                       : nullptr;
                               return first != nullptr && first->value == number;
                           });
    }

    /// \param call one: its result and error
    void MutateResult(const SystemCall& call)
    {
        const auto* result = std::get_if<Integer>(&call.result.value);
        if (result == nullptr)
        {
            return;
        }
        const bool descriptor = call.name == "socket" || call.name == "accept" ||
                                call.name == "dup" || call.name == "epoll_create";
        if (!descriptor || result->value < 0 || IsUsedLater(result->value))
        {
            AddChanged(MutationKind::ReturnValue, [](Event& event) {
                auto& changed = std::get<SystemCall>(event.action);
                ++std::get<Integer>(changed.result.value).value;
                changed.error.clear();
                changed.note.clear();
            });
        }
        if (!call.error.empty())
        {
            AddChanged(MutationKind::Errno, [](Event& event) {
                auto& changed = std::get<SystemCall>(event.action);
                changed.error = changed.error == "ENOTCONN" ? "ENOBUFS" : "ENOTCONN";
                changed.note.clear();
            });
        }
    }

    /// \param call one: the value that it gives back in a list, as getsockopt() does
    void MutateGivenBack(const SystemCall& call)
    {
        constexpr std::size_t VALUE = 3; // getsockopt(fd, level, name, [value], [length])
        if (call.name != "getsockopt" || call.arguments.size() <= VALUE)
        {
            return;
        }
        const auto* list = std::get_if<List>(&call.arguments[VALUE].value);
        if (list == nullptr || list->items.size() != 1)
        {
            return;
        }
        const auto value = [](Event & event) -> auto&
        {
            auto& changed = std::get<SystemCall>(event.action);
            return std::get<List>(changed.arguments[VALUE].value).items.front().value;
        };
        if (std::holds_alternative<Integer>(list->items.front().value))
        {
            AddChanged(MutationKind::ReturnValue,
                       [&value](Event& event) { ++std::get<Integer>(value(event)).value; });
        }
        if (std::holds_alternative<Word>(list->items.front().value))
        {
            AddChanged(MutationKind::Errno, [&value](Event& event) {
                auto& name = std::get<Word>(value(event)).name;
                name = name == "ENOTCONN" ? "ENOBUFS" : "ENOTCONN";
            });
        }
    }

    const Script& m_script;            //!< the script
    const Duration m_tolerance;        //!< of its times
    std::size_t m_at{0};               //!< which event
    bool m_synSeen{false};             //!< a SYN was expected before
    bool m_stampSeen{false};           //!< a TS value was expected before
    std::vector<Mutation> m_mutations; //!< found
};

} // namespace

Duration
ToleranceOf(const Script& script)
{
    Duration tolerance = TimingRules().tolerance;
    for (const ConfigLine& config : script.config)
    {
        if (config.name == "tolerance_usecs")
        {
            tolerance = std::chrono::microseconds(std::atoll(config.value.c_str()));
        }
    }
    return tolerance;
}

std::vector<Mutation>
MutationsOf(const Script& script)
{
    return Mutator(script).Find();
}

Script
Apply(const Script& script, const Mutation& mutation)
{
    Script mutated = script;
    const auto place = mutated.events.begin() + static_cast<std::ptrdiff_t>(mutation.event);
    const TimeSpec time = place->time;
    const auto next = mutated.events.erase(place);
    if (mutation.gone && time.kind != TimeKind::Any && next != mutated.events.end() &&
        next->time.kind == TimeKind::Relative)
    {
        // an event that goes leaves the others at their times
        next->time.kind = time.kind;
        next->time.from += time.from;
        for (auto* end : {&next->time.to, &next->time.blockedTo})
        {
            *end = *end ? std::optional<Duration>(**end + time.from) : std::nullopt;
        }
        next->text = ToText(*next);
    }
    mutated.events.insert(next, mutation.replacement.begin(), mutation.replacement.end());
    return mutated;
}

} // namespace packetdrill
} // namespace ns3
