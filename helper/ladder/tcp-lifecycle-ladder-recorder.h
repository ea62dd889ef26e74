/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_LADDER_RECORDER_H
#define TCP_LIFECYCLE_LADDER_RECORDER_H

#include "tcp-lifecycle-ladder.h"
#include "tcp-lifecycle-trace.h"

#include "ns3/node.h"
#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * From the trace sources of two nodes to the life of a connection between them.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * Listens to two nodes and records the first connection between them, or the first at given ports.
 * Everything is kept in memory: about 200 bytes for each segment.
 */
class TcpLifecycleLadderRecorder : public SimpleRefCount<TcpLifecycleLadderRecorder>
{
  public:
    /**
     * \param a the node on the left; TcpLifecycleHelper::Install() has been there
     * \param b the node on the right, the same; null: the other end of any connection of a, of
     * which nothing but its segments is known, and those are drawn when a has them
     */
    TcpLifecycleLadderRecorder(Ptr<Node> a, Ptr<Node> b);
    /// Writes the files of WriteTo() if Close() has not; an error then stops the program.
    ~TcpLifecycleLadderRecorder();
    TcpLifecycleLadderRecorder(const TcpLifecycleLadderRecorder&) = delete;
    TcpLifecycleLadderRecorder& operator=(const TcpLifecycleLadderRecorder&) = delete;

    /**
     * Call before the simulation runs.
     * \param title heading
     * \param nameA left
     * \param nameB right
     */
    void SetNames(const std::string& title, const std::string& nameA, const std::string& nameB);
    /**
     * Record only a connection with these ports.
     * \param portA port at the left node; 0: any
     * \param portB port at the right node; 0: any
     */
    void SetPorts(uint16_t portA, uint16_t portB);
    /// Keep both ends' windows and timers after each event, too: TcpLifecycleLadderModel::views.
    void KeepViews();
    /**
     * Write `<prefix>.txt` and `<prefix>.svg` at the end.
     * \param prefix path without extension
     */
    void WriteTo(const std::string& prefix);
    /// Write what WriteTo() asked for; nothing is recorded any more.
    /// \throw TcpLifecycleFileError if a file cannot be written
    void Close();

    /// \return what was recorded so far
    const TcpLifecycleLadderModel& GetModel() const;
    /// \return what diagrams show of it: of a long transfer the middle is left out
    TcpLifecycleLadderModel GetShownModel() const;

  private:
    /**
     * A callback of a trace source.
     * \param end whose
     * \param event what
     */
    void OnTransition(std::size_t end, const TcpLifecycleTransition& event);
    /// \copydoc OnTransition
    void OnSent(std::size_t end, const TcpLifecycleSegmentEvent& event);
    /// \copydoc OnTransition
    void OnReceived(std::size_t end, const TcpLifecycleSegmentEvent& event);

    /**
     * \param end whose
     * \return the callbacks of one end
     */
    void Connect(std::size_t end, Ptr<Node> node);
    /**
     * \param end where
     * \param tuple seen from there
     * \return whether that connection is recorded
     */
    bool IsRecorded(std::size_t end, const lifecycle::FourTuple& tuple);
    /**
     * The connection has had an event.
     * \param end where
     * \param tuple seen from there
     */
    void Look(std::size_t end, const lifecycle::FourTuple& tuple);
    /**
     * Its user may have reacted to the event.
     * \param end where
     * \param tuple seen from there
     * \param event index of it
     */
    void LookAgain(std::size_t end, lifecycle::FourTuple tuple, std::size_t event);
    /**
     * The connection is found: name the ends, and add what their listeners did before.
     * \param end where
     * \param tuple seen from there
     */
    void Select(std::size_t end, const lifecycle::FourTuple& tuple);

    /// Ids of the nodes, nothing if there is none; their trace sources keep this object, so it
    /// keeps no node
    std::array<std::optional<uint32_t>, 2> m_nodes;
    std::array<uint16_t, 2> m_ports{};           //!< see SetPorts()
    TcpLifecycleLadderModel m_model;             //!< the life
    std::optional<lifecycle::FourTuple> m_tuple; //!< the connection, seen from the left
    std::map<uint64_t, std::size_t> m_inFlight;  //!< segments by their serial
    std::vector<std::pair<uint16_t, TcpLifecycleLadderTransition>>
        m_listeners;               //!< by port, before the connection is found
    std::array<bool, 2> m_begun{}; //!< the connection exists at the end
    bool m_keepsViews{false};      //!< see KeepViews()
    std::string m_prefix;          //!< see WriteTo()
    bool m_closed{false};          //!< see Close()
};

} // namespace ns3

#endif // TCP_LIFECYCLE_LADDER_RECORDER_H
