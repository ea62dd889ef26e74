/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LEARNED_SYSTEM_H
#define LEARNED_SYSTEM_H

#include "lifecycle-host.h"
#include "lifecycle-profile.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * Models of TCPs that were learned from outside, as Mealy machines (Fiterau-Brostean, Janssen,
 * Vaandrager: "Combining Model Learning and Model Checking to Analyze TCP Implementations", CAV
 * 2016), and a host that is driven as the learner drove those.
 */

namespace ns3
{
namespace lifecycle
{
namespace learned
{

/// A Mealy machine as a graph in the language DOT.
struct MealyMachine
{
    /// What a state does on an input.
    struct Edge
    {
        std::string output; //!< what comes out
        std::string to;     //!< the next state
    };

    std::string initial;                                       //!< where it begins
    std::map<std::string, std::map<std::string, Edge>> states; //!< by state and input
    std::set<std::string> inputs;                              //!< all of them
    std::map<std::string, std::vector<std::string>> wayTo;     //!< shortest inputs to a state

    /// \param file in DOT, edges with labels `input/output` \return the machine
    static MealyMachine Read(const std::filesystem::path& file);
};

/// Which end of a connection was learned.
enum class LearnedRole : uint8_t
{
    Client, //!< its inputs are CONNECT, RCV, SEND, CLOSE
    Server, //!< LISTEN, ACCEPT, RCV, SEND, CLOSECONNECTION, CLOSE (of the listener)
};

/// What a host is driven with.
struct LearnedSettings
{
    Config connection;        //!< of all connections
    HostConfig host;          //!< of the host
    LearnedRole role{};       //!< which end
    bool keepsNumbers{false}; //!< the mapper does not forget by a RST without ACK that answers a
                              //!< SYN,ACK
};

/// \param name of a profile \param role which end \return it, as systems were set up for learning
LearnedSettings SettingsOf(const std::string& name, LearnedRole role);

/**
 * A host that is driven as the learner drove the real ones. There are two parts beside it: an
 * adapter, which calls sockets and has one thread that may be waiting in connect(), accept() or
 * recv(), and a mapper, which turns symbols into segments with numbers, and back.
 */
class LearnedSystem : public HostEnvironment
{
  public:
    /// \param settings what is driven
    explicit LearnedSystem(const LearnedSettings& settings);

    CongestionControl& CongestionOf(Handle handle) override;
    const Config* AdmitSyn(Handle listener, const FourTuple& tuple) override;
    bool AreHosts(const IpAddress& local, const IpAddress& remote) override;

    /// \param input a symbol, `CONNECT` or `SYN+ACK(V,V,0)` \return what comes out, or `TIMEOUT`
    std::string Step(const std::string& input);
    /// \return the state that a segment of the peer would meet
    State StateNow() const;

  private:
    // The adapter
    void Call(const std::string& name);
    void TryAccept();
    void TryRead();
    void Perform();
    void AdvanceTo(Instant end);

    // The mapper
    Segment ToSegment(const std::string& symbol);
    std::string ToSymbol(const Segment& segment);
    std::string Name(uint32_t number, std::optional<uint32_t> last) const;
    bool IsNew(const Segment& segment);
    void Forget();

    LearnedSettings m_settings;
    RenoCongestionControl m_reno;
    Host m_host;
    Instant m_now{};
    std::optional<std::string> m_output; //!< of the step that is running

    bool m_used{false};      //!< connect() or listen() was called
    bool m_closed{false};    //!< close() of the socket or of the listener was called
    Handle m_listener;       //!< it
    Handle m_connection;     //!< of the adapter's user
    bool m_accepting{false}; //!< the thread waits in accept()
    bool m_reading{false};   //!< the thread waits in recv()
    uint64_t m_delivered{0}; //!< bytes to m_connection and those that wait
    uint32_t m_unread{0};    //!< bytes

    std::optional<uint32_t> m_lastNumber; //!< of the system, as far as the mapper remembers
    std::optional<uint32_t> m_lastAck;    //!< the system's last acknowledgment number
    uint32_t m_random{0x10000000};        //!< a number that is not repeated
    bool m_keepsNumbers{false};           //!< this step sends a SYN,ACK, see LearnedSettings
    uint32_t m_sent{0};                   //!< sequence number of the segment of this step
    std::set<std::pair<uint8_t, uint32_t>> m_seen; //!< flags and numbers of what may be repeated
};

} // namespace learned
} // namespace lifecycle
} // namespace ns3

#endif // LEARNED_SYSTEM_H
