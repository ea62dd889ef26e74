/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_CAPTURE_H
#define TCP_LIFECYCLE_CAPTURE_H

#include "lifecycle-capture-format.h"
#include "tcp-lifecycle-segment-feed.h"
#include "tcp-lifecycle-trace.h"

#include "ns3/net-device.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * From devices and the trace sources of TCP to capture files.
 */

namespace ns3
{

class TcpLifecycleCaptureFiles;
enum class TcpLifecycleFaultAction : uint8_t;

/// What is in a file of a capture.
enum class TcpLifecycleCaptureKind : uint8_t
{
    Device,     //!< pcap, `<prefix>-<node>-<device>.pcap`: what a device sends and receives
    Host,       //!< pcap, `<prefix>-<node>.pcap`: a node's devices, which have one link type
    Connection, //!< pcap, `<prefix>-<node>-connection-<id>.pcap`: one end of a connection; what
                //!< belongs to none has the id 0
    Pcapng,     //!< pcapng, `<prefix>-<node>.pcapng`: a node's devices, packets have comments
};

/// A packet at a device, and what is known of it.
struct TcpLifecycleCapturedFrame
{
    uint32_t node{0}; //!< node id
    std::size_t interface {
        0
    };                                //!< which of all interfaces of the capture
    uint64_t id{0};                   //!< number of the connection on its node; 0: none
    lifecycle::CapturedPacket packet; //!< the packet
};

/**
 * \ingroup tcp-lifecycle
 *
 * Captures what the devices of some nodes send and receive: PointToPointNetDevice and
 * CsmaNetDevice; others, such as loopback, are passed over.
 *
 * A file has the packets in the order of time, as they are seen: what is sent when its transmission
 * begins, what is received when it is there. What is lost on a link is in the sender's file only.
 *
 * In pcapng a packet has as comments the changes of state that it caused when it was received, or
 * that it tells the peer of when it is sent; `retransmission 2 of the FIN`; what else it was sent
 * for (probes, challenge ACKs); why TCP dropped it; and, at the sender, what became of it on a
 * point-to-point link. A packet is held back until that can be known, for as long as it travels.
 */
class TcpLifecycleCapture : public SimpleRefCount<TcpLifecycleCapture>
{
  public:
    /**
     * \param prefix path without extension
     * \param kind what is in a file
     */
    TcpLifecycleCapture(const std::string& prefix, TcpLifecycleCaptureKind kind);
    /// Closes. An error that shows only then stops the program with a message.
    ~TcpLifecycleCapture();
    TcpLifecycleCapture(const TcpLifecycleCapture&) = delete;
    TcpLifecycleCapture& operator=(const TcpLifecycleCapture&) = delete;

    /**
     * \param nodes whose devices; those with this TCP have comments and ids
     * \throw TcpLifecycleFileError if a file cannot be written
     */
    void Connect(const NodeContainer& nodes);

    /**
     * Say something of a packet that is being sent, travels or arrives. Nothing happens if no file
     * has it, or it has arrived.
     * \param packet it, or a copy
     * \param text the comment
     */
    void Comment(Ptr<const Packet> packet, const std::string& text);

    /// Write what was held back, and close all files; once is enough.
    /// \throw TcpLifecycleFileError if not all could be written
    void Close();

  private:
    /// A device that is captured.
    struct Interface
    {
        uint32_t node{0};         //!< node id
        Ptr<NetDevice> device;    //!< the device
        bool pointToPoint{false}; //!< whether it is one
    };

    /// A frame whose comments are not all known.
    struct Pending
    {
        TcpLifecycleCapturedFrame frame; //!< it
        uint64_t uid{0};                 //!< of its packet
        Time time;                       //!< when it was seen
        Time settled;                    //!< after that nothing more can be said of it
        bool fateKnown{false};           //!< it is said what became of it on the link
    };

    /// What TCP says of a segment that it hands to IP.
    struct Sent
    {
        uint32_t node{0};                  //!< who
        uint64_t id{0};                    //!< its connection
        std::vector<std::string> comments; //!< about it
        Time time;                         //!< when
    };

    /// Who sent the latest segment.
    struct Latest
    {
        std::pair<uint32_t, uint64_t> end; //!< node and connection
        uint64_t serial{0};                //!< the segment
        Time time;                         //!< when
        bool reset{false};                 //!< whether it is a RST
    };

    /**
     * A device has a packet.
     * \param interface which
     * \param packet what
     */
    void OnSniff(std::size_t interface, Ptr<const Packet> packet);
    /**
     * Which way it goes.
     * \param interface which
     * \param direction where to
     * \param packet what
     */
    void OnDirection(std::size_t interface,
                     lifecycle::CaptureDirection direction,
                     Ptr<const Packet> packet);
    /**
     * A device at the other end of a link does not receive it.
     * \param packet what
     */
    void OnLoss(Ptr<const Packet> packet);
    /**
     * A fault rule acts.
     * \param packet on what, or null
     * \param rule its text
     * \param action what it does
     */
    void OnFault(Ptr<const Packet> packet, std::string rule, TcpLifecycleFaultAction action);
    /**
     * TCP sends or receives.
     * \param record what
     */
    void OnSegment(const TcpLifecycleSegmentRecord& record);
    /**
     * TCP changes a state.
     * \param event what
     */
    void OnTransition(const TcpLifecycleTransition& event);
    /**
     * TCP drops what it has received.
     * \param packet the segment, or null
     * \param why a text
     */
    void OnDrop(Ptr<const Packet> packet, std::string why);

    /// \param device captured from now on, if it is of a kind that can be
    void AddInterface(Ptr<NetDevice> device);
    /**
     * \param interface a device
     * \param size of a packet that it begins to send
     * \return how long it takes until its fate is known
     */
    static Time TravelTime(const Interface& interface, uint32_t size);
    /**
     * Write what nothing more can be said of, and forget what only counted at an earlier time.
     * \param now the time
     */
    void Proceed(Time now);
    /**
     * \param node where
     * \param serial of a segment; 0: the latest
     * \return its frame there, or null
     */
    Pending* Find(uint32_t node, uint64_t serial);
    /**
     * \param packet any
     * \return its latest frame, or null
     */
    Pending* Find(Ptr<const Packet> packet);

    TcpLifecycleCaptureKind m_kind;                    //!< what is in a file
    std::unique_ptr<TcpLifecycleCaptureFiles> m_files; //!< where to; null once closed
    std::vector<Interface> m_interfaces;               //!< all
    std::set<Ptr<NetDevice>> m_receivers;              //!< whose losses are listened to
    std::deque<Pending> m_pending;                     //!< held back, by time
    std::map<uint64_t, Sent> m_sent;                   //!< by serial: not yet at a device
    std::size_t m_sentLimit{4096};                     //!< maximum; the oldest are removed
    std::map<uint32_t, uint64_t> m_received;           //!< by node: serial of the latest segment
    Latest m_latest;                                   //!< the segment sent last

    Time m_now; //!< time of the two below
    /// By node and connection: changes of state that what is sent next tells of.
    std::map<std::pair<uint32_t, uint64_t>, std::vector<std::string>> m_untold;
    /// By uid: comments on packets that are to appear.
    std::map<uint64_t, std::vector<std::string>> m_early;
};

} // namespace ns3

#endif // TCP_LIFECYCLE_CAPTURE_H
