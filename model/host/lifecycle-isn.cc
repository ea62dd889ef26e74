/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-isn.h"

namespace ns3
{
namespace lifecycle
{

namespace
{

/// RFC 9293, 3.4.1: "a 32-bit number ... incremented roughly every 4 microseconds"
constexpr Duration ISN_TICK = std::chrono::microseconds(4);

/// Second half of the key of F() for ISNs; the one for ports differs.
constexpr uint64_t ISN_PURPOSE = 0x69736e; // "isn"

constexpr uint64_t
RotateLeft(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

uint64_t
ReadLittleEndian(const uint8_t* octets, std::size_t count)
{
    uint64_t word = 0;
    for (std::size_t i = 0; i < count; ++i)
    {
        word |= uint64_t{octets[i]} << (8 * i);
    }
    return word;
}

/// The state of SipHash, with the names of the paper.
struct SipState
{
    uint64_t v0; //!< v0
    uint64_t v1; //!< v1
    uint64_t v2; //!< v2
    uint64_t v3; //!< v3

    /// SipRound (section 2.1, figure 2.1)
    void Round()
    {
        v0 += v1;
        v2 += v3;
        v1 = RotateLeft(v1, 13) ^ v0;
        v3 = RotateLeft(v3, 16) ^ v2;
        v0 = RotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = RotateLeft(v1, 17) ^ v2;
        v3 = RotateLeft(v3, 21) ^ v0;
        v2 = RotateLeft(v2, 32);
    }

    /// Compression of one word, c = 2
    void Compress(uint64_t word)
    {
        v3 ^= word;
        Round();
        Round();
        v0 ^= word;
    }
};

} // namespace

uint64_t
SipHash(uint64_t key0, uint64_t key1, const uint8_t* data, std::size_t size)
{
    SipState state{key0 ^ 0x736f6d6570736575, // section 2.2: "somepseudorandomlygeneratedbytes"
                   key1 ^ 0x646f72616e646f6d,
                   key0 ^ 0x6c7967656e657261,
                   key1 ^ 0x7465646279746573};
    const std::size_t rest = size % 8;
    for (std::size_t i = 0; i + 8 <= size; i += 8)
    {
        state.Compress(ReadLittleEndian(data + i, 8));
    }
    state.Compress(uint64_t{size & 0xff} << 56 | ReadLittleEndian(data + (size - rest), rest));
    state.v2 ^= 0xff;
    for (int i = 0; i < 4; ++i) // finalization, d = 4
    {
        state.Round();
    }
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

std::size_t
PutTuple(const FourTuple& tuple, bool withLocalPort, TupleOctets& octets)
{
    std::size_t size = 0;
    const auto put = [&](const uint8_t* from, std::size_t count) {
        std::memcpy(octets.data() + size, from, count);
        size += count;
    };
    const auto putPort = [&](uint16_t port) {
        const uint8_t two[2] = {static_cast<uint8_t>(port >> 8), static_cast<uint8_t>(port)};
        put(two, sizeof(two));
    };
    put(tuple.local.octets.data(), tuple.local.Size());
    if (withLocalPort)
    {
        putPort(tuple.localPort);
    }
    put(tuple.remote.octets.data(), tuple.remote.Size());
    putPort(tuple.remotePort);
    return size;
}

Seq
InitialSequence(const IsnPolicy& policy, const FourTuple& tuple, Instant now)
{
    if (policy.fixed)
    {
        return Seq(*policy.fixed);
    }
    // RFC 6528, 3: "ISN = M + F(localip, localport, remoteip, remoteport, secretkey)"
    TupleOctets octets;
    const std::size_t size = PutTuple(tuple, true, octets);
    const uint64_t f = SipHash(policy.key, ISN_PURPOSE, octets.data(), size);
    const uint64_t m = static_cast<uint64_t>((now - policy.clockStart) / ISN_TICK);
    return Seq(static_cast<uint32_t>(m + f));
}

} // namespace lifecycle
} // namespace ns3
