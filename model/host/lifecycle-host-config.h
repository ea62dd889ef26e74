/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_HOST_CONFIG_H
#define LIFECYCLE_HOST_CONFIG_H

#include "lifecycle-isn.h"
#include "lifecycle-ports.h"
#include "lifecycle-time.h"

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * The parameters of a host that are not per connection, and the status of a listener.
 */

namespace ns3
{
namespace lifecycle
{

/// No limit, for numbers of 32 bits.
constexpr uint32_t UNLIMITED = 0xffffffff;

/// Which segments without a connection get no RST (BSD: net.inet.tcp.blackhole).
enum class Blackhole : uint8_t
{
    Off,     //!< none
    Syn,     //!< segments with SYN
    All,     //!< all segments
    Stealth, //!< all segments, including those that LISTEN would reset (Windows: the firewall's
             //!< stealth mode)
};

/// Treatment of segments before the lookup of a connection, or when there is no connection.
struct IntakePolicy
{
    Blackhole blackhole{Blackhole::Off}; //!< see Blackhole
    bool dropSynFin{false};              //!< drop segments with SYN and FIN in any state (BSD:
                                         //!< net.inet.tcp.drop_synfin)
};

/// What happens to a SYN when the SYN queue of its listener is full.
enum class SynOverflow : uint8_t
{
    DropNew,    //!< drop it (Linux)
    DropOldest, //!< close the oldest connection in the queue silently, to free its place (BSD's
                //!< syncache)
};

/// Number of places in an accept queue, from the backlog of the listener.
enum class BacklogRule : uint8_t
{
    Exact,       //!< the backlog
    PlusOne,     //!< backlog + 1 (Linux)
    ThreeHalves, //!< 3/2 backlog + 1 (BSD)
};

/// What happens to the third segment of a handshake when the accept queue is full.
enum class AcceptOverflow : uint8_t
{
    DropAck, //!< drop it: the connection stays in SYN-RECEIVED, and its SYN,ACK is retransmitted
    Reset,   //!< reset the connection (Linux: tcp_abort_on_overflow)
};

/// What happens to a SYN when the accept queue is full.
enum class SynOnFullQueue : uint8_t
{
    Answer, //!< answer it: there may be a free place when the third segment arrives
    Drop,   //!< drop it (Linux)
};

/// What happens to a connection that ends while it is in the accept queue.
enum class DeadChild : uint8_t
{
    Leaves, //!< it is removed from the queue
    Stays, //!< it keeps its place. Host::Accept() returns it, and its user is notified then (Linux)
    Aborts, //!< it keeps its place. Host::Accept() fails once for it (BSD: ECONNABORTED)
};

/// When SYN cookies are sent (RFC 4987, section 3.6).
enum class SynCookies : uint8_t
{
    Off,      //!< never
    Pressure, //!< when the SYN queue is full
    Always,   //!< for every SYN
};

/// Parameters of all listeners of a host.
struct ListenPolicy
{
    uint32_t synBacklog{UNLIMITED};                         //!< size of a SYN queue; >= 1
    uint32_t acceptBacklog{UNLIMITED};                      //!< largest backlog of a listener
    BacklogRule backlogRule{BacklogRule::Exact};            //!< see BacklogRule
    SynOverflow synOverflow{SynOverflow::DropNew};          //!< see SynOverflow
    AcceptOverflow acceptOverflow{AcceptOverflow::DropAck}; //!< see AcceptOverflow
    SynOnFullQueue synOnFullQueue{SynOnFullQueue::Answer};  //!< see SynOnFullQueue
    SynCookies synCookies{SynCookies::Off};                 //!< see SynCookies
    bool closeResetsEmbryos{true}; //!< CLOSE of a listener resets its half-open connections;
                                   //!< otherwise they are closed silently
    bool dropSynAck{false};        //!< a SYN,ACK for a listener gets no RST (FreeBSD)
    DeadChild deadChild{DeadChild::Leaves}; //!< see DeadChild
};

/// What the user of a listener can choose.
struct ListenerOptions
{
    uint32_t backlog{UNLIMITED}; //!< see BacklogRule; at most ListenPolicy::acceptBacklog
    bool explicitAccept{false};  //!< connections wait in the accept queue for Host::Accept();
                                 //!< otherwise each is accepted when it becomes ESTABLISHED
    uint8_t deferAccept{0}; //!< a bare ACK does not complete the handshake until the SYN,ACK was
                            //!< retransmitted this number of times; an ACK with data does (Linux:
                            //!< TCP_DEFER_ACCEPT); 0: off
};

/// The queues of a listener.
struct ListenerStatus
{
    uint32_t synQueue{0};             //!< half-open connections
    uint32_t synQueueHighWater{0};    //!< largest value of synQueue
    uint32_t acceptQueue{0};          //!< connections that wait for Host::Accept()
    uint32_t acceptQueueHighWater{0}; //!< largest value of acceptQueue
    uint64_t synDrops{0}; //!< SYNs dropped, or connections closed to free a place, because the SYN
                          //!< queue was full
    uint64_t acceptDrops{0};       //!< segments dropped, or connections reset, because the
                                   //!< accept queue was full
    uint64_t deferred{0};          //!< bare ACKs dropped because of deferAccept
    uint64_t cookiesSent{0};       //!< SYN,ACKs with a cookie
    uint64_t cookiesAccepted{0};   //!< connections created from a cookie
    uint64_t cookiesRefused{0};    //!< ACKs without a valid cookie, while a cookie could arrive
    uint32_t fastOpenPending{0};   //!< connections in SYN-RECEIVED whose data were accepted
    uint64_t fastOpenTaken{0};     //!< connections whose SYN's data were accepted
    uint64_t fastOpenOverflows{0}; //!< SYNs whose data were ignored because of
                                   //!< FastOpenPolicy::backlog or a full accept queue
};

/// The roles of a host in Fast Open (RFC 7413).
enum class FastOpen : uint8_t
{
    Off,    //!< none
    Client, //!< send data on a SYN when the user asks for it
    Server, //!< accept data on a SYN
    Both,   //!< both roles
};

/// Parameters of Fast Open.
struct FastOpenPolicy
{
    FastOpen use{FastOpen::Off}; //!< see FastOpen
    uint32_t backlog{16}; //!< largest number of connections of a listener in SYN-RECEIVED whose
                          //!< data were accepted (RFC 7413, 4.2.2: PendingFastOpenRequests; the RFC
                          //!< gives no number)
};

/// What the user of an active OPEN can choose.
struct OpenOptions
{
    bool fastOpen{false}; //!< use Fast Open if the host is a client of it
    uint32_t octets{0};   //!< bytes already written
};

/// What happens to a SYN for a connection in TIME-WAIT. "Newer" is a SYN that RFC 6191, section 2,
/// accepts.
enum class TimeWaitSyn : uint8_t
{
    AcceptOrAck,  //!< accept if newer, otherwise answer with an ACK (RFC 9293, 3.10.7.4, fourth)
    AcceptOrDrop, //!< accept if newer, otherwise drop (RFC 6191, section 2)
    Ack,          //!< answer with an ACK
    Drop,         //!< drop
    EndOrAck, //!< above RCV.NXT it ends TIME-WAIT whatever its timestamp, and is then processed as
              //!< a SYN without a connection; otherwise answer with an ACK (FreeBSD, tcp_twcheck())
};

/// Which 4-tuples in TIME-WAIT an active OPEN may reuse (Linux: tcp_tw_reuse).
enum class TimeWaitReuse : uint8_t
{
    Off,      //!< none
    Loopback, //!< those of connections within the host
    All,      //!< all
};

/// Parameters of TIME-WAIT.
struct TimeWaitPolicy
{
    uint32_t maxEntries{UNLIMITED}; //!< largest number of connections in TIME-WAIT; one more is
                                    //!< CLOSED after its ACK of the FIN
    TimeWaitSyn syn{TimeWaitSyn::AcceptOrAck}; //!< see TimeWaitSyn
    bool synAtNext{false}; //!< a SYN at RCV.NXT also counts as newer (Windows 8, learned model)
    TimeWaitReuse reuse{TimeWaitReuse::Off}; //!< see TimeWaitReuse; only with timestamps (RFC 6191)
    Duration reuseDelay{std::chrono::seconds(1)}; //!< time in TIME-WAIT before reuse
};

/// Limit of the challenge ACKs of a host (RFC 5961, section 7). A limit that connections share can
/// be observed from outside (CVE-2016-5696), so common stacks have none.
struct ChallengePolicy
{
    uint32_t limit{0};                        //!< challenge ACKs per period; 0: no limit
    Duration period{std::chrono::seconds(1)}; //!< length of a period, > 0
};

/// The parameters of a host that are not per connection.
struct HostConfig
{
    PortRange ephemeralPorts;                               //!< see PortRange
    PortAlgorithm portAlgorithm{PortAlgorithm::SimpleHash}; //!< see PortAlgorithm
    IsnPolicy isn;                                          //!< see IsnPolicy
    ListenPolicy listening;                                 //!< see ListenPolicy
    ChallengePolicy challenges;                             //!< see ChallengePolicy
    TimeWaitPolicy timeWait;                                //!< see TimeWaitPolicy
    FastOpenPolicy fastOpen;                                //!< see FastOpenPolicy
    IntakePolicy intake;                                    //!< see IntakePolicy
    Duration quietTime{0}; //!< no segments are sent for this time after Host::Reboot() (RFC 9293,
                           //!< 3.4.3: MSL)
    bool recordConnections{false}; //!< keep a ConnectionRecord for each connection
    bool packStates{true}; //!< store connections in SYN-RECEIVED and TIME-WAIT as small records;
                           //!< the behavior is the same
    uint32_t unpackedSynReceived{256}; //!< number of connections in SYN-RECEIVED that are not
                                       //!< packed, since most of them soon become ESTABLISHED
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HOST_CONFIG_H
