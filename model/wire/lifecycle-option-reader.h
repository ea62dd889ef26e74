/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_OPTION_READER_H
#define LIFECYCLE_OPTION_READER_H

#include "lifecycle-codec.h"
#include "lifecycle-options.h"

#include <cstddef>
#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * The one loop over options, for those who check them, read them and print them. Private to the
 * layer wire.
 */

namespace ns3
{
namespace lifecycle
{

/// One option among the octets.
struct OptionView
{
    OptionKind kind{};            //!< its kind, which need not be a known one
    const uint8_t* data{nullptr}; //!< its data, after kind and length
    std::size_t size{0};          //!< octets of data, 0..253
};

/**
 * \param kind an option's kind
 * \param length an option's length, kind and length octets included, at least 2
 * \return whether the kind's RFC allows the length; true for kinds without a rule
 */
bool IsAllowedOptionLength(OptionKind kind, std::size_t length);

/**
 * \param octets at least two octets, network order
 * \return their value
 */
constexpr uint16_t
Read16(const uint8_t* octets)
{
    return static_cast<uint16_t>(octets[0] << 8 | octets[1]);
}

/**
 * \param octets at least four octets, network order
 * \return their value
 */
constexpr uint32_t
Read32(const uint8_t* octets)
{
    return static_cast<uint32_t>(Read16(octets)) << 16 | Read16(octets + 2);
}

/**
 * Write a number in network order.
 * \param octets room for two octets
 * \param value the number
 */
constexpr void
Write16(uint8_t* octets, uint16_t value)
{
    octets[0] = static_cast<uint8_t>(value >> 8);
    octets[1] = static_cast<uint8_t>(value);
}

/**
 * Write a number in network order.
 * \param octets room for four octets
 * \param value the number
 */
constexpr void
Write32(uint8_t* octets, uint32_t value)
{
    Write16(octets, static_cast<uint16_t>(value >> 16));
    Write16(octets + 2, static_cast<uint16_t>(value));
}

/**
 * RFC 7323, appendix A, recommends two "no operation" before timestamps; nearly every segment of a
 * connection that uses timestamps has just these twelve octets.
 * \param octets options \param size how many octets
 * \return whether they are nothing else; then TSval and TSecr are the last eight
 */
constexpr bool
IsAlignedTimestamps(const uint8_t* octets, std::size_t size)
{
    constexpr uint32_t NOP_NOP_TIMESTAMPS_10 = 0x0101080a;
    return size == 12 && Read32(octets) == NOP_NOP_TIMESTAMPS_10;
}

/**
 * \ingroup tcp-lifecycle-wire
 *
 * Goes through the options of a header, in order.
 *
 * It ends after "end of option list", at the last octet, or at the first option that is malformed.
 * Each step goes on by at least one octet and none reads beyond the end.
 */
class OptionReader
{
  public:
    /**
     * \param octets the options; must outlive this
     * \param size how many octets
     */
    OptionReader(const uint8_t* octets, std::size_t size)
        : m_octets(octets),
          m_size(size)
    {
    }

    /**
     * \param[out] option the next option; left alone if there is none
     * \return whether there is one
     */
    bool Next(OptionView& option);

    /// \return why the last Next() returned false, empty if the list is well-formed so far
    std::optional<ParseError> Error() const
    {
        return m_error;
    }

    /// \return octets gone through; what is beyond is padding, or begins with a malformed option
    std::size_t Position() const
    {
        return m_position;
    }

  private:
    const uint8_t* m_octets;           //!< the options
    std::size_t m_size;                //!< how many octets
    std::size_t m_position{0};         //!< where the next option begins
    bool m_ended{false};               //!< "end of option list" has been met
    std::optional<ParseError> m_error; //!< what is wrong at m_position
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_OPTION_READER_H
