/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_HELPER_H
#define TCP_LIFECYCLE_HELPER_H

#include "tcp-lifecycle-capture.h"
#include "tcp-lifecycle-csv.h"
#include "tcp-lifecycle-database.h"
#include "tcp-lifecycle-ladder-recorder.h"

#include "ns3/attribute.h"
#include "ns3/callback.h"
#include "ns3/node-container.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/output-stream-wrapper.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The interface for simulation scripts.
 */

namespace ns3
{

class TcpLifecycleL4Protocol;

/**
 * \ingroup tcp-lifecycle
 *
 * Installs the module's TCP on nodes and writes its traces to files.
 *
 * \code
 * InternetStackHelper internet;
 * internet.Install(nodes);
 * TcpLifecycleHelper tcp;
 * tcp.SetProfile("linux");
 * tcp.Install(nodes);
 * tcp.EnableTransitions(nodes, "transitions.csv");
 * tcp.EnableConnections(nodes, "connections.csv");
 * tcp.EnableLadder(nodes.Get(0), nodes.Get(1), "ladder");
 * \endcode
 *
 * The files are complete after Simulator::Destroy(), or after Finish(). The helper may be deleted
 * earlier. A file that cannot be written is a TcpLifecycleFileError with its path, thrown by the
 * call here or, for a full disk, out of Simulator::Run(), Simulator::Destroy() or Finish(); a
 * simulation that does not catch it ends with that message and a failure.
 */
class TcpLifecycleHelper
{
  public:
    /**
     * Set an attribute of ns3::TcpLifecycleL4Protocol for nodes installed afterwards.
     * \param name its name, `Msl`
     * \param value its value; the program stops if it is unknown
     */
    void SetAttribute(const std::string& name, const AttributeValue& value);
    /**
     * Set the attribute Profile.
     * \param name `rfc9293`, `linux`, `freebsd`, `windows` or `macos`
     */
    void SetProfile(const std::string& name);

    /**
     * Whether ns-3's own TCP stays in use on nodes installed afterwards. By default it does not:
     * unchanged applications, which ask for `ns3::TcpSocketFactory`, get the module's sockets. If
     * it does, that name means ns-3's TCP as before, the module's sockets come by
     * `ns3::TcpLifecycleSocketFactory`, and each segment goes to the TCP that has a connection or a
     * listener for it.
     * \param keep whether it stays
     */
    void KeepStockTcp(bool keep);

    /**
     * Give a node the module's TCP, after InternetStackHelper::Install(). On a node that has it
     * already, only the attributes are set. The program stops if the node has no IP stack.
     * \param node the node
     */
    void Install(Ptr<Node> node) const;
    /**
     * \copybrief Install
     * \param nodes the nodes
     */
    void Install(const NodeContainer& nodes) const;
    /**
     * \copybrief Install
     * \param nodeName name of a node, see Names; the program stops if there is none
     */
    void Install(const std::string& nodeName) const;
    /// Install() on every existing node.
    void InstallAll() const;
    /// \return every node that has the module's TCP, see the methods named Enable...All()
    static NodeContainer GetAll();

    /**
     * Give every node's TCP fixed random streams.
     * \param nodes the nodes
     * \param stream the first stream's number
     * \return the number of streams used
     */
    int64_t AssignStreams(const NodeContainer& nodes, int64_t stream) const;

    /**
     * Crash a node's TCP, see TcpLifecycleL4Protocol::Crash().
     * \param node a node that has it
     * \param at the time since the start of the simulation
     */
    static void CrashAt(Ptr<Node> node, Time at);
    /**
     * Reboot it, see TcpLifecycleL4Protocol::Reboot().
     * \param node a node that has it
     * \param at the time since the start of the simulation
     */
    static void RebootAt(Ptr<Node> node, Time at);

    /**
     * \param node a node
     * \return its TCP if it is the module's, or null
     */
    static Ptr<TcpLifecycleL4Protocol> GetL4(Ptr<Node> node);
    /**
     * \param node a node
     * \return its TCP; the program stops if it is not the module's
     */
    static Ptr<TcpLifecycleL4Protocol> RequireL4(Ptr<Node> node);

    /**
     * IP headers get checksums, so that Wireshark accepts what pcap shows. Sets ns-3's global value
     * ChecksumEnabled; call it before InternetStackHelper::Install().
     */
    static void EnableChecksums();

    /**
     * Write `transitions.csv`.
     * \param nodes the nodes
     * \param path file
     */
    void EnableTransitions(const NodeContainer& nodes, const std::string& path);
    /**
     * Write `transitions.csv`.
     * \param nodes the nodes
     * \param stream output; must outlive the nodes
     */
    void EnableTransitions(const NodeContainer& nodes, std::ostream& stream);
    /**
     * Write `transitions.csv`.
     * \param nodes the nodes
     * \param stream output
     */
    void EnableTransitions(const NodeContainer& nodes, Ptr<OutputStreamWrapper> stream);
    /**
     * EnableTransitions() for every node that has the TCP.
     * \param path file
     */
    void EnableTransitionsAll(const std::string& path);
    /**
     * Write `connections.csv`.
     * \param nodes the nodes
     * \param path file
     */
    void EnableConnections(const NodeContainer& nodes, const std::string& path);
    /**
     * Write `connections.csv`.
     * \param nodes the nodes
     * \param stream output; must outlive the nodes
     */
    void EnableConnections(const NodeContainer& nodes, std::ostream& stream);
    /**
     * Write `connections.csv`.
     * \param nodes the nodes
     * \param stream output
     */
    void EnableConnections(const NodeContainer& nodes, Ptr<OutputStreamWrapper> stream);
    /**
     * EnableConnections() for every node that has the TCP.
     * \param path file
     */
    void EnableConnectionsAll(const std::string& path);
    /**
     * Write `segments.csv`, every segment at each end.
     * \param nodes the nodes
     * \param path file
     */
    void EnableSegments(const NodeContainer& nodes, const std::string& path);
    /**
     * Write `segments.csv`.
     * \param nodes the nodes
     * \param stream output
     */
    void EnableSegments(const NodeContainer& nodes, Ptr<OutputStreamWrapper> stream);
    /**
     * EnableSegments() for every node that has the TCP.
     * \param path file
     */
    void EnableSegmentsAll(const std::string& path);
    /**
     * Write an SQLite database with the same tables.
     * \param nodes the nodes
     * \param path file
     * \param segments whether segments are in it
     * \return the database, to say in it what the run was
     */
    Ptr<TcpLifecycleDatabase> EnableDatabase(const NodeContainer& nodes,
                                             const std::string& path,
                                             bool segments = false);
    /**
     * EnableDatabase() for every node that has the TCP.
     * \param path file
     * \param segments whether segments are in it
     * \return the database
     */
    Ptr<TcpLifecycleDatabase> EnableDatabaseAll(const std::string& path, bool segments = false);
    /**
     * Write captures, `<prefix>-<node>...`. Call it when nodes have all their devices.
     * \param nodes whose devices
     * \param prefix path without extension
     * \param kind what is in a file
     * \return the capture, to add comments to packets
     */
    Ptr<TcpLifecycleCapture> EnableCapture(const NodeContainer& nodes,
                                           const std::string& prefix,
                                           TcpLifecycleCaptureKind kind);
    /**
     * Write `<prefix>-<node>.pcapng` for each node, with comments, see TcpLifecycleCapture.
     * \param nodes whose devices
     * \param prefix path without extension
     * \return the capture
     */
    Ptr<TcpLifecycleCapture> EnablePcapng(const NodeContainer& nodes, const std::string& prefix);
    /**
     * EnablePcapng() for every node that has the TCP.
     * \param prefix path without extension
     * \return the capture
     */
    Ptr<TcpLifecycleCapture> EnablePcapngAll(const std::string& prefix);
    /**
     * EnableCapture() for every node that has the TCP.
     * \param prefix path without extension
     * \param kind what is in a file
     * \return the capture
     */
    Ptr<TcpLifecycleCapture> EnableCaptureAll(const std::string& prefix,
                                              TcpLifecycleCaptureKind kind);
    /**
     * Draw the first connection between two nodes into `<prefix>.txt` and `<prefix>.svg`.
     * \param a the node on the left
     * \param b the node on the right
     * \param prefix path
     * \return the recorder, to set names and ports
     */
    Ptr<TcpLifecycleLadderRecorder> EnableLadder(Ptr<Node> a,
                                                 Ptr<Node> b,
                                                 const std::string& prefix);

    /**
     * Complete all files before the nodes are gone: connections still open are written with the
     * outcome `open`. Nothing is written after it.
     * \throw TcpLifecycleFileError if a file cannot be written
     */
    void Finish();

  private:
    /// What takes the records of connections.
    struct Records
    {
        Callback<void, const TcpLifecycleRecord&> sink; //!< takes them
        NodeContainer nodes;                            //!< the nodes
    };

    /**
     * \param nodes the nodes
     * \param sink receives their transitions
     */
    static void Connect(const NodeContainer& nodes,
                        const Callback<void, const TcpLifecycleTransition&>& sink);
    /**
     * \param nodes the nodes
     * \param sink receives their connections, at the end those still open
     */
    void Connect(const NodeContainer& nodes, const Callback<void, const TcpLifecycleRecord&>& sink);
    /// \param file closed at the end
    template <typename File>
    void CloseAtEnd(Ptr<File> file);
    /**
     * \param nodes whose transitions
     * \param file where to
     */
    void WriteTransitions(const NodeContainer& nodes, Ptr<TcpLifecycleTransitionsCsv> file);
    /**
     * \param nodes whose connections
     * \param file where to
     */
    void WriteConnections(const NodeContainer& nodes, Ptr<TcpLifecycleConnectionsCsv> file);
    /**
     * \param nodes whose segments
     * \param file where to
     */
    void WriteSegments(const NodeContainer& nodes, Ptr<TcpLifecycleSegmentsCsv> file);

    std::vector<std::pair<std::string, Ptr<AttributeValue>>> m_attributes; //!< for Install()
    bool m_keepStock{false};                                               //!< see KeepStockTcp()
    std::vector<Records> m_records;                                        //!< for Finish()
    std::vector<std::function<void()>> m_closers;                          //!< for Finish()
};

} // namespace ns3

#endif // TCP_LIFECYCLE_HELPER_H
