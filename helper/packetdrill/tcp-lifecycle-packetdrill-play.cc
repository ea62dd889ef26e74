/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-play.h"

#include "packetdrill-report.h"
#include "tcp-lifecycle-packetdrill-info.h"
#include "tcp-lifecycle-packetdrill-sysctls.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

// A run's events in order.

namespace ns3
{
namespace packetdrill
{

namespace
{

/// Virtual time before a script begins: no timestamp of the host is 0 then.
constexpr int64_t WARM_UP_SECONDS = 100;

/// First port of connections that a script opens, as packetdrill has it.
constexpr uint16_t FIRST_REMOTE_PORT = 32768;

/// \param profile of a run \return whose system calls it has
Personality
PersonalityOf(const std::string& profile)
{
    return profile == "freebsd" || profile == "macos" ? Personality::Bsd : Personality::Linux;
}

} // namespace

Play::Play(const Script& script, const RunOptions& options)
    : m_script(script),
      m_options(options),
      m_config(ReadConfig(script, options)),
      m_world(m_config.world),
      m_sockets(m_world, PersonalityOf(options.profile)),
      m_commands(m_world, m_sockets),
      m_calls(m_sockets, m_config.bindPort, m_config.connectPort),
      m_evaluator([this](const std::string& name) -> std::optional<Value> {
          const Personality whose = m_sockets.GetPersonality();
          const auto constant = TcpInfoConstant(name, whose);
          return constant ? constant : TcpInfo(m_calls.Current(), whose, name);
      }),
      m_nextPort(FIRST_REMOTE_PORT)
{
    m_sockets.SetWake([this] { Retry(); });
    if (options.ladder)
    {
        m_ladder = Create<TcpLifecycleLadderRecorder>(m_world.GetNode(), nullptr);
        m_ladder->SetNames(script.file, "host", "script");
    }
    SetSystemDefaults(m_world, options.profile);
    m_world.RunUntil(Seconds(WARM_UP_SECONDS));
    m_start = Simulator::Now();
}

Duration
Play::Elapsed() const
{
    return Duration((Simulator::Now() - m_start).GetNanoSeconds());
}

TcpLifecycleLadderModel
Play::GetLadder() const
{
    TcpLifecycleLadderModel life = m_ladder ? m_ladder->GetShownModel() : TcpLifecycleLadderModel();
    for (TcpLifecycleLadderEvent& event : life.events)
    {
        event.time -= m_start;
    }
    for (TcpLifecycleLadderTransition& transition : life.transitions)
    {
        transition.time -= m_start;
    }
    for (TcpLifecycleLadderSegment& segment : life.segments)
    {
        segment.sent -= m_start;
        segment.received = *segment.received - m_start; // all were seen at the host
    }
    return life;
}

Time
Play::ToTime(Duration since) const
{
    return m_start + NanoSeconds(since.count());
}

void
Play::Fail(const Event& event, const std::string& message) const
{
    throw PlayEnd{Verdict::Failed, event.position, FailureText(m_script, event, message)};
}

void
Play::FailMessage(const Event& event, const std::string& message) const
{
    throw PlayEnd{Verdict::Failed, event.position, message};
}

void
Play::Run()
{
    for (const PlainCommand& command : m_script.init)
    {
        OnCommand(command.position, command.text);
    }
    for (const Event& event : m_script.events)
    {
        Do(event);
    }
    FinishCall();
    m_world.Settle();
    if (m_options.strict && !m_world.Sent().empty() && !m_script.events.empty())
    {
        Fail(m_script.events.back(),
             "then the host sent an unexpected packet: " + LiveText(m_world.Sent().front(), true));
    }
    for (const PlainCommand& command : m_script.cleanup)
    {
        OnCommand(command.position, command.text);
    }
}

Duration
Play::BaseOf(const TimeSpec& time) const
{
    return time.kind == TimeKind::Absolute ? Duration(0) : m_last;
}

void
Play::WaitFor(const Event& event)
{
    const Duration when = BaseOf(event.time) + event.time.from;
    m_world.RunUntil(ToTime(when));
    const Duration now = Elapsed();
    const TimingResult timing = CheckTime(when, when, now, m_last, m_config.timing);
    if (!timing.inTime)
    {
        FailMessage(event, MistimedText(m_script, event, "the event", when, when, now, timing));
    }
}

void
Play::Do(const Event& event)
{
    Say("line " + std::to_string(event.position.line) + ": " + event.text);
    if (const auto* packet = std::get_if<Packet>(&event.action))
    {
        OnPacket(event, *packet);
    }
    else
    {
        WaitFor(event);
        if (const auto* call = std::get_if<SystemCall>(&event.action))
        {
            OnCall(event, *call);
        }
        else if (const auto* command = std::get_if<Command>(&event.action))
        {
            OnCommand(event.position, command->text);
        }
        else
        {
            OnCode(event, std::get<Code>(event.action));
        }
    }
    m_last = std::max(m_last, Elapsed());
    SayState();
    if (m_waiting.event != nullptr && m_waiting.result)
    {
        FinishCall();
    }
}

// System calls

void
Play::Begin(const CallEffect& effect)
{
    if (!effect.listens && !effect.connects)
    {
        return;
    }
    // A connection begins: what was learnt of the one before it means nothing for this
    const auto cookies = m_translation.cookies;
    m_translation = {};
    m_translation.cookies = cookies;
    m_localPort = effect.listens ? *effect.port : 0;
    m_remotePort = effect.listens ? m_nextPort++ : effect.port.value_or(0);
}

void
Play::OnCall(const Event& event, const SystemCall& call)
{
    FinishCall(); // one process has one thread here
    PlayedCall played = m_calls.Prepare(call);
    if (!played.unsupported.empty())
    {
        throw PlayEnd{Verdict::Unsupported, event.position, played.unsupported + "\n"};
    }
    Begin(m_calls.EffectOf(call));
    m_waiting = {};
    m_waiting.event = &event;
    m_waiting.begun = Elapsed();
    m_waiting.call = std::move(played);
    if (event.time.blockedTo)
    {
        m_waiting.end = BaseOf(event.time) + *event.time.blockedTo;
    }
    Retry();
    m_world.Settle();
    if (!event.time.blockedTo)
    {
        FinishCall();
    }
}

void
Play::Retry()
{
    if (m_waiting.event == nullptr || m_waiting.result || m_retrying)
    {
        return;
    }
    m_retrying = true;
    m_waiting.result = m_waiting.call.operation();
    m_retrying = false;
    if (m_waiting.result)
    {
        m_waiting.returned = Elapsed();
        m_world.Interrupt();
    }
}

void
Play::FinishCall()
{
    if (m_waiting.event == nullptr)
    {
        return;
    }
    const Event& event = *m_waiting.event;
    m_world.RunUntil(ToTime(Elapsed() + PATIENCE), [this] { return m_waiting.result.has_value(); });
    if (!m_waiting.result)
    {
        Fail(event, "it does not return");
    }
    const CallResult result = *m_waiting.result;
    const Waiting waiting = std::exchange(m_waiting, Waiting{});
    if (!result.unsupported.empty())
    {
        throw PlayEnd{Verdict::Unsupported, event.position, result.unsupported + "\n"};
    }
    const std::string why = waiting.call.check(result);
    if (!why.empty())
    {
        Fail(event, why);
    }
    if (waiting.end)
    {
        const TimingResult timing =
            CheckTime(*waiting.end, *waiting.end, waiting.returned, waiting.begun, m_config.timing);
        if (!timing.inTime)
        {
            FailMessage(event,
                        MistimedText(m_script,
                                     event,
                                     "the call's return",
                                     *waiting.end,
                                     *waiting.end,
                                     waiting.returned,
                                     timing));
        }
    }
}

// Commands and code

void
Play::OnCommand(Position position, const std::string& text)
{
    const CommandResult result = m_commands.Run(text);
    if (!result.unsupported.empty())
    {
        throw PlayEnd{Verdict::Unsupported, position, result.unsupported + "\n"};
    }
    if (result.status != 0)
    {
        throw PlayEnd{Verdict::Failed,
                      position,
                      m_script.file + ":" + std::to_string(position.line) + ": `" + text +
                          "` ended with status " + std::to_string(result.status) + "\n"};
    }
    if (m_options.defined.count("STANDARD") != 0)
    {
        SetStandard(m_world); // whatever the system's parameters are
        m_sockets.RefreshAll();
    }
}

void
Play::OnCode(const Event& event, const Code& code)
{
    const CodeOutcome outcome = m_evaluator.Run(code);
    if (!outcome.output.empty())
    {
        Say(outcome.output);
    }
    switch (outcome.kind)
    {
    case CodeOutcome::Kind::Done:
        return;
    case CodeOutcome::Kind::Failed:
        throw PlayEnd{Verdict::Failed,
                      outcome.position,
                      FailureText(m_script, event, outcome.message)};
    case CodeOutcome::Kind::Unsupported:
        throw PlayEnd{Verdict::Unsupported, outcome.position, outcome.message + "\n"};
    case CodeOutcome::Kind::Broken:
        throw PlayEnd{Verdict::Broken, outcome.position, outcome.message + "\n"};
    }
}

// Transcript

void
Play::Say(const std::string& text) const
{
    if (m_options.transcript != nullptr)
    {
        *m_options.transcript << text << "\n";
    }
}

void
Play::SayState() const
{
    if (m_options.transcript == nullptr)
    {
        return;
    }
    std::string states;
    for (const LiveConnection& live : m_world.Connections())
    {
        states += " " + std::to_string(live.id) + ":" + lifecycle::ToText(live.state);
    }
    Say("    at " + SecondsText(Elapsed()) + states);
}

std::string
Play::LiveText(const LivePacket& packet, bool sent) const
{
    lifecycle::TextBase base;
    base.seq = sent ? m_translation.LocalBase() : m_translation.RemoteBase();
    base.ack = sent ? m_translation.RemoteBase() : m_translation.LocalBase();
    return lifecycle::ToText(packet.segment, base);
}

} // namespace packetdrill
} // namespace ns3
