/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef KERNEL_USER_H
#define KERNEL_USER_H

#include "tcp-lifecycle-socket.h"

#include "ns3/event-id.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/ptr.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

/**
 * \file
 * The user of the simulated sockets.
 */

/// The bytes of one direction of a stream: a sequence of period 8191, a prime, that no shift or
/// lost segment leaves unchanged.
class KernelOctets
{
  public:
    /// \param seed the direction: 1 from the simulation to the kernel, 2 the other way
    explicit KernelOctets(uint32_t seed);
    /// \param offset place in the stream \return its byte
    uint8_t At(uint64_t offset) const;

  private:
    std::vector<uint8_t> m_octets; //!< one period
};

/**
 * Does the steps of a case, one after the other, each when the one before it is done: see
 * `cases.py`, which lists them, and `peer.py`, which does the same with the kernel's sockets.
 */
class KernelUser
{
  public:
    /// Addresses are the case's. \param node whose sockets \param peer the kernel's address
    /// \param steps what to do \param heard whether the kernel has sent anything
    KernelUser(ns3::Ptr<ns3::Node> node,
               const std::string& peer,
               const std::string& steps,
               std::function<bool()> heard);

    /// Begin. A user whose first step is `accept` has listened since before.
    void Start();
    /// Listen if the first step is `accept`.
    void Prepare();
    /// \return whether all steps are done, or one has failed
    bool IsDone() const;
    /// \return what came of them, in JSON
    std::string Report() const;

  private:
    /// A step as it is written.
    struct Step
    {
        std::string verb;              //!< what to do
        std::vector<std::string> args; //!< with what
    };

    /// Do what can be done now.
    void Advance();
    bool Do(const Step& step);
    bool DoCall(const Step& step);
    bool Open(const Step& step);
    bool Accept();
    bool Write(const Step& step);
    bool Read(const Step& step, bool toEnd);
    bool Sleep(ns3::Time span);
    void Take(ns3::Ptr<ns3::Socket> socket);
    void Fail(const std::string& why);
    void Wake();
    void Connected(ns3::Ptr<ns3::Socket> socket);
    void Refused(ns3::Ptr<ns3::Socket> socket);
    void Accepted(ns3::Ptr<ns3::Socket> socket, const ns3::Address& from);
    void Readable(ns3::Ptr<ns3::Socket> socket);
    ns3::Ptr<ns3::Socket> MakeSocket();
    uint64_t Number(const Step& step, std::size_t index, uint64_t otherwise) const;

    ns3::Ptr<ns3::Node> m_node;                  //!< whose sockets
    std::string m_peer;                          //!< the kernel's address
    std::function<bool()> m_heard;               //!< see the constructor
    std::vector<Step> m_steps;                   //!< what to do
    std::size_t m_next{0};                       //!< the step at hand
    bool m_begun{false};                         //!< the step at hand has begun
    uint64_t m_left{0};                          //!< bytes of it still to be done
    ns3::Time m_until;                           //!< when it goes on
    std::string m_failure;                       //!< why it failed; empty: it did not
    KernelOctets m_ours{1};                      //!< what is written
    KernelOctets m_theirs{2};                    //!< what is to be read
    ns3::Ptr<ns3::TcpLifecycleSocket> m_socket;  //!< the connection at hand
    ns3::Ptr<ns3::Socket> m_listener;            //!< the listener
    std::deque<ns3::Ptr<ns3::Socket>> m_waiting; //!< accepted, and not taken yet
    std::vector<ns3::Ptr<ns3::Socket>> m_old;    //!< kept, as a program would its descriptors
    uint16_t m_port{0};                          //!< local port of the next open; 0: any
    bool m_connected{false};                     //!< the opening has succeeded
    bool m_refused{false};                       //!< the opening has failed
    uint64_t m_written{0};                       //!< bytes of this connection
    uint64_t m_read{0};                          //!< the same
    uint64_t m_totalWritten{0};                  //!< bytes of all connections
    uint64_t m_totalRead{0};                     //!< the same
    ns3::EventId m_event;                        //!< the next Advance()
};

#endif // KERNEL_USER_H
