/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PACKETDRILL_PLAY_H
#define TCP_LIFECYCLE_PACKETDRILL_PLAY_H

#include "packetdrill-evaluator.h"
#include "packetdrill-translation.h"
#include "tcp-lifecycle-ladder-recorder.h"
#include "tcp-lifecycle-packetdrill-calls.h"
#include "tcp-lifecycle-packetdrill-commands.h"
#include "tcp-lifecycle-packetdrill-runner.h"
#include "tcp-lifecycle-packetdrill-sockets.h"
#include "tcp-lifecycle-packetdrill-world.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * One run of one script. Private to the runner.
 */

namespace ns3
{
namespace packetdrill
{

/// How long something is waited for at most, beyond its time. No timer of TCP is longer than two
/// hours (RFC 9293, MUST-28).
constexpr Duration PATIENCE = std::chrono::hours(3);

/// What the lines `--name=value` of a script say.
struct ScriptConfig
{
    WorldConfig world;          //!< addresses, MTU, family
    MatchRules match;           //!< TS tick, segments
    TimingRules timing;         //!< tolerance
    uint16_t bindPort{8080};    //!< local port of listeners
    uint16_t connectPort{8080}; //!< remote port of connections
};

/// Ends a run; thrown where that is found out.
struct PlayEnd
{
    Verdict verdict;     //!< how
    Position position;   //!< where
    std::string message; //!< why; of Failed with file and place, else without
};

/// \param script it \param options of the run \return its configuration; throws PlayEnd
ScriptConfig ReadConfig(const Script& script, const RunOptions& options);

/// The numbers of an ICMP message that a script names.
struct IcmpNumbers
{
    uint8_t type{0}; //!< ICMP's or ICMPv6's
    uint8_t code{0}; //!< its code
};

/// \param pattern of a script \param ipv6 which ICMP \return its numbers, or nothing
std::optional<IcmpNumbers> FindIcmp(const IcmpPattern& pattern, bool ipv6);

/// One run of one script.
class Play
{
  public:
    /// \param script it \param options how
    Play(const Script& script, const RunOptions& options);
    /// Do all of it; throws PlayEnd unless it passes.
    void Run();
    /// \return virtual time since the script's start
    Duration Elapsed() const;
    /// \return what happened to the first connection; nothing if RunOptions::ladder is null
    TcpLifecycleLadderModel GetLadder() const;

  private:
    /// A system call that waits.
    struct Waiting
    {
        const Event* event{nullptr};      //!< which
        PlayedCall call;                  //!< it
        std::optional<Duration> end;      //!< when it is to return
        Duration begun{0};                //!< when it was called
        std::optional<CallResult> result; //!< what it has returned
        Duration returned{0};             //!< when
    };

    void Do(const Event& event);
    void WaitFor(const Event& event);
    void OnPacket(const Event& event, const Packet& packet);
    void Inject(const Event& event, const TcpPattern& pattern);
    void InjectIcmp(const Event& event, const IcmpPattern& pattern);
    void Expect(const Event& event, const TcpPattern& pattern);
    void OnCall(const Event& event, const SystemCall& call);
    void OnCommand(Position position, const std::string& text);
    void OnCode(const Event& event, const Code& code);
    void Retry();
    void FinishCall();
    void LearnPorts(const lifecycle::Segment& segment);
    void Begin(const CallEffect& effect);
    void Say(const std::string& text) const;
    void SayState() const;
    std::string LiveText(const LivePacket& packet, bool sent) const;
    Duration BaseOf(const TimeSpec& time) const;
    Time ToTime(Duration since) const;
    [[noreturn]] void Fail(const Event& event, const std::string& message) const;
    [[noreturn]] void FailMessage(const Event& event, const std::string& message) const;

    const Script& m_script;                   //!< it
    const RunOptions& m_options;              //!< how
    ScriptConfig m_config;                    //!< what it says
    World m_world;                            //!< where
    Ptr<TcpLifecycleLadderRecorder> m_ladder; //!< of m_world, or null
    Sockets m_sockets;                        //!< its process
    Commands m_commands;                      //!< its shell
    Calls m_calls;                            //!< its system calls
    Evaluator m_evaluator;                    //!< its code
    Translation m_translation;                //!< of the connection under test
    Time m_start;                             //!< its time 0
    Duration m_last{0};                       //!< when the last event was met
    Waiting m_waiting;                        //!< a call that has not been checked
    bool m_retrying{false};                   //!< Retry() is at work
    uint16_t m_localPort{0};                  //!< of the connection under test; 0: not known
    uint16_t m_remotePort{0};                 //!< of the connection under test
    uint16_t m_nextPort;                      //!< of the next one that the script opens
};

} // namespace packetdrill
} // namespace ns3

#endif // TCP_LIFECYCLE_PACKETDRILL_PLAY_H
