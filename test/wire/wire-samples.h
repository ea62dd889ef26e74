/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef WIRE_SAMPLES_H
#define WIRE_SAMPLES_H

#include "lifecycle-address.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * Segments of a real TCP, and what the tests of layer wire share.
 *
 * The segments were captured from a Linux 6.18 kernel between two network namespaces joined by a
 * pair of veth devices with checksum offload turned off; tshark 4.0 calls every checksum good. The
 * IP headers are taken off. Texts are what tshark says of the fields, in packetdrill's notation
 * with absolute numbers.
 */

namespace wire_samples
{

/// Octets.
using Octets = std::vector<uint8_t>;

/// \param hex pairs of hexadecimal digits; spaces are ignored \return the octets
inline Octets
FromHex(const std::string& hex)
{
    Octets octets;
    std::string pair;
    for (char c : hex)
    {
        if (c == ' ')
        {
            continue;
        }
        pair += c;
        if (pair.size() == 2)
        {
            octets.push_back(static_cast<uint8_t>(std::stoul(pair, nullptr, 16)));
            pair.clear();
        }
    }
    return octets;
}

/// A captured segment.
struct Sample
{
    const char* name;        //!< what it is
    bool isIpv6;             //!< 2001:db8::x if true, 192.0.2.x if not
    bool fromServer;         //!< x is 2 to 1 if true, 1 to 2 if not
    const char* hex;         //!< TCP header and payload
    std::size_t headerSize;  //!< octets of the header, tcp.hdr_len
    std::size_t payloadSize; //!< octets of payload, tcp.len
    const char* text;        //!< in packetdrill's notation
};

/// The captured segments.
inline const Sample SAMPLES[] = {
    {"SYN that asks for a Fast Open cookie",
     false,
     false,
     "92f00050818c27ee00000000b002faf0e74d0000"
     "020405b40402080a10f36105000000000103030a22020101",
     44,
     0,
     "S 2173446126:2173446126(0) win 64240 "
     "<mss 1460,sackOK,TS val 284385541 ecr 0,nop,wscale 10,FO,nop,nop>"},
    {"SYN-ACK with a Fast Open cookie",
     false,
     true,
     "005092f07d0091d1818c27efd012fe88326b0000"
     "020405b40402080acb60617610f361050103030a220ad322909dc7aa2a150101",
     52,
     0,
     "S. 2097189329:2097189329(0) ack 2173446127 win 65160 "
     "<mss 1460,sackOK,TS val 3412091254 ecr 284385541,nop,wscale 10,FO d322909dc7aa2a15,nop,nop>"},
    {"SYN with a cookie and five octets of data",
     false,
     false,
     "e2cc0050ae79e32700000000d002faf072fe0000"
     "020405b40402080a33c4c118000000000103030a220ad322909dc7aa2a150101 68656c6c6f",
     52,
     5,
     "S 2927223591:2927223596(5) win 64240 "
     "<mss 1460,sackOK,TS val 868532504 ecr 0,nop,wscale 10,FO d322909dc7aa2a15,nop,nop>"},
    {"SYN-ACK that covers the data of the SYN",
     false,
     true,
     "0050e2cce2e97d5fae79e32da012fe88411d0000020405b40402080a8e742be433c4c1180103030a",
     40,
     0,
     "S. 3806952799:3806952799(0) ack 2927223597 win 65160 "
     "<mss 1460,sackOK,TS val 2389978084 ecr 868532504,nop,wscale 10>"},
    {"data, an odd number of octets",
     false,
     true,
     "005092f07d0091d2818c27f48018004034a600000101080acb60617610f361056f6464",
     32,
     3,
     "P. 2097189330:2097189333(3) ack 2173446132 win 64 "
     "<nop,nop,TS val 3412091254 ecr 284385541>"},
    {"FIN",
     false,
     false,
     "92f00050818c27f47d0091d58011003f074900000101080a10f361cfcb606176",
     32,
     0,
     "F. 2173446132:2173446132(0) ack 2097189333 win 63 "
     "<nop,nop,TS val 284385743 ecr 3412091254>"},
    {"RST of a closed port, without options",
     false,
     true,
     "0051d7620000000004a0fff9501400004f7f0000",
     20,
     0,
     "R. 0:0(0) ack 77660153 win 0"},
    {"SYN over IPv6",
     true,
     false,
     "b90e0050a60ee34600000000a002fd2011cc0000020405a00402080aa818f2e2000000000103030a",
     40,
     0,
     "S 2785993542:2785993542(0) win 64800 "
     "<mss 1440,sackOK,TS val 2820207330 ecr 0,nop,wscale 10>"},
    {"data over IPv6",
     true,
     false,
     "b90e0050a60ee347ff38d6a380180040da8900000101080aa818f2e359fdef1368656c6c6f",
     32,
     5,
     "P. 2785993543:2785993548(5) ack 4281915043 win 64 "
     "<nop,nop,TS val 2820207331 ecr 1509814035>"},
    {"urgent data over IPv6",
     true,
     false,
     "b90e0050a60ee34cff38d6a680380040a86d00010101080aa818f3ab59fdef1475",
     32,
     1,
     "PU. 2785993548:2785993549(1) ack 4281915046 win 64 urg 1 "
     "<nop,nop,TS val 2820207531 ecr 1509814036>"},
    {"RST of a connection over IPv6",
     true,
     false,
     "b90e0050a60ee34dff38d6a6801400401bd800000101080aa818f47359fdf007",
     32,
     0,
     "R. 2785993549:2785993549(0) ack 4281915046 win 64 "
     "<nop,nop,TS val 2820207731 ecr 1509814279>"},
};

/// \param isIpv6 family \param host last part \return 192.0.2.host or 2001:db8::host
inline ns3::lifecycle::IpAddress
Address(bool isIpv6, uint8_t host)
{
    if (!isIpv6)
    {
        return ns3::lifecycle::IpAddress::FromIpv4(0xc0000200u + host);
    }
    const uint8_t octets[16] = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, host};
    return ns3::lifecycle::IpAddress::FromIpv6(octets);
}

/// \param sample a sample \return where it comes from
inline ns3::lifecycle::IpAddress
Source(const Sample& sample)
{
    return Address(sample.isIpv6, sample.fromServer ? 2 : 1);
}

/// \param sample a sample \return where it goes to
inline ns3::lifecycle::IpAddress
Destination(const Sample& sample)
{
    return Address(sample.isIpv6, sample.fromServer ? 1 : 2);
}

} // namespace wire_samples

#endif // WIRE_SAMPLES_H
