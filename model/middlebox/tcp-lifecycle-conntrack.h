/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_CONNTRACK_H
#define TCP_LIFECYCLE_CONNTRACK_H

#include "lifecycle-conntrack.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv6-header.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A connection-tracking middlebox.
 */

namespace ns3
{

/// Argument of the trace source `Entry`.
struct TcpLifecycleTrackEvent
{
    Time time;                     //!< when; an entry that expired: before now, perhaps
    uint32_t node{0};              //!< node id of the middlebox
    lifecycle::TrackChange change; //!< what
};

/**
 * \ingroup tcp-lifecycle
 *
 * A stateful firewall on a router: it follows each TCP connection that the node forwards, as
 * netfilter does, and forgets it when nothing was seen for a while; what belongs to no connection
 * known is dropped, or answered with a RST. See lifecycle::Conntrack.
 *
 * Aggregate it to a node whose IPv4 routing protocol is an Ipv4ListRouting, as InternetStackHelper
 * makes it; it becomes the first of that list, and precedes the routing of IPv6. Segments from and
 * to the node itself, and fragments, are not looked at.
 *
 * It has no event in the simulator, so that it does not keep a simulation going for the five days
 * of an idle connection. Entries whose time is over go when the next segment is forwarded, when
 * somebody asks for GetTable(), or at the end; the time in TcpLifecycleTrackEvent is that at which
 * they expired.
 */
class TcpLifecycleConntrack : public Object
{
  public:
    /// \return the TypeId, ns3::TcpLifecycleConntrack
    static TypeId GetTypeId();
    TcpLifecycleConntrack();
    ~TcpLifecycleConntrack() override;

    /**
     * Set all timeouts at once.
     * \param name `netfilter` or `rfc5382`, see lifecycle::MakeConntrackConfig(); the program stops
     * if there is none of that name
     */
    void SetPreset(const std::string& name);
    /// \return the entries as they are now, to be looked at
    const lifecycle::Conntrack& GetTable();

    /**
     * A packet is to be forwarded.
     * \param packet what follows the IP header
     * \param header that
     * \return whether it may
     */
    bool Admit(Ptr<const Packet> packet, const Ipv4Header& header);
    /// \copydoc Admit(Ptr<const Packet>,const Ipv4Header&)
    bool Admit(Ptr<const Packet> packet, const Ipv6Header& header);

    /**
     * Signature of the trace source Entry.
     * \param event what has happened to an entry
     */
    typedef void (*EntryTracedCallback)(const TcpLifecycleTrackEvent& event);
    /**
     * Signature of the trace source Drop.
     * \param tuple the segment's two ends, its sender's as local
     * \param segment it
     * \param answered whether by a RST
     */
    typedef void (*DropTracedCallback)(const lifecycle::FourTuple& tuple,
                                       const lifecycle::Segment& segment,
                                       bool answered);

  protected:
    void NotifyNewAggregate() override;
    void DoDispose() override;

  private:
    bool AdmitSegment(Ptr<const Packet> packet,
                      const lifecycle::IpAddress& source,
                      const lifecycle::IpAddress& destination);
    void Answer(const lifecycle::FourTuple& tuple, const lifecycle::Segment& segment);
    void Report(lifecycle::Instant when);
    void Expire();

    template <lifecycle::Duration lifecycle::ConntrackConfig::*Field>
    void Set(Time value);
    template <lifecycle::Duration lifecycle::ConntrackConfig::*Field>
    Time Get() const;
    void SetPolicy(std::string name);
    std::string GetPolicy() const;
    void SetLoose(bool loose);
    bool GetLoose() const;
    void SetMaxRetransCount(uint32_t count);
    uint32_t GetMaxRetransCount() const;

    Ptr<Node> m_node;             //!< the router
    lifecycle::Conntrack m_table; //!< the entries

    TracedCallback<const TcpLifecycleTrackEvent&> m_entryTrace; //!< Entry
    TracedCallback<const lifecycle::FourTuple&, const lifecycle::Segment&, bool>
        m_dropTrace; //!< Drop
};

} // namespace ns3

#endif // TCP_LIFECYCLE_CONNTRACK_H
