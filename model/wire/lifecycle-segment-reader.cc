/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-segment-reader.h"

#include <cstddef>
#include <cstdint>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// A text that is read from the left.
class Cursor
{
  public:
    /// \param text a text
    explicit Cursor(const std::string& text)
        : m_text(text)
    {
    }

    /// \param word what may come next \return whether it does; it is consumed then
    bool Skip(const std::string& word)
    {
        const bool there = m_text.compare(m_at, word.size(), word) == 0;
        m_at += there ? word.size() : 0;
        return there;
    }

    /// \param word must come next, else nothing is right any more
    void Expect(const std::string& word)
    {
        m_right = Skip(word) && m_right;
    }

    /// \param most the maximum number \return the decimal number that must come next
    uint32_t Number(uint32_t most)
    {
        const std::size_t start = m_at;
        uint64_t number = 0;
        while (m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9' && number <= most)
        {
            number = 10 * number + static_cast<uint64_t>(m_text[m_at++] - '0');
        }
        m_right = m_right && m_at > start && number <= most;
        return static_cast<uint32_t>(number);
    }

    /// \return the flags that come next; 0 if there are none
    uint8_t Flags()
    {
        uint8_t flags = 0;
        for (const FlagLetter& flag : FLAG_LETTERS)
        {
            flags |= Skip(std::string(1, flag.letter)) ? flag.mask : uint8_t{0};
        }
        return flags;
    }

    /// \return whether all that was expected came, and nothing is left
    bool IsRight() const
    {
        return m_right && m_at == m_text.size();
    }

  private:
    const std::string& m_text; //!< the text
    std::size_t m_at{0};       //!< place in it
    bool m_right{true};        //!< all that was expected came
};

constexpr uint32_t MOST_16 = 0xffff;     //!< in 16 bits
constexpr uint32_t MOST_32 = 0xffffffff; //!< in 32 bits

} // namespace

std::optional<Segment>
ReadSegment(const std::string& text)
{
    Cursor cursor(text);
    Segment segment;
    segment.flags = cursor.Flags();
    cursor.Expect(" ");
    segment.seq = Seq(cursor.Number(MOST_32));
    cursor.Expect(":");
    const Seq end(cursor.Number(MOST_32));
    cursor.Expect("(");
    segment.length = cursor.Number(MOST_16);
    cursor.Expect(")");
    if (segment.Has(ACK))
    {
        cursor.Expect(" ack ");
        segment.ack = Seq(cursor.Number(MOST_32));
    }
    segment.window = MOST_16;
    if (cursor.Skip(" win "))
    {
        segment.window = static_cast<uint16_t>(cursor.Number(MOST_16));
    }
    const bool right =
        cursor.IsRight() && segment.flags != 0 && segment.seq + segment.length == end;
    return right ? std::optional<Segment>(segment) : std::nullopt;
}

} // namespace lifecycle
} // namespace ns3
