/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TEXT_BUFFER_H
#define LIFECYCLE_TEXT_BUFFER_H

#include <charconv>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * A text that is appended to, as fast as memory is written.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * A text that is appended to.
 *
 * A std::string of C++17 has no room that one may write to before it is part of the text, so each
 * number would be written twice, and each append() is a call: a run writes 1.6 kB of text for a
 * connection (doc/performance.md).
 */
class TextBuffer
{
  public:
    /// \param usual octets for which there is room from the beginning
    explicit TextBuffer(std::size_t usual)
        : m_room(usual, '\0')
    {
    }

    /// \param c appended \return this
    TextBuffer& operator+=(char c)
    {
        *Room(1) = c;
        ++m_size;
        return *this;
    }

    /// \param text appended \return this
    TextBuffer& operator+=(std::string_view text)
    {
        m_size += text.copy(Room(text.size()), text.size());
        return *this;
    }

    /// \tparam Integer an integer \param number appended in decimal
    template <typename Integer>
    void AppendNumber(Integer number)
    {
        // digits10 leaves out the one that not all numbers have; and a sign
        constexpr std::size_t MOST = std::numeric_limits<Integer>::digits10 + 2;
        char* begin = Room(MOST);
        m_size += static_cast<std::size_t>(std::to_chars(begin, begin + MOST, number).ptr - begin);
    }

    /// \return the last character; there must be one
    char& Back()
    {
        return m_room[m_size - 1];
    }

    /// \return the text; the last call
    std::string Take()
    {
        m_room.resize(m_size);
        return std::move(m_room);
    }

  private:
    /// \param more octets that are to be written \return where
    char* Room(std::size_t more)
    {
        if (m_room.size() - m_size < more)
        {
            m_room.resize(2 * (m_size + more));
        }
        return m_room.data() + m_size;
    }

    std::string m_room;    //!< the text, and room after it
    std::size_t m_size{0}; //!< octets of the text
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TEXT_BUFFER_H
