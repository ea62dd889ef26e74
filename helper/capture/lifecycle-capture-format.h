/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_CAPTURE_FORMAT_H
#define LIFECYCLE_CAPTURE_FORMAT_H

#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The bytes of capture files, pcap (draft-ietf-opsawg-pcap) and pcapng
 * (draft-ietf-opsawg-pcapng).
 *
 * Both are written in little-endian order, whatever the host's, with times in nanoseconds and whole
 * packets.
 */

namespace ns3
{
namespace lifecycle
{

/// Link types (draft-ietf-opsawg-pcaplinktype).
enum class LinkType : uint16_t
{
    Ethernet = 1, //!< LINKTYPE_ETHERNET
    Ppp = 9,      //!< LINKTYPE_PPP
};

/// Which way a packet went through an interface (pcapng, 4.3, epb_flags, bits 0 and 1).
enum class CaptureDirection : uint8_t
{
    Unknown = 0,  //!< information not available
    Inbound = 1,  //!< received
    Outbound = 2, //!< sent
};

/// A packet as it is written.
struct CapturedPacket
{
    uint32_t interface {
        0
    };                       //!< number of its interface in the section, from 0 on; pcapng only
    uint64_t nanoseconds{0}; //!< when, since the capture's epoch
    std::string octets;      //!< all of it, with its link header
    CaptureDirection direction{CaptureDirection::Unknown}; //!< pcapng only
    uint64_t id{0}; //!< the same wherever this transmission is captured; 0: not known; pcapng only
    std::vector<std::string> comments; //!< UTF-8, at most 65535 bytes each; pcapng only
};

/// \param link what the packets begin with \return the header of a pcap file (pcap, 4)
std::string PcapHeader(LinkType link);
/// \param packet a packet, its time before 2106 \return its record (pcap, 5)
std::string PcapRecord(const CapturedPacket& packet);

/// \param application what writes \return a Section Header Block (pcapng, 4.1)
std::string PcapngSection(const std::string& application);
/**
 * \param link what its packets begin with \param name if_name \param description if_description
 * \return an Interface Description Block (pcapng, 4.2)
 */
std::string PcapngInterface(LinkType link, const std::string& name, const std::string& description);
/// \param packet a packet \return its Enhanced Packet Block (pcapng, 4.3)
std::string PcapngPacket(const CapturedPacket& packet);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CAPTURE_FORMAT_H
