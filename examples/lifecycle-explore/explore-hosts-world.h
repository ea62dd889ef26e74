/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EXPLORE_HOSTS_WORLD_H
#define EXPLORE_HOSTS_WORLD_H

#include "explore-hosts.h"
#include "explore-world.h"

/**
 * \file
 * Two hosts, their users and the network between them, as one value.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

/// What a host asks of its driver; the same for all copies of the host.
class HostSide : public HostEnvironment
{
  public:
    /// \param config of its connections; must outlive it
    explicit HostSide(const Config* config)
        : m_config(config)
    {
    }

    CongestionControl& CongestionOf(Handle) override
    {
        return m_reno; // it has no state
    }

    const Config* AdmitSyn(Handle, const FourTuple&) override
    {
        return m_config;
    }

    bool AreHosts(const IpAddress&, const IpAddress&) override
    {
        return true;
    }

  private:
    const Config* m_config;
    RenoCongestionControl m_reno;
};

/// A segment on its way.
struct HostFlight
{
    Segment segment; //!< it
    FourTuple tuple; //!< as its receiver sees it
};

/// A host's users, and what they have heard.
struct HostUser
{
    uint8_t step{0};                    //!< the next one
    Handle listener;                    //!< the last one
    std::vector<Handle> owned;          //!< connections that were opened or accepted
    std::map<uint64_t, uint8_t> told;   //!< bits of Event, by number of the connection
    std::map<uint64_t, State> lastSeen; //!< by its transitions
};

/// Two hosts and the network.
class HostWorld
{
  public:
    /// \param question it \param sides what the hosts ask; both must outlive it
    HostWorld(const HostQuestion& question, std::array<HostSide, 2>& sides);

    /// \param events gets what can happen next; EventKind::Forge does not
    void Enabled(std::vector<Event>& events) const;
    /// Let it happen. \param event one of Enabled() \return which invariant is broken, or empty
    std::string Apply(Event event);
    /// From now on nothing is lost and users accept and close what there is. \return which
    /// invariant is broken, or empty. The world is at its end then
    std::string Finish();
    /// \return a hash; the same for worlds that behave alike
    Key Hash() const;
    /// \param event one of Enabled() \return it for readers
    std::string Describe(Event event) const;

    std::map<std::array<uint8_t, 3>, uint64_t>* rows{nullptr}; //!< counts transitions, if set

  private:
    void Drive(std::size_t at);
    void Perform(std::size_t at, const HostAction& action);
    void Hear(HostUser& user, const HostAction& action, const Notify& notify);
    void CallUser(std::size_t at);
    void Own(std::size_t at, Handle handle);
    void Break(const std::string& what);
    void Deliver(std::size_t from, std::size_t index, bool keep);
    void PassTime();
    void CloseAll(std::size_t at);
    void Check();
    FourTuple TupleOf(std::size_t at, uint16_t port) const;
    Instant NextDeadline() const;

    const HostQuestion* m_question;
    std::array<Host, 2> m_hosts;
    std::array<HostUser, 2> m_users;
    std::array<std::vector<HostFlight>, 2> m_flights; //!< by sender
    Instant m_now{};
    uint8_t m_losses{0};
    uint8_t m_duplicates{0};
    uint8_t m_delays{0};
    uint32_t m_emitted{0};  //!< by the last event
    uint64_t m_progress{0}; //!< grows with every transition
    std::string m_broken;   //!< the first one
};

} // namespace explore
} // namespace lifecycle
} // namespace ns3

#endif // EXPLORE_HOSTS_WORLD_H
