/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TEST_CONFIG_H
#define LIFECYCLE_TEST_CONFIG_H

#include "lifecycle-config.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

/**
 * \file
 * Parameters drawn at random: every field of a Config. The number of fields is counted by the
 * compiler, so that one that is added and not drawn fails the test.
 */

namespace ns3
{
namespace lifecycle
{
namespace test
{

/// Chooses: a number below its argument, which is at least 1.
using Chooser = std::function<uint32_t(uint32_t below)>;

/// Converts to the value of any field.
struct AnyValue
{
    /// \return never called
    template <typename T>
    operator T() const;
};

/// \return whether an aggregate T can be made of these values
template <typename T, std::size_t... I>
constexpr auto
CanBeMadeOf(std::index_sequence<I...>) -> decltype(T{(static_cast<void>(I), AnyValue{})...}, true)
{
    return true;
}

/// \return otherwise
template <typename T>
constexpr bool
CanBeMadeOf(...)
{
    return false;
}

/// \return how many fields an aggregate has
template <typename T, std::size_t N = 1>
constexpr std::size_t
FieldCount()
{
    if constexpr (CanBeMadeOf<T>(std::make_index_sequence<N>()))
    {
        return FieldCount<T, N + 1>();
    }
    else
    {
        return N - 1;
    }
}

/// Draws fields, and knows how many it has drawn.
class FieldDraw
{
  public:
    /// \param choose makes all choices \param keeps whether three of four fields stay as they are
    explicit FieldDraw(Chooser choose, bool keeps = false)
        : m_choose(std::move(choose)),
          m_keeps(keeps)
    {
    }

    /// \param field a bool
    void Flag(bool& field)
    {
        if (Draws(&field))
        {
            field = m_choose(2) == 0;
        }
    }

    /// \param field an enumeration \param last its last value
    template <typename Enum>
    void Choice(Enum& field, Enum last)
    {
        if (Draws(&field))
        {
            field = static_cast<Enum>(m_choose(static_cast<uint32_t>(last) + 1));
        }
    }

    /// \param field a number \param min the least \param max the greatest that is usual
    /// \param extreme comes now and then
    template <typename Number>
    void Count(Number& field, uint32_t min, uint32_t max, uint32_t extreme)
    {
        if (Draws(&field))
        {
            const uint32_t usual = min + m_choose(max - min + 1);
            const uint32_t odd = m_choose(32);
            field = static_cast<Number>(odd == 0 ? extreme : odd == 1 ? min : usual);
        }
    }

    /// \param field a time \param min the least \param forever whether it can be FOREVER
    void Time(Duration& field, Duration min, bool forever = false)
    {
        using namespace std::chrono_literals;
        if (!Draws(&field))
        {
            return;
        }
        const Duration usual[] = {1ms, 40ms, 200ms, 500ms, 1s, 3s, 30s, 300s, 2h, 576h};
        const Duration odd[] = {min, min, 1ns, FOREVER / 8};
        field = m_choose(24) == 0 ? odd[m_choose(4)] : usual[m_choose(10)];
        field = forever && m_choose(2) == 0 ? FOREVER : std::max(field, min);
    }

    /// \param part a structure whose fields are drawn by another \param draw draws them
    template <typename Part, typename Draw>
    void Fields(Part& part, Draw&& draw)
    {
        FieldDraw fields(m_choose, m_keeps);
        draw(fields, part);
        fields.template Finish<Part>();
        m_drawn.insert(&part);
    }

    /// \param field of any type \return whether it is to get another value; it counts as drawn
    bool Draws(const void* field)
    {
        m_drawn.insert(field);
        return !m_keeps || m_choose(4) == 0;
    }

    /// \tparam T whose fields these are \throw std::logic_error if not all are drawn
    template <typename T>
    void Finish() const
    {
        if (m_drawn.size() != FieldCount<T>())
        {
            throw std::logic_error("there are " + std::to_string(FieldCount<T>()) +
                                   " fields, but " + std::to_string(m_drawn.size()) +
                                   " are drawn: draw the new one in lifecycle-test-config.cc");
        }
    }

  private:
    Chooser m_choose;              //!< makes all choices
    bool m_keeps;                  //!< three of four fields stay as they are
    std::set<const void*> m_drawn; //!< fields
};

/// \param choose makes all choices \param base if not null, three of four fields are its
/// \return parameters that a user may set, however odd
Config DrawConfig(const Chooser& choose, const Config* base = nullptr);

} // namespace test
} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TEST_CONFIG_H
