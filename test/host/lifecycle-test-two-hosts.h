/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TEST_TWO_HOSTS_H
#define LIFECYCLE_TEST_TWO_HOSTS_H

#include "lifecycle-host.h"
#include "lifecycle-test-host-config.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <vector>

/**
 * \file
 * Two hosts, their users and the network between them, driven by choices that mean no well: what
 * must hold whatever comes.
 */

namespace ns3
{
namespace lifecycle
{
namespace test
{

/// What did not hold.
class HostViolation : public std::logic_error
{
  public:
    using std::logic_error::logic_error;
};

/// \param holds what must be true \param what in words \throw HostViolation if it is not
void Require(bool holds, const char* what);

/// How often each row of TRANSITIONS was taken.
using Visits = std::array<uint64_t, std::size(TRANSITIONS)>;

/// A segment on its way.
struct Flight
{
    Segment segment;    //!< it
    FourTuple tuple;    //!< seen from its receiver
    unsigned to;        //!< number of the receiver
    uint64_t id;        //!< the sender's connection; 0: none, or forged
    uint64_t offset;    //!< Emit::streamOffset
    bool forged{false}; //!< by neither end
};

/// What was seen of a connection or listener.
struct Watched
{
    State state{State::Closed}; //!< by its transitions
    Cause cause{Cause::Close};  //!< of the last one
    Handle handle;              //!< its name
    FourTuple tuple;            //!< its two ends
    bool began{false};          //!< whether there was one
    bool over{false};           //!< Closed was told
    bool failed{false};         //!< Failed was told
    bool owned{false};          //!< a user has it: it was opened or accepted
    bool discards{false};       //!< its user reads no more
    uint32_t told{0};           //!< bits of Event
    Seq next;                   //!< the end of what it has sent last
    Seq expected;               //!< what it has acknowledged last
    uint64_t written{0};        //!< bytes its user has sent
    uint64_t released{0};       //!< of these, acknowledged
    uint64_t delivered{0};      //!< bytes its user could read
    uint64_t peer{0};           //!< the peer's number of the connection whose bytes it has got
};

class TwoHosts;

/// One of the two, with its users.
class ChaosHost : public HostEnvironment
{
  public:
    /// \param world all \param number 0 or 1
    ChaosHost(TwoHosts& world, unsigned number);

    CongestionControl& CongestionOf(Handle handle) override;
    const Config* AdmitSyn(Handle listener, const FourTuple& tuple) override;
    bool AreHosts(const IpAddress& local, const IpAddress& remote) override;

    /// Perform what is in Out(), settle, again until nothing is left.
    void Drive();
    /// A user does something. \param within whether in the middle of Drive()
    void CallUser(bool within);
    /// Time has come to the host's deadline, if it has.
    void MeetDeadline();
    /// Everybody reads, and closes.
    void CloseAll();
    /// \return connections that users have and that have not ended, in the order of their numbers
    std::vector<uint64_t> Open() const;
    /// \return one of them, or a handle that names nothing
    Handle AnyConnection();
    /// What must hold between two steps.
    void Check() const;

    std::map<uint64_t, Watched> seen; //!< all, by number
    std::unique_ptr<Host> host;       //!< the host

  private:
    void Perform(const HostAction& action);
    void OnTransition(Watched& one, const HostAction& action, const Transition& transition);
    void OnNotify(Watched& one, const Notify& notify);
    void OnDeliver(Watched& one, const Deliver& deliver);
    void OnStore(Watched& one, const Store& store);
    void OnEmit(const HostAction& action, const Emit& emit);
    void CallListener();
    void CallHost();
    void CallConnection(Handle handle);
    void OpenOne();
    void TellError(Handle handle);
    void Own(Handle handle);

    TwoHosts& m_world;               //!< all
    unsigned m_number;               //!< 0 or 1
    std::array<Config, 2> m_configs; //!< of its connections
    HostConfig m_hostConfig;         //!< its own
    RenoCongestionControl m_reno;    //!< of all connections
    std::vector<Handle> m_listeners; //!< of its users
};

/// Both hosts and the network.
class TwoHosts
{
  public:
    /// \param choose makes all choices, the parameters' first \param visits is added to
    TwoHosts(Chooser choose, Visits& visits);

    /// One segment, call or stretch of time. \throw HostViolation when something does not hold
    void Step();
    /// The network loses nothing more, and all users close: everything must end. \throw
    /// HostViolation when something does not hold
    void Finish();

  private:
    friend class ChaosHost;

    IpAddress AddressOf(unsigned number) const;
    void Send(Flight flight);
    void Deliver(std::size_t index, bool keep);
    void Forge();
    Flight MakeForged(unsigned to);
    void PassTime(Duration most);
    void DrainNetwork();
    /// Lose what is under way. \param tuple of a connection, seen from its end \param from number
    /// of that end \param both whether what comes from the other end is lost, too
    void Purge(const FourTuple& tuple, unsigned from, bool both);
    void CheckEnds() const;

    static constexpr Instant END_OF_TIME{std::chrono::hours(24 * 365 * 100)}; //!< then it stops

    Chooser m_choose;                  //!< makes all choices
    Visits& m_visits;                  //!< counts rows
    bool m_benign;                     //!< nothing is forged, no host crashes
    bool m_finishing{false};           //!< users read and close
    Instant m_now{};                   //!< the time
    std::vector<Flight> m_flights;     //!< on their way, oldest first
    const Flight* m_arriving{nullptr}; //!< the one that a host is given
    uint64_t m_progress{0};            //!< grows with every state and number that changes
    std::array<std::unique_ptr<ChaosHost>, 2> m_ends; //!< the two
};

} // namespace test
} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TEST_TWO_HOSTS_H
