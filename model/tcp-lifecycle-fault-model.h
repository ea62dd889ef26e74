/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_FAULT_MODEL_H
#define TCP_LIFECYCLE_FAULT_MODEL_H

#include "lifecycle-address.h"
#include "lifecycle-segment.h"

#include "ns3/callback.h"
#include "ns3/error-model.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/type-id.h"

#include <cstdint>
#include <optional>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Faults that strike single, named segments.
 */

namespace ns3
{

/// What happens to a segment.
enum class TcpLifecycleFaultAction : uint8_t
{
    Drop,      //!< it does not arrive
    Delay,     //!< it arrives later, by amount
    Duplicate, //!< it arrives, and once more, by amount later
    Inject,    //!< one that was never sent, or long ago, arrives
};

/// Which segments a rule counts.
enum class TcpLifecycleFaultTarget : uint8_t
{
    Any,    //!< every segment
    Syn,    //!< SYN without ACK
    SynAck, //!< SYN with ACK
    Fin,    //!< FIN, with text or without
    Rst,    //!< RST
    Ack,    //!< a pure acknowledgment: ACK, no SYN, FIN or RST, no text
    Data,   //!< text, one octet at least
};

/**
 * \ingroup tcp-lifecycle
 *
 * One fault: what happens to the nth of some segments in one direction.
 *
 * With Inject it is a segment that the receiver gets `amount` after the start of the simulation.
 *
 * Each rule counts by itself, over both endpoints' connections, every segment of its target that
 * comes in over the link, repeats of the sender and segments struck by other rules included.
 */
struct TcpLifecycleFaultRule
{
    TcpLifecycleFaultAction action{TcpLifecycleFaultAction::Drop}; //!< what happens
    char from{'A'};                                                //!< sender, 'A' or 'B'
    TcpLifecycleFaultTarget target{TcpLifecycleFaultTarget::Any};  //!< what is counted
    uint32_t nth{1};                                               //!< which of them, from 1 on
    Time amount;                                                   //!< see the action; >= 0
    lifecycle::Segment segment{}; //!< of Inject; its ports are not looked at

    /// \return whether all is the same
    bool operator==(const TcpLifecycleFaultRule& other) const;
};

/**
 * \param target a target \param segment a segment
 * \return whether a rule with that target counts the segment
 */
bool Matches(TcpLifecycleFaultTarget target, const lifecycle::Segment& segment);

/**
 * The TCP segment in a packet as it lies on a point-to-point link.
 * \param packet PPP header (RFC 1661, protocol field of two octets), IPv4 or IPv6, TCP
 * \return the segment; nothing if the packet is something else, a fragment that is not the first,
 *         an IPv6 packet with extension headers, or no well-formed segment
 */
std::optional<lifecycle::Segment> PeekSegment(Ptr<const Packet> packet);

/**
 * \ingroup tcp-lifecycle
 *
 * An ErrorModel for the receiving end of a PointToPointNetDevice that strikes single segments by
 * rules, and then lets another ErrorModel (a RateErrorModel, say) decide.
 *
 * The first rule whose count is reached acts; the others count on. A delayed packet counts as
 * corrupted when it first arrives, so the device traces PhyRxDrop for it; it comes in later through
 * the function given to SetReceiver(), untouched by any rule or by the next model. The same road is
 * taken by the second copy of a duplicated packet. Neither is in the receiver's pcap before it is
 * really received.
 */
class TcpLifecycleFaultModel : public ErrorModel
{
  public:
    /// What the text of injected segments consists of.
    static constexpr uint8_t FORGED_OCTET = 0xff;

    /// \return the TypeId, ns3::TcpLifecycleFaultModel
    static TypeId GetTypeId();

    TcpLifecycleFaultModel();
    ~TcpLifecycleFaultModel() override;

    /// \param rules the rules for this direction; their field `from` is not looked at
    void SetRules(std::vector<TcpLifecycleFaultRule> rules);
    /// \param receiver gives a packet to the device again, PointToPointNetDevice::Receive();
    /// needed by all actions but Drop
    void SetReceiver(Callback<void, Ptr<Packet>> receiver);
    /// \param next asked about every packet that no rule strikes, or null
    void SetNext(Ptr<ErrorModel> next);

    /// \param tuple the two ends of segments to be injected, seen from the receiver; needed by
    /// Inject
    void SetEnds(const lifecycle::FourTuple& tuple);
    /**
     * A segment arrives at this moment. No rule is asked about it, nor the next model.
     * \param segment it; the ports are those of SetEnds()
     */
    void Inject(const lifecycle::Segment& segment);
    /// The same from and to somewhere else. \param segment it \param ends in place of SetEnds()
    void Inject(lifecycle::Segment segment, const lifecycle::FourTuple& ends);
    /// \param cut whether from here on nothing arrives, whatever rules say; Inject() still works
    void SetCut(bool cut);

    /// \param rule index of a rule \return how many segments it has counted
    uint32_t GetCount(std::size_t rule) const;
    /// \return how many of the rules have acted
    std::size_t GetStruck() const;

  protected:
    void DoDispose() override;

  private:
    bool DoCorrupt(Ptr<Packet> packet) override;
    void DoReset() override;

    /// \param rule number of a rule that injects
    void InjectByRule(std::size_t rule);
    /// \param packet received as if no model were there
    void Pass(Ptr<Packet> packet);
    /// \param segment counted by all rules \return the rule that strikes it, or null
    const TcpLifecycleFaultRule* Count(const lifecycle::Segment& segment);

    std::vector<TcpLifecycleFaultRule> m_rules; //!< the rules
    std::vector<uint32_t> m_counts;             //!< for each rule, segments counted
    Callback<void, Ptr<Packet>> m_receiver;     //!< see SetReceiver()
    Ptr<ErrorModel> m_next;                     //!< see SetNext()
    lifecycle::FourTuple m_ends;                //!< see SetEnds()
    bool m_cut{false};                          //!< see SetCut()
    bool m_passing{false};                      //!< the packet at hand is not to be touched
};

} // namespace ns3

#endif // TCP_LIFECYCLE_FAULT_MODEL_H
