/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-capture-files.h"

#include "tcp-lifecycle-run-metadata.h"

#include "ns3/names.h"
#include "ns3/node.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The files of a capture.
 */

namespace ns3
{

namespace
{

/// Bytes of one connection that are kept before they are written, and of all together.
constexpr std::size_t MOST_KEPT = std::size_t{1} << 16;
constexpr std::size_t MOST_KEPT_TOGETHER = std::size_t{1} << 26;

/// \param device a device \return a name for it: its node's, by ns3::Names or number, and its own
std::string
NameOf(const Ptr<NetDevice>& device)
{
    const std::string node = Names::FindName(device->GetNode());
    return (node.empty() ? "node" + std::to_string(device->GetNode()->GetId()) : node) + "-" +
           std::to_string(device->GetIfIndex());
}

} // namespace

TcpLifecycleCaptureFiles::File::File(const std::string& path, lifecycle::LinkType type)
    : output(path),
      link(type)
{
}

TcpLifecycleCaptureFiles::TcpLifecycleCaptureFiles(const std::string& prefix,
                                                   TcpLifecycleCaptureKind kind)
    : m_prefix(prefix),
      m_kind(kind)
{
}

std::shared_ptr<TcpLifecycleCaptureFiles::File>
TcpLifecycleCaptureFiles::Open(const std::string& path,
                               lifecycle::LinkType link,
                               const std::string& begins)
{
    std::shared_ptr<File>& file = m_open[path];
    if (!file)
    {
        file = std::make_shared<File>(path, link);
        file->output.Write(begins);
    }
    return file;
}

void
TcpLifecycleCaptureFiles::AddInterface(const Ptr<NetDevice>& device, lifecycle::LinkType link)
{
    const std::string host = m_prefix + "-" + std::to_string(device->GetNode()->GetId());
    Interface interface;
    interface.link = link;
    switch (m_kind)
    {
    case TcpLifecycleCaptureKind::Device:
        interface.file = Open(host + "-" + std::to_string(device->GetIfIndex()) + ".pcap",
                              link,
                              lifecycle::PcapHeader(link));
        break;
    case TcpLifecycleCaptureKind::Host:
        interface.file = Open(host + ".pcap", link, lifecycle::PcapHeader(link));
        if (interface.file->link != link)
        {
            throw TcpLifecycleFileError(host + ".pcap",
                                        "the node's devices have different link types; "
                                        "pcapng can hold them");
        }
        break;
    case TcpLifecycleCaptureKind::Connection:
        break;
    case TcpLifecycleCaptureKind::Pcapng:
        interface.file =
            Open(host + ".pcapng",
                 link,
                 lifecycle::PcapngSection(std::string("tcp-lifecycle ") + TcpLifecycleVersion()));
        interface.numberInFile = interface.file->interfaces++;
        interface.file->output.Write(
            lifecycle::PcapngInterface(link,
                                       NameOf(device),
                                       device->GetInstanceTypeId().GetName()));
        break;
    }
    m_interfaces.push_back(interface);
}

void
TcpLifecycleCaptureFiles::Write(const TcpLifecycleCapturedFrame& frame)
{
    const Interface& interface = m_interfaces.at(frame.interface);
    if (m_kind == TcpLifecycleCaptureKind::Pcapng)
    {
        lifecycle::CapturedPacket packet = frame.packet;
        packet.interface = interface.numberInFile;
        interface.file->output.Write(lifecycle::PcapngPacket(packet));
        return;
    }
    const std::string record = lifecycle::PcapRecord(frame.packet);
    if (interface.file)
    {
        interface.file->output.Write(record);
        return;
    }
    const std::pair<uint32_t, uint64_t> end{frame.node, frame.id};
    Kept& kept = m_kept[end];
    if (kept.octets.empty() && !kept.begun)
    {
        kept.octets = lifecycle::PcapHeader(interface.link);
        m_keptOctets += kept.octets.size();
    }
    kept.octets += record;
    m_keptOctets += record.size();
    if (kept.octets.size() > MOST_KEPT)
    {
        m_keptOctets -= kept.octets.size();
        Append(end, kept);
    }
    if (m_keptOctets > MOST_KEPT_TOGETHER)
    {
        for (auto& [other, octets] : m_kept)
        {
            Append(other, octets);
        }
        m_keptOctets = 0;
    }
}

void
TcpLifecycleCaptureFiles::Append(const std::pair<uint32_t, uint64_t>& end, Kept& kept) const
{
    if (kept.octets.empty())
    {
        return;
    }
    TcpLifecycleOutput output(m_prefix + "-" + std::to_string(end.first) + "-connection-" +
                                  std::to_string(end.second) + ".pcap",
                              kept.begun ? TcpLifecycleOutput::Mode::Append
                                         : TcpLifecycleOutput::Mode::Create);
    output.Write(kept.octets);
    output.Close();
    kept.begun = true;
    kept.octets.clear();
    kept.octets.shrink_to_fit();
}

void
TcpLifecycleCaptureFiles::Close()
{
    for (auto& [path, file] : m_open)
    {
        file->output.Close();
    }
    for (auto& [end, kept] : m_kept)
    {
        Append(end, kept);
    }
    m_open.clear();
    m_kept.clear();
}

} // namespace ns3
