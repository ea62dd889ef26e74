/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_RUN_RECORDS_H
#define TCP_LIFECYCLE_RUN_RECORDS_H

#include "tcp-lifecycle-capture.h"
#include "tcp-lifecycle-database.h"
#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-run-metadata.h"

#include "ns3/node-container.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * What a program leaves of a run, by its command line.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * The files of a run, chosen by options that are the same for all programs:
 *
 * - `transitions.csv` and `connections.csv`, or what `--tables` says of the two;
 * - `run.json`, if SetMetadata() was called; until Finish() it says that the run is not complete;
 * - `--segments`: `segments.csv`, and a table of them in the database;
 * - `--db`: `run.sqlite`;
 * - `--pcapng`: `<name>-<node>.pcapng`;
 * - `--pcap=device`, `host`, `connection` or `none`: see TcpLifecycleCaptureKind.
 *
 * A folder that has another run's `run.json` is refused, or, by `--force`, emptied of its files.
 *
 * \code
 * TcpLifecycleRunRecords records("lab");
 * CommandLine cmd; // of ns-3
 * records.AddOptions(cmd);
 * cmd.Parse(argc, argv);
 * records.Enable(helper, nodes, "results");
 * Simulator::Run();
 * records.Finish();
 * \endcode
 */
class TcpLifecycleRunRecords
{
  public:
    /// \param name what the names of captures begin with
    /// \param pcap what --pcap is if it is not given
    explicit TcpLifecycleRunRecords(const std::string& name = "capture",
                                    const std::string& pcap = "none");

    /// \param cmd gets the options \tparam C ns3::CommandLine, or what has the same AddValue()
    template <typename C>
    void AddOptions(C& cmd)
    {
        ShowUsual();
        cmd.AddValue("segments", "record every segment", m_segments);
        cmd.AddValue("db", "write an SQLite database with the same tables", m_database);
        cmd.AddValue("pcapng", "write captures with comments on packets", m_pcapng);
        cmd.AddValue("pcap", "write a capture per device, host or connection, or none", m_pcap);
        cmd.AddValue("tables", "tables to write: connections, transitions, or both", m_tableNames);
        NoteUsual();
        cmd.AddValue("force", "replace the files of another run in the folder of --out", m_force);
    }

    /// \param folder of --out, or empty: then no other option may ask for a file
    /// \throw std::invalid_argument if the options make no sense; Enable() calls it, too
    void Check(const std::string& folder) const;
    /// To be called before Enable(). \param metadata what the run is; nodes are added by Enable()
    void SetMetadata(const TcpLifecycleRunMetadata& metadata);

    /**
     * From here on the nodes' TCP is recorded. Call it when they have all their devices.
     * \param helper installed their TCP; it must be there until Finish()
     * \param nodes whose connections
     * \param folder where the files go; it is made if need be
     * \throw TcpLifecycleFileError if a file cannot be written
     * \throw std::invalid_argument if the options are invalid, or another run's `run.json` is in
     * the folder and --force is not given
     */
    void Enable(TcpLifecycleHelper& helper, const NodeContainer& nodes, const std::string& folder);

    /// Add to `run.json` what is known at the end only. \param name of it \param value it
    void Note(const std::string& name, const std::string& value);

    /// Say something of a packet in all captures with comments, see TcpLifecycleCapture::Comment().
    /// \param packet it \param text what
    void Comment(Ptr<const Packet> packet, const std::string& text);

    /**
     * Complete all files; nothing happens if Enable() was not called.
     * \param complete whether the run came to its end; `run.json` says so only then
     * \throw TcpLifecycleFileError if a file cannot be written
     */
    void Finish(bool complete = true);

  private:
    /// What --tables is if it is not given
    static constexpr const char* BOTH = "connections,transitions";

    /// Let options have what they are if they are not given, for a program's help.
    void ShowUsual();
    /// From here on it is known whether an option was given.
    void NoteUsual();
    /// \param name of a table \return whether --tables asks for it
    bool IsTable(const std::string& name) const;
    /// \return what --pcap says; nothing: none
    std::optional<TcpLifecycleCaptureKind> PcapKind() const;

    std::string m_name;                                //!< see the constructor
    std::string m_pcap;                                //!< --pcap
    std::string m_usualPcap;                           //!< what it is if it is not given
    std::string m_tableNames;                          //!< --tables
    bool m_segments{false};                            //!< --segments
    bool m_database{false};                            //!< --db
    bool m_pcapng{false};                              //!< --pcapng
    bool m_force{false};                               //!< --force
    std::string m_folder;                              //!< see Enable()
    Ptr<TcpLifecycleDatabase> m_tables;                //!< the database, or null
    std::optional<TcpLifecycleRunMetadata> m_metadata; //!< see SetMetadata()
    TcpLifecycleHelper* m_helper{nullptr};             //!< see Enable()
    Ptr<TcpLifecycleCapture> m_commented;              //!< the pcapng files, or null
};

} // namespace ns3

#endif // TCP_LIFECYCLE_RUN_RECORDS_H
