/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TEST_NET_H
#define LIFECYCLE_TEST_NET_H

#include "lifecycle-host.h"

#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <vector>

/**
 * \file
 * Hosts joined by a wire with delay, loss and reordering, in virtual time.
 */

namespace ns3
{
namespace lifecycle
{

/// \param out a stream \param value printed by name, for Boost.Test \return out
template <typename T>
auto
operator<<(std::ostream& out, T value) -> decltype(out << ToText(value))
{
    return out << ToText(value);
}

namespace test
{

using namespace std::chrono_literals;

class Net;

/// A state change that a station has seen in Out().
struct Seen
{
    Instant when;          //!< time
    Handle handle;         //!< whose
    uint64_t id;           //!< its number
    FourTuple tuple;       //!< its two ends
    Transition transition; //!< what
};

/// A host and what drives it: performs actions in order, settles, sets its alarm.
class Station : public HostEnvironment
{
  public:
    /// \param net the wire \param address own address \param hostConfig parameters of the host
    Station(Net& net, const IpAddress& address, const HostConfig& hostConfig = {});

    CongestionControl& CongestionOf(Handle handle) override;
    const Config* AdmitSyn(Handle listener, const FourTuple& tuple) override;
    bool AreHosts(const IpAddress& own, const IpAddress& other) override;

    /// Perform what is in Out(), settle, again until nothing is left; set the alarm.
    void Drive();
    /// \param peer other station \param port its port \param ownPort 0: ephemeral
    /// \return a connection to it, opened
    Handle Connect(const Station& peer, uint16_t port, uint16_t ownPort = 0);
    /// \param port where to listen, on any address \return the listener
    Handle Listen(uint16_t port);
    /// \param handle whom to close
    void Close(Handle handle);
    /// \param id a connection's number \return its state changes as `FROM>TO`, with blanks between
    std::string Path(uint64_t id) const;
    /// \param id a connection's number \param state one of its states
    /// \return when it was first entered, NEVER if not
    Instant Entered(uint64_t id, State state) const;
    /// \param id a connection's number \return its record; it must have ended
    const ConnectionRecord& RecordOf(uint64_t id) const;

    Net& net;                      //!< the wire
    IpAddress address;             //!< own address
    Config config;                 //!< of all connections
    RenoCongestionControl reno;    //!< of all connections
    Host host;                     //!< the host
    bool autoRead{true};           //!< users read what is delivered at once
    bool closeOnEof{false};        //!< users close when told of the peer's FIN
    bool admit{true};              //!< SYNs are admitted
    std::function<void()> onAdmit; //!< called by AdmitSyn()
    std::function<void(Handle, const Notify&)> onNotify; //!< a user's ear
    std::vector<Seen> seen;                              //!< all state changes
    std::map<uint64_t, std::vector<Notify>> told;        //!< by connection
    std::map<uint64_t, uint64_t> delivered;              //!< bytes, by connection
    std::vector<HostAction> accepted;                    //!< those of children, in order
    std::vector<ConnectionRecord> records;               //!< of connections that have ended
    std::vector<HostAction> unheard;                     //!< actions of no connection
    uint64_t entries{0};                                 //!< how often CongestionOf() was asked

  private:
    void Perform(const HostAction& action);

    Instant m_alarm{NEVER}; //!< earliest alarm set
};

/// The wire and the clock.
class Net
{
  public:
    /// \param when since the start \param what to do then
    void At(Duration when, std::function<void()> what);
    /// \param from sender \param tuple the two ends, seen from it \param emit what
    void Transmit(Station& from, const FourTuple& tuple, const Emit& emit);
    /// \param station wants OnDeadline() \param when then
    void Alarm(Station& station, Instant when);
    /// Run until nothing is due, or until \p end. \param end since the start
    void RunUntil(Duration end = FOREVER);

    Instant now{};        //!< the time
    Duration delay{50ms}; //!< one way
    /// What is sent; returns how much later than usual it arrives, or FOREVER: it is lost
    std::function<Duration(const Station&, const Segment&)> fate;
    std::vector<Station*> stations; //!< all
    std::vector<std::string> lines; //!< what was sent: `ms address text`

  private:
    std::multimap<Instant, std::function<void()>> m_events; //!< what is due
};

/// Two stations, A the client and B with a listener on port 80.
struct TwoStations
{
    /// \param hostConfig of both; records are kept
    explicit TwoStations(HostConfig hostConfig = {});
    /// A opens a connection to B and all is run until it is established. \return A's handle
    Handle Establish();
    /// \return B's handle of the connection accepted last
    Handle LastAccepted() const;
    /// \return A's record of its only connection
    const ConnectionRecord& RecordA() const;
    /// \return B's record of its only connection
    const ConnectionRecord& RecordB() const;

    Net net;         //!< the wire
    Station a;       //!< 10.0.0.1
    Station b;       //!< 10.0.0.2
    Handle listener; //!< B's
};

/// \param hostConfig parameters \return the same, with a fixed ISN
HostConfig WithIsn(uint32_t isn, HostConfig hostConfig = {});

/// A host that is fed segments by hand, its driver included. It keeps every connection in
/// SYN-RECEIVED as a record, not only those beyond HostConfig::unpackedSynReceived.
class LoneHost : public HostEnvironment
{
  public:
    /// \param hostConfig parameters \param connectionConfig of all connections
    explicit LoneHost(const HostConfig& hostConfig = {}, const Config& connectionConfig = {});

    CongestionControl& CongestionOf(Handle handle) override;
    const Config* AdmitSyn(Handle listener, const FourTuple& tuple) override;
    bool AreHosts(const IpAddress& own, const IpAddress& other) override;
    /// \param tuple its own two ends \param segment comes for them, its ports are filled in
    /// \return who took it
    Handle Receive(const FourTuple& tuple, Segment segment);
    /// Settle. \return the machine's actions since the last call as text
    std::vector<std::string> Take();

    Config config;              //!< of all connections
    RenoCongestionControl reno; //!< of all connections
    Host host;                  //!< the host
    bool areHosts{true};        //!< what AreHosts() says
    Instant now{};              //!< the time
    uint64_t entries{0};        //!< how often CongestionOf() was asked
};

/// \tparam What an alternative of HostAction::What \param host a host
/// \return the actions of that kind in its queue
template <typename What>
std::vector<HostAction>
ActionsOf(Host& host)
{
    std::vector<HostAction> actions;
    for (const HostAction& action : host.Out())
    {
        if (std::holds_alternative<What>(action.action))
        {
            actions.push_back(action);
        }
    }
    return actions;
}

/// \param flags control bits \param seq SEG.SEQ \param ack SEG.ACK \param length of its data
/// \return a segment
Segment Make(uint8_t flags, uint32_t seq, uint32_t ack = 0, uint32_t length = 0);
/// \param segment a segment \param value TSval \param echo TSecr \return the same with timestamps
Segment Stamped(Segment segment, uint32_t value, uint32_t echo = 0);
/// \param action one of a host \return what the machine wants done as text, complete; empty for
/// what is the host's own
std::string Describe(const HostAction& action);
/// \param lastOctet of 10.0.0.x \return the address
IpAddress Address(uint8_t lastOctet);

} // namespace test
} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TEST_NET_H
