/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_FAULT_MODEL_H
#define TCP_LIFECYCLE_FAULT_MODEL_H

#include "lifecycle-address.h"
#include "lifecycle-segment.h"
#include "lifecycle-state.h"
#include "tcp-lifecycle-fault-packet.h"
#include "tcp-lifecycle-fault-rule.h"

#include "ns3/callback.h"
#include "ns3/error-model.h"
#include "ns3/event-id.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/traced-callback.h"
#include "ns3/type-id.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Faults that strike single, named segments.
 */

namespace ns3
{

class TcpLifecycleFaultTrigger;
class TcpLifecycleL4Protocol;

/**
 * \ingroup tcp-lifecycle
 *
 * An ErrorModel for the receiving end of a PointToPointNetDevice that strikes segments by rules,
 * and then lets another ErrorModel (a RateErrorModel, say) decide.
 *
 * All rules count a segment. Those that inject, crash or reboot do so in any case; of those that
 * decide what becomes of the segment itself the first that strikes acts. What is injected comes
 * right after the segment that was matched, a crash right before it, unless the rule has a delay.
 *
 * A delayed packet counts as corrupted when it first arrives, so the device traces PhyRxDrop for
 * it; it comes in later through the function given to SetReceiver(), untouched by any rule or by
 * the next model. The same road is taken by the second copy of a duplicated packet, and by what
 * waits for the next segment of its connection. None is in the receiver's pcap before it is really
 * received. A packet with a bit turned over is received at once; ns-3's checksums must be on
 * (TcpLifecycleHelper::EnableChecksums()), or it would pass for a good one.
 */
class TcpLifecycleFaultModel : public ErrorModel
{
  public:
    /// What the data of injected segments consist of: bytes that no sender of zeros has sent.
    static constexpr uint8_t FORGED_OCTET = 0xff;

    /// \return the TypeId, ns3::TcpLifecycleFaultModel
    static TypeId GetTypeId();

    TcpLifecycleFaultModel();
    ~TcpLifecycleFaultModel() override;
    TcpLifecycleFaultModel(const TcpLifecycleFaultModel&) = delete;
    TcpLifecycleFaultModel& operator=(const TcpLifecycleFaultModel&) = delete;

    /// \param rules the rules for this direction, and what is timed for this end; which direction
    /// that is, the model does not ask
    void SetRules(const std::vector<TcpLifecycleFaultRule>& rules);
    /// \param receiver gives a packet to the device again, PointToPointNetDevice::Receive(); needed
    /// by all actions but Drop, Corrupt, Crash and Reboot
    void SetReceiver(Callback<void, Ptr<Packet>> receiver);
    /// \param next asked about every packet that no rule strikes, or null
    void SetNext(Ptr<ErrorModel> next);
    /**
     * Two models are the two ends of one link. Needed by rules that inject against the direction of
     * the segment that they match.
     * \param peer the other one; it learns of this one
     */
    void SetPeer(Ptr<TcpLifecycleFaultModel> peer);
    /// \param node the node that the device belongs to; timed rules crash and reboot its TCP, and
    /// what arrives by rules or Inject() arrives in events of its context
    void SetNode(Ptr<Node> node);
    /**
     * Assign the random streams of all rules.
     * \param stream the first stream
     * \return the number of streams used: one a rule
     */
    int64_t AssignStreams(int64_t stream);

    /// \param tuple the two ends of segments to be injected at a time, seen from the receiver.
    /// Without it they are those of the segment that came over the link last
    void SetEnds(const lifecycle::FourTuple& tuple);
    /**
     * A segment arrives at this moment. No rule is asked about it, nor the next model.
     * \param segment it; the ports are those of SetEnds()
     */
    void Inject(const lifecycle::Segment& segment);
    /**
     * The same from and to somewhere else.
     * \param segment it
     * \param ends instead of SetEnds()
     */
    void Inject(const lifecycle::Segment& segment, const lifecycle::FourTuple& ends);
    /// \param cut whether from now on nothing arrives, whatever rules say; Inject() still works
    void SetCut(bool cut);

    /**
     * \param rule index of a rule
     * \return how many segments it has counted
     */
    uint32_t GetCount(std::size_t rule) const;
    /// \return how many of the rules have acted
    std::size_t GetStruck() const;

    /**
     * Signature of the trace source Struck.
     * \param packet what was struck, or injected, from the PPP header on; null for what is timed
     * \param rule the rule's text, or its number, from 0 on, if it has none
     * \param action what was done
     */
    typedef void (*StruckTracedCallback)(Ptr<const Packet> packet,
                                         std::string rule,
                                         TcpLifecycleFaultAction action);

  protected:
    void DoDispose() override;

  private:
    /// A segment that waits for the next one of its connection.
    struct Held
    {
        lifecycle::FourTuple tuple; //!< its two ends
        Ptr<Packet> packet;         //!< the segment
        EventId limit;              //!< when it comes at the latest
    };

    /// What numbers of injected segments refer to.
    struct Reference
    {
        TcpLifecycleLinkSegment seen; //!< a segment that came over the link
        bool sameWay;                 //!< it went where the injected one goes
    };

    /// An address as a key.
    using AddressKey = std::pair<bool, std::array<uint8_t, 16>>;

    bool DoCorrupt(Ptr<Packet> packet) override;
    void DoReset() override;

    // What rules do, by the rule's index

    bool Strike(std::size_t index, const TcpLifecycleLinkSegment& seen, const Ptr<Packet>& packet);
    void Act(std::size_t index, const TcpLifecycleLinkSegment& seen, const Ptr<Packet>& packet);
    void ActTimed(std::size_t index);
    void ActOnHost(std::size_t index, const Ptr<TcpLifecycleL4Protocol>& tcp, Ptr<Packet> packet);
    void InjectLike(std::size_t index, const Reference& reference);
    lifecycle::Segment Forge(std::size_t index, const Reference& reference);
    void Corrupt(std::size_t index, const TcpLifecycleLinkSegment& seen, const Ptr<Packet>& packet);
    void Tell(std::size_t index, const Ptr<const Packet>& packet);

    // Packets on their way

    void PassIn(const Time& delay, const Ptr<Packet>& packet);
    void Pass(Ptr<Packet> packet);
    void Hold(const Time& limit, const TcpLifecycleLinkSegment& seen, const Ptr<Packet>& packet);
    void Release(const lifecycle::FourTuple& tuple);
    void ReleaseLate(Ptr<Packet> packet);

    // What is around

    void CancelTimed();
    void CancelEvents();
    bool HasRules() const;
    uint32_t Context() const;
    std::optional<Reference> Last() const;
    lifecycle::State StateAt(const lifecycle::FourTuple& tuple);
    Ptr<TcpLifecycleL4Protocol> TcpAt(const lifecycle::IpAddress& address);

    std::vector<TcpLifecycleFaultTrigger> m_triggers; //!< the rules
    std::vector<EventId> m_timed;                     //!< what timed rules will do
    std::vector<Held> m_held;                         //!< segments that wait for the next
    Callback<void, Ptr<Packet>> m_receiver;           //!< see SetReceiver()
    Ptr<ErrorModel> m_next;                           //!< see SetNext()
    TcpLifecycleFaultModel* m_peer{nullptr};          //!< see SetPeer(); null when it is gone
    Ptr<Node> m_node;                                 //!< see SetNode()
    lifecycle::FourTuple m_ends;                      //!< see SetEnds()
    std::optional<TcpLifecycleLinkSegment> m_last;    //!< the segment that came last
    Time m_lastAt;                                    //!< when
    std::map<AddressKey, Ptr<TcpLifecycleL4Protocol>> m_hosts; //!< those found, by address
    bool m_asksState{false}; //!< a rule asks for the receiver's state
    bool m_cut{false};       //!< see SetCut()
    bool m_passing{false};   //!< the packet at hand is not to be touched

    /// Struck
    TracedCallback<Ptr<const Packet>, std::string, TcpLifecycleFaultAction> m_struckTrace;
};

} // namespace ns3

#endif // TCP_LIFECYCLE_FAULT_MODEL_H
