/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_OPTIONS_H
#define LIFECYCLE_OPTIONS_H

#include "lifecycle-seq.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * The options of a TCP header, kept as the octets they are (RFC 9293, section 3.2).
 */

namespace ns3
{
namespace lifecycle
{

/// Option kinds (IANA, "TCP Option Kind Numbers").
enum class OptionKind : uint8_t
{
    EndOfList = 0,      //!< RFC 9293 3.2
    NoOperation = 1,    //!< RFC 9293 3.2
    MaxSegmentSize = 2, //!< RFC 9293 3.2, length 4
    WindowScale = 3,    //!< RFC 7323 2.2, length 3
    SackPermitted = 4,  //!< RFC 2018 2, length 2
    Sack = 5,           //!< RFC 2018 3, length 8n + 2, n = 1..4
    Timestamps = 8,     //!< RFC 7323 3.2, length 10
    UserTimeout = 28,   //!< RFC 5482 3.3, length 4
    FastOpen = 34,      //!< RFC 7413 4.1.1, length 2 or 6..18, even
};

/// One block of a SACK option: octets [left, right) have arrived (RFC 2018, section 3).
struct SackBlock
{
    Seq left;  //!< first octet of the block
    Seq right; //!< the octet after its last

    /// \return whether both edges are the same
    constexpr bool operator==(const SackBlock& other) const
    {
        return left == other.left && right == other.right;
    }
};

/// The two numbers of a timestamps option (RFC 7323, section 3.2).
struct Timestamps
{
    uint32_t value{0}; //!< TSval
    uint32_t echo{0};  //!< TSecr

    /// \return whether both numbers are the same
    constexpr bool operator==(const Timestamps& other) const
    {
        return value == other.value && echo == other.echo;
    }
};

/// The cookie of a Fast Open option (RFC 7413, 4.1.1).
struct FastOpenCookie
{
    /// RFC 7413, 4.1.1: 4 to 16 octets
    static constexpr std::size_t MAX_SIZE = 16;

    std::array<uint8_t, MAX_SIZE> octets{}; //!< the cookie; zero beyond size
    uint8_t size{0};                        //!< how many; 0: one is asked for

    /// \return whether both are the same
    bool operator==(const FastOpenCookie& other) const
    {
        return size == other.size && octets == other.octets;
    }
};

/// At most this many blocks fit in 40 octets (RFC 2018, section 3).
constexpr std::size_t MAX_SACK_BLOCKS = 4;

/// What a segment's options say, read once; absent options are empty.
struct KnownOptions
{
    std::optional<uint16_t> maxSegmentSize;              //!< MSS, octets, > 0
    std::optional<uint8_t> windowScale;                  //!< shift count as sent, 0..255
    bool sackPermitted{false};                           //!< SACK-permitted is there
    std::optional<Timestamps> timestamps;                //!< TSval and TSecr
    std::array<SackBlock, MAX_SACK_BLOCKS> sackBlocks{}; //!< first sackBlockCount are valid
    uint8_t sackBlockCount{0};                           //!< how many
    std::optional<uint32_t> userTimeout;                 //!< seconds, whatever its granularity
    std::optional<FastOpenCookie> fastOpen;              //!< a Fast Open cookie, or its request
};

/**
 * \ingroup tcp-lifecycle-wire
 *
 * The options of one header as their octets, in order: at most 40, no allocation.
 *
 * The octets are the one truth. What is read from them (Read()) is derived, and an option nobody
 * knows travels on untouched. The Add functions append one option each and return false, changing
 * nothing, when it does not fit.
 */
class Options
{
  public:
    /// Room for options: data offset 15 words less 5 (RFC 9293, section 3.1).
    static constexpr std::size_t MAX_SIZE = 40;

    /// \return octets in use, 0..40; the header on the wire is padded to a multiple of 4
    std::size_t Size() const
    {
        return m_size;
    }

    /// \return whether there is none
    bool Empty() const
    {
        return m_size == 0;
    }

    /// \return the octets
    const uint8_t* Data() const
    {
        return m_octets.data();
    }

    /**
     * Append octets as they are; they are not looked at.
     * \param data the octets
     * \param size how many
     * \return false, and no change, if more than 40 would result
     */
    bool AddRaw(const uint8_t* data, std::size_t size);

    /// Append "no operation". \return false if full
    bool AddNoOperation();
    /// Append "end of option list". \return false if full
    bool AddEndOfList();
    /// Append MSS. \param octets largest segment the sender of this can receive \return false if
    /// full
    bool AddMaxSegmentSize(uint16_t octets);
    /// Append window scale. \param shift shift count, 0..14 by RFC 7323 \return false if full
    bool AddWindowScale(uint8_t shift);
    /// Append SACK-permitted. \return false if full
    bool AddSackPermitted();
    /// Append timestamps. \param stamps TSval and TSecr \return false if full
    bool AddTimestamps(Timestamps stamps);
    /// Overwrite the first timestamps. \param stamps TSval and TSecr \return false if there are
    /// none
    bool SetTimestamps(Timestamps stamps);
    /// Append the user timeout (RFC 5482, 3.3). \param seconds in minutes, rounded up, where
    /// seconds do not fit in 15 bits; at most 32767 minutes \return false if full
    bool AddUserTimeout(uint32_t seconds);
    /// Append Fast Open. \param cookie of 4 to 16 octets, an even number, or none: it is asked for
    /// \return false if full, or if that is not a cookie's size
    bool AddFastOpen(const FastOpenCookie& cookie);
    /// Append SACK blocks. \param blocks the blocks \param count 1..4 \return false if full
    bool AddSack(const SackBlock* blocks, std::size_t count);

    /**
     * \return what the options say; of one given twice, the last (RFC 9293 leaves it open). Reading
     * ends before the first malformed option, which only AddRaw() can have put there.
     */
    KnownOptions Read() const;

    /// \return whether all octets are the same
    bool operator==(const Options& other) const;

    /// \return whether any octet differs
    bool operator!=(const Options& other) const
    {
        return !(*this == other);
    }

  private:
    std::array<uint8_t, MAX_SIZE> m_octets{}; //!< the options, in order; zero beyond m_size
    uint8_t m_size{0};                        //!< octets in use
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_OPTIONS_H
