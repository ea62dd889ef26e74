/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-options.h"

#include "lifecycle-option-reader.h"

#include <algorithm>

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * Options appended and read.
 */

namespace ns3
{
namespace lifecycle
{

namespace
{

// Lengths on the wire, kind and length octets included; their sources are in OptionKind.
constexpr uint8_t MSS_LENGTH = 4;               //!< RFC 9293 3.2
constexpr uint8_t WINDOW_SCALE_LENGTH = 3;      //!< RFC 7323 2.2
constexpr uint8_t SACK_PERMITTED_LENGTH = 2;    //!< RFC 2018 2
constexpr uint8_t SACK_BASE_LENGTH = 2;         //!< RFC 2018 3
constexpr uint8_t SACK_BLOCK_LENGTH = 8;        //!< RFC 2018 3
constexpr uint8_t TIMESTAMPS_LENGTH = 10;       //!< RFC 7323 3.2
constexpr uint8_t USER_TIMEOUT_LENGTH = 4;      //!< RFC 5482 3.3
constexpr uint8_t FAST_OPEN_REQUEST_LENGTH = 2; //!< RFC 7413 4.1.1, a cookie is asked for
constexpr uint8_t FAST_OPEN_MIN_LENGTH = 6;     //!< RFC 7413 4.1.1, a cookie of 4 octets
constexpr uint8_t FAST_OPEN_MAX_LENGTH = 18;    //!< RFC 7413 4.1.1, a cookie of 16 octets

// RFC 5482 3.3: one bit G, "minutes", and 15 bits of time
constexpr uint16_t USER_TIMEOUT_IN_MINUTES = 0x8000; //!< G
constexpr uint16_t USER_TIMEOUT_MASK = 0x7fff;       //!< the time

/// \param kind an option's kind \return it as an octet
constexpr uint8_t
Octet(OptionKind kind)
{
    return static_cast<uint8_t>(kind);
}

} // namespace

bool
IsAllowedOptionLength(OptionKind kind, std::size_t length)
{
    switch (kind)
    {
    case OptionKind::EndOfList:
    case OptionKind::NoOperation:
        // one octet each; they have no length octet that could be wrong
        return true;
    case OptionKind::MaxSegmentSize:
        return length == MSS_LENGTH;
    case OptionKind::WindowScale:
        return length == WINDOW_SCALE_LENGTH;
    case OptionKind::SackPermitted:
        return length == SACK_PERMITTED_LENGTH;
    case OptionKind::Sack:
        return length > SACK_BASE_LENGTH && (length - SACK_BASE_LENGTH) % SACK_BLOCK_LENGTH == 0 &&
               (length - SACK_BASE_LENGTH) / SACK_BLOCK_LENGTH <= MAX_SACK_BLOCKS;
    case OptionKind::Timestamps:
        return length == TIMESTAMPS_LENGTH;
    case OptionKind::UserTimeout:
        return length == USER_TIMEOUT_LENGTH;
    case OptionKind::FastOpen:
        return length == FAST_OPEN_REQUEST_LENGTH ||
               (length >= FAST_OPEN_MIN_LENGTH && length <= FAST_OPEN_MAX_LENGTH &&
                length % 2 == 0);
    }
    // RFC 9293, section 3.1 (MUST-6): an option not implemented is skipped by its length
    return true;
}

bool
OptionReader::Next(OptionView& option)
{
    if (m_ended || m_error || m_position >= m_size)
    {
        return false;
    }
    const auto kind = static_cast<OptionKind>(m_octets[m_position]);
    if (kind == OptionKind::EndOfList || kind == OptionKind::NoOperation)
    {
        m_ended = kind == OptionKind::EndOfList;
        ++m_position;
        option = {kind, nullptr, 0};
        return true;
    }
    const std::size_t left = m_size - m_position;
    if (left < 2)
    {
        m_error = ParseError::OptionTruncated;
        return false;
    }
    const std::size_t length = m_octets[m_position + 1];
    if (length < 2)
    {
        m_error = ParseError::OptionLengthTooSmall;
        return false;
    }
    if (length > left)
    {
        m_error = ParseError::OptionTruncated;
        return false;
    }
    if (!IsAllowedOptionLength(kind, length))
    {
        m_error = ParseError::OptionWrongLength;
        return false;
    }
    option = {kind, m_octets + m_position + 2, length - 2};
    m_position += length;
    return true;
}

bool
Options::AddRaw(const uint8_t* data, std::size_t size)
{
    if (size > MAX_SIZE - m_size)
    {
        return false;
    }
    std::copy_n(data, size, m_octets.begin() + m_size);
    m_size = static_cast<uint8_t>(m_size + size);
    return true;
}

bool
Options::AddNoOperation()
{
    const uint8_t option = Octet(OptionKind::NoOperation);
    return AddRaw(&option, 1);
}

bool
Options::AddEndOfList()
{
    const uint8_t option = Octet(OptionKind::EndOfList);
    return AddRaw(&option, 1);
}

bool
Options::AddMaxSegmentSize(uint16_t octets)
{
    uint8_t option[MSS_LENGTH] = {Octet(OptionKind::MaxSegmentSize), MSS_LENGTH};
    Write16(option + 2, octets);
    return AddRaw(option, sizeof(option));
}

bool
Options::AddWindowScale(uint8_t shift)
{
    const uint8_t option[WINDOW_SCALE_LENGTH] = {Octet(OptionKind::WindowScale),
                                                 WINDOW_SCALE_LENGTH,
                                                 shift};
    return AddRaw(option, sizeof(option));
}

bool
Options::AddSackPermitted()
{
    const uint8_t option[SACK_PERMITTED_LENGTH] = {Octet(OptionKind::SackPermitted),
                                                   SACK_PERMITTED_LENGTH};
    return AddRaw(option, sizeof(option));
}

bool
Options::AddTimestamps(Timestamps stamps)
{
    uint8_t option[TIMESTAMPS_LENGTH] = {Octet(OptionKind::Timestamps), TIMESTAMPS_LENGTH};
    Write32(option + 2, stamps.value);
    Write32(option + 6, stamps.echo);
    return AddRaw(option, sizeof(option));
}

bool
Options::SetTimestamps(Timestamps stamps)
{
    OptionReader reader(m_octets.data(), m_size);
    OptionView option;
    while (reader.Next(option))
    {
        if (option.kind == OptionKind::Timestamps)
        {
            uint8_t* data = m_octets.data() + reader.Position() - option.size;
            Write32(data, stamps.value);
            Write32(data + 4, stamps.echo);
            return true;
        }
    }
    return false;
}

bool
Options::AddUserTimeout(uint32_t seconds)
{
    uint32_t field = seconds;
    if (seconds > USER_TIMEOUT_MASK)
    {
        const uint32_t minutes = seconds / 60 + (seconds % 60 != 0 ? 1 : 0);
        field = USER_TIMEOUT_IN_MINUTES | std::min<uint32_t>(minutes, USER_TIMEOUT_MASK);
    }
    uint8_t option[USER_TIMEOUT_LENGTH] = {Octet(OptionKind::UserTimeout), USER_TIMEOUT_LENGTH};
    Write16(option + 2, static_cast<uint16_t>(field));
    return AddRaw(option, sizeof(option));
}

bool
Options::AddFastOpen(const FastOpenCookie& cookie)
{
    const std::size_t length = FAST_OPEN_REQUEST_LENGTH + std::size_t{cookie.size};
    if (cookie.size > FastOpenCookie::MAX_SIZE || cookie.size % 2 != 0 ||
        (cookie.size > 0 && length < FAST_OPEN_MIN_LENGTH))
    {
        return false;
    }
    uint8_t option[FAST_OPEN_MAX_LENGTH] = {Octet(OptionKind::FastOpen),
                                            static_cast<uint8_t>(length)};
    std::copy_n(cookie.octets.begin(), cookie.size, option + FAST_OPEN_REQUEST_LENGTH);
    return AddRaw(option, length);
}

bool
Options::AddSack(const SackBlock* blocks, std::size_t count)
{
    if (count == 0 || count > MAX_SACK_BLOCKS)
    {
        return false;
    }
    const std::size_t length = SACK_BASE_LENGTH + count * SACK_BLOCK_LENGTH;
    uint8_t option[SACK_BASE_LENGTH + MAX_SACK_BLOCKS * SACK_BLOCK_LENGTH] = {
        Octet(OptionKind::Sack),
        static_cast<uint8_t>(length)};
    uint8_t* edge = option + SACK_BASE_LENGTH;
    for (std::size_t i = 0; i < count; ++i)
    {
        Write32(edge, blocks[i].left.Value());
        Write32(edge + 4, blocks[i].right.Value());
        edge += SACK_BLOCK_LENGTH;
    }
    return AddRaw(option, length);
}

KnownOptions
Options::Read() const
{
    KnownOptions known;
    if (IsAlignedTimestamps(m_octets.data(), m_size))
    {
        known.timestamps = Timestamps{Read32(m_octets.data() + 4), Read32(m_octets.data() + 8)};
        return known;
    }
    OptionReader reader(m_octets.data(), m_size);
    OptionView option;
    while (reader.Next(option))
    {
        switch (option.kind)
        {
        case OptionKind::MaxSegmentSize:
            if (const uint16_t size = Read16(option.data); size > 0)
            {
                known.maxSegmentSize = size; // none is announced by 0 (Linux, tcp_parse_options())
            }
            break;
        case OptionKind::WindowScale:
            known.windowScale = option.data[0];
            break;
        case OptionKind::SackPermitted:
            known.sackPermitted = true;
            break;
        case OptionKind::Sack:
            known.sackBlockCount = static_cast<uint8_t>(option.size / SACK_BLOCK_LENGTH);
            for (std::size_t i = 0; i < known.sackBlockCount; ++i)
            {
                const uint8_t* edge = option.data + i * SACK_BLOCK_LENGTH;
                known.sackBlocks[i] = {Seq(Read32(edge)), Seq(Read32(edge + 4))};
            }
            break;
        case OptionKind::Timestamps:
            known.timestamps = Timestamps{Read32(option.data), Read32(option.data + 4)};
            break;
        case OptionKind::UserTimeout: {
            const uint16_t field = Read16(option.data);
            const uint32_t unit = (field & USER_TIMEOUT_IN_MINUTES) != 0 ? 60 : 1;
            known.userTimeout = (field & USER_TIMEOUT_MASK) * unit;
            break;
        }
        case OptionKind::FastOpen: {
            FastOpenCookie cookie;
            cookie.size = static_cast<uint8_t>(option.size);
            std::copy_n(option.data, option.size, cookie.octets.begin());
            known.fastOpen = cookie;
            break;
        }
        case OptionKind::EndOfList:
        case OptionKind::NoOperation:
            break; // they carry nothing
        }
    }
    return known;
}

bool
Options::operator==(const Options& other) const
{
    // octets beyond the size are zero in both
    return m_size == other.m_size && m_octets == other.m_octets;
}

} // namespace lifecycle
} // namespace ns3
