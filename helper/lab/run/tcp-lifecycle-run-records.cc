/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-run-records.h"

#include "tcp-lifecycle-output.h"

#include <stdexcept>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * What a program leaves of a run, by its command line.
 */

namespace ns3
{

namespace
{

/// The value of an option that was not given; no command line can have it.
const std::string NOT_GIVEN(1, '\0');

} // namespace

TcpLifecycleRunRecords::TcpLifecycleRunRecords(const std::string& name, const std::string& pcap)
    : m_name(name),
      m_pcap(NOT_GIVEN),
      m_usualPcap(pcap),
      m_tableNames(NOT_GIVEN)
{
}

void
TcpLifecycleRunRecords::ShowUsual()
{
    m_pcap = m_usualPcap;
    m_tableNames = BOTH;
}

void
TcpLifecycleRunRecords::NoteUsual()
{
    m_pcap = NOT_GIVEN;
    m_tableNames = NOT_GIVEN;
}

bool
TcpLifecycleRunRecords::IsTable(const std::string& name) const
{
    return m_tableNames == NOT_GIVEN || m_tableNames.find(name) != std::string::npos;
}

std::optional<TcpLifecycleCaptureKind>
TcpLifecycleRunRecords::PcapKind() const
{
    const std::string& pcap = m_pcap == NOT_GIVEN ? m_usualPcap : m_pcap;
    if (pcap == "device")
    {
        return TcpLifecycleCaptureKind::Device;
    }
    if (pcap == "host")
    {
        return TcpLifecycleCaptureKind::Host;
    }
    if (pcap == "connection")
    {
        return TcpLifecycleCaptureKind::Connection;
    }
    if (pcap != "none")
    {
        throw std::invalid_argument("--pcap: '" + pcap +
                                    "' is neither device, host, connection nor none");
    }
    return std::nullopt;
}

void
TcpLifecycleRunRecords::Check(const std::string& folder) const
{
    PcapKind();
    const std::string& tables = m_tableNames;
    if (tables != NOT_GIVEN && tables != BOTH && tables != "transitions,connections" &&
        tables != "connections" && tables != "transitions")
    {
        throw std::invalid_argument("--tables: '" + tables +
                                    "' is neither connections, transitions nor both with a comma");
    }
    const std::pair<bool, const char*> asked[] = {{m_segments, "--segments"},
                                                  {m_database, "--db"},
                                                  {m_pcapng, "--pcapng"},
                                                  {m_pcap != NOT_GIVEN, "--pcap"},
                                                  {m_tableNames != NOT_GIVEN, "--tables"},
                                                  {m_force, "--force"}};
    for (const auto& [given, name] : asked)
    {
        if (given && folder.empty())
        {
            throw std::invalid_argument(std::string(name) +
                                        ": there is no folder for it; write --out=FOLDER, too");
        }
    }
    if (m_database && (!IsTable("connections") || !IsTable("transitions")))
    {
        throw std::invalid_argument("--tables: a database has both tables; leave out --db");
    }
    if (m_database && !TcpLifecycleDatabase::IsAvailable())
    {
        throw std::invalid_argument("--db: the module was built without SQLite");
    }
}

void
TcpLifecycleRunRecords::SetMetadata(const TcpLifecycleRunMetadata& metadata)
{
    m_metadata = metadata;
}

void
TcpLifecycleRunRecords::Enable(TcpLifecycleHelper& helper,
                               const NodeContainer& nodes,
                               const std::string& folder)
{
    Check(folder);
    m_helper = &helper;
    TcpLifecycleOutput::OwnFolder(folder, m_force);
    m_folder = folder;
    const std::string at = folder + '/';
    std::string about;
    if (m_metadata)
    {
        m_metadata->AddAttributes(nodes);
        about = m_metadata->ToJson(false);
        TcpLifecycleOutput::WriteFile(at + "run.json", about);
    }
    if (IsTable("transitions"))
    {
        helper.EnableTransitions(nodes, at + "transitions.csv");
    }
    if (IsTable("connections"))
    {
        helper.EnableConnections(nodes, at + "connections.csv");
    }
    if (m_segments)
    {
        helper.EnableSegments(nodes, at + "segments.csv");
    }
    if (m_database)
    {
        m_tables = helper.EnableDatabase(nodes, at + "run.sqlite", m_segments);
        if (!about.empty())
        {
            m_tables->SetAbout("run.json", about);
        }
    }
    if (const auto kind = PcapKind())
    {
        helper.EnableCapture(nodes, at + m_name, *kind);
    }
    if (m_pcapng)
    {
        m_commented = helper.EnablePcapng(nodes, at + m_name);
    }
}

void
TcpLifecycleRunRecords::Note(const std::string& name, const std::string& value)
{
    if (m_metadata)
    {
        m_metadata->Add(name, value);
    }
}

void
TcpLifecycleRunRecords::Comment(Ptr<const Packet> packet, const std::string& text)
{
    if (m_commented)
    {
        m_commented->Comment(packet, text);
    }
}

void
TcpLifecycleRunRecords::Finish(bool complete)
{
    if (m_helper == nullptr)
    {
        return;
    }
    if (m_metadata && m_tables)
    {
        m_tables->SetAbout("run.json", m_metadata->ToJson(complete));
    }
    m_helper->Finish();
    m_helper = nullptr;
    if (m_metadata && complete)
    {
        TcpLifecycleOutput::WriteFile(m_folder + "/run.json", m_metadata->ToJson(true));
    }
}

} // namespace ns3
