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
 * The parameters of a host that are not a connection's, and what a listener shows of itself.
 */

namespace ns3
{
namespace lifecycle
{

/// No limit to what is counted in 32 bits.
constexpr uint32_t UNLIMITED = 0xffffffff;

/// Which segments that belong to nothing are not answered by a RST (BSD: net.inet.tcp.blackhole).
enum class Blackhole : uint8_t
{
    Off,     //!< none
    Syn,     //!< those with SYN
    All,     //!< all
    Stealth, //!< all, and those that LISTEN would reset (Windows: the firewall's stealth mode)
};

/// What becomes of segments before a connection is looked for, or when there is none.
struct IntakePolicy
{
    Blackhole blackhole{Blackhole::Off}; //!< see there
    bool dropSynFin{false};              //!< a segment with SYN and FIN is dropped, whatever the
                                         //!< state (BSD: net.inet.tcp.drop_synfin)
};

/// What happens to a SYN when the SYN queue of its listener is full.
enum class SynOverflow : uint8_t
{
    DropNew,    //!< it is dropped (Linux)
    DropOldest, //!< the oldest connection there goes without a word, and makes room (BSD's
                //!< syncache)
};

/// Connections that fit into an accept queue, by the backlog of its listener.
enum class BacklogRule : uint8_t
{
    Exact,       //!< as many as the backlog says
    PlusOne,     //!< one more (Linux)
    ThreeHalves, //!< half as many again, and one more (BSD)
};

/// What happens to the third segment of a handshake when the accept queue is full.
enum class AcceptOverflow : uint8_t
{
    DropAck, //!< it is dropped: the connection stays in SYN-RECEIVED, its SYN,ACK is repeated
    Reset,   //!< the connection is reset (Linux: tcp_abort_on_overflow)
};

/// What happens to a SYN when the accept queue is full.
enum class SynOnFullQueue : uint8_t
{
    Answer, //!< it is answered: there may be room when the third segment comes
    Drop,   //!< it is dropped (Linux)
};

/// What becomes of a connection that ends while it waits to be accepted.
enum class DeadChild : uint8_t
{
    Leaves, //!< it leaves the accept queue
    Stays,  //!< it keeps its place, and Host::Accept() returns it; its user is told then (Linux)
    Aborts, //!< it keeps its place, and Host::Accept() fails once for it (BSD: ECONNABORTED)
};

/// When SYN cookies are sent instead of keeping state (RFC 4987, section 3.6).
enum class SynCookies : uint8_t
{
    Off,      //!< never
    Pressure, //!< when the SYN queue is full
    Always,   //!< for every SYN
};

/// What holds for all listeners of a host.
struct ListenPolicy
{
    uint32_t synBacklog{UNLIMITED};                         //!< places of a SYN queue; >= 1
    uint32_t acceptBacklog{UNLIMITED};                      //!< greatest backlog of a listener
    BacklogRule backlogRule{BacklogRule::Exact};            //!< see there
    SynOverflow synOverflow{SynOverflow::DropNew};          //!< see there
    AcceptOverflow acceptOverflow{AcceptOverflow::DropAck}; //!< see there
    SynOnFullQueue synOnFullQueue{SynOnFullQueue::Answer};  //!< see there
    SynCookies synCookies{SynCookies::Off};                 //!< see there
    bool closeResetsEmbryos{true};          //!< CLOSE of a listener resets its connections in
                                            //!< SYN-RECEIVED; else they are dropped silently
    bool dropSynAck{false};                 //!< a SYN,ACK for a listener gets no RST (FreeBSD)
    DeadChild deadChild{DeadChild::Leaves}; //!< see there
};

/// What the user of a listener chooses.
struct ListenerOptions
{
    uint32_t backlog{UNLIMITED}; //!< see BacklogRule; ListenPolicy::acceptBacklog at most
    bool explicitAccept{false};  //!< children wait in the accept queue for Host::Accept(); else
                                 //!< each is accepted when it is ESTABLISHED
    uint8_t deferAccept{0};      //!< SYN,ACKs repeated before a bare ACK makes a connection
                                 //!< ESTABLISHED, only one with text does until then (Linux:
                                 //!< TCP_DEFER_ACCEPT); 0: at once
};

/// The queues of a listener.
struct ListenerStatus
{
    uint32_t synQueue{0};             //!< connections in SYN-RECEIVED
    uint32_t synQueueHighWater{0};    //!< most there ever were
    uint32_t acceptQueue{0};          //!< connections that wait to be accepted
    uint32_t acceptQueueHighWater{0}; //!< most there ever were
    uint64_t synDrops{0};             //!< SYNs dropped, or connections displaced by them, because
                                      //!< the SYN queue was full
    uint64_t acceptDrops{0};          //!< segments dropped, or connections reset, because the
                                      //!< accept queue was full
    uint64_t deferred{0};             //!< bare ACKs that deferAccept has held back
    uint64_t cookiesSent{0};          //!< SYN,ACKs with a cookie
    uint64_t cookiesAccepted{0};      //!< connections that came from one
    uint64_t cookiesRefused{0};       //!< ACKs without a valid one, while some were out
    uint32_t fastOpenPending{0};      //!< connections in SYN-RECEIVED whose text was taken
    uint64_t fastOpenTaken{0};        //!< connections whose SYN's text was taken
    uint64_t fastOpenOverflows{0};    //!< SYNs whose text was not, for FastOpenPolicy::backlog or a
                                      //!< full accept queue
};

/// Which part a host takes in Fast Open (RFC 7413).
enum class FastOpen : uint8_t
{
    Off,    //!< none
    Client, //!< text on its SYNs, of users who want that
    Server, //!< text on the SYNs of others
    Both,   //!< both
};

/// What holds for Fast Open in a host.
struct FastOpenPolicy
{
    FastOpen use{FastOpen::Off}; //!< see there
    uint32_t backlog{16};        //!< connections of a listener whose text was taken and that are in
                                 //!< SYN-RECEIVED, at most (RFC 7413, 4.2.2:
                                 //!< PendingFastOpenRequests; it names no number)
};

/// What the user of an active OPEN chooses.
struct OpenOptions
{
    bool fastOpen{false}; //!< Fast Open where the host has it
    uint32_t octets{0};   //!< text that is written already
};

/// What is done with a SYN for a connection in TIME-WAIT. It is newer when the table of RFC 6191,
/// section 2, honours it.
enum class TimeWaitSyn : uint8_t
{
    AcceptOrAck,  //!< accepted if newer, else answered by an ACK (RFC 9293, 3.10.7.4, fourth)
    AcceptOrDrop, //!< accepted if newer, else dropped (RFC 6191, section 2)
    Ack,          //!< answered by an ACK
    Drop,         //!< dropped
    EndOrAck, //!< above RCV.NXT it ends TIME-WAIT, whatever its timestamp, and is then a SYN for
              //!< the listener, or for nobody; else answered by an ACK (FreeBSD, tcp_twcheck())
};

/// Which 4-tuples in TIME-WAIT an active OPEN may use again (Linux: tcp_tw_reuse).
enum class TimeWaitReuse : uint8_t
{
    Off,      //!< none
    Loopback, //!< those within the host
    All,      //!< all
};

/// What holds for TIME-WAIT in a host.
struct TimeWaitPolicy
{
    uint32_t maxEntries{UNLIMITED};               //!< connections in TIME-WAIT; one more is CLOSED
                                                  //!< as soon as it has acknowledged the FIN
    TimeWaitSyn syn{TimeWaitSyn::AcceptOrAck};    //!< see there
    bool synAtNext{false};                        //!< a SYN at RCV.NXT is newer, too (Windows 8,
                                                  //!< learned from outside)
    TimeWaitReuse reuse{TimeWaitReuse::Off};      //!< see there; only with timestamps (RFC 6191)
    Duration reuseDelay{std::chrono::seconds(1)}; //!< since TIME-WAIT began, before reuse
};

/// The challenge ACKs of all connections of a host together (RFC 5961, section 7). What many
/// connections share can be observed from outside (CVE-2016-5696): common stacks have no limit.
struct ChallengePolicy
{
    uint32_t limit{0};                        //!< in each period, at most; 0: no limit
    Duration period{std::chrono::seconds(1)}; //!< length of a period, > 0
};

/// The parameters of a host that are not a connection's.
struct HostConfig
{
    PortRange ephemeralPorts;                               //!< see there
    PortAlgorithm portAlgorithm{PortAlgorithm::SimpleHash}; //!< see there
    IsnPolicy isn;                                          //!< see there
    ListenPolicy listening;                                 //!< see there
    ChallengePolicy challenges;                             //!< see there
    TimeWaitPolicy timeWait;                                //!< see there
    FastOpenPolicy fastOpen;                                //!< see there
    IntakePolicy intake;                                    //!< see there
    Duration quietTime{0};             //!< silence after Host::Reboot() (RFC 9293, 3.4.3: MSL)
    bool recordConnections{false};     //!< keep a ConnectionRecord for each connection
    bool packStates{true};             //!< keep connections in SYN-RECEIVED and TIME-WAIT
                                       //!< as small records; what they do is the same
    uint32_t unpackedSynReceived{256}; //!< connections in SYN-RECEIVED that are kept whole none the
                                       //!< less, for nearly all of them are ESTABLISHED soon
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HOST_CONFIG_H
