/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_SLAB_H
#define LIFECYCLE_SLAB_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Arrays and pools that grow by blocks and have 32-bit indexes.
 *
 * A million small records need little more than their own size: there is no allocation per record,
 * no reallocation, and there are no 64-bit pointers. Elements never move.
 */

namespace ns3
{
namespace lifecycle
{

/// No index.
constexpr uint32_t NO_INDEX = 0xffffffff;

/// \param size bytes of an element \return elements per block: a power of two, about 4096 bytes
constexpr uint32_t
SlabBlockLog2(std::size_t size)
{
    uint32_t log2 = 0;
    while ((size << (log2 + 1)) <= 4096)
    {
        ++log2;
    }
    return log2;
}

/// An array that grows at its end by blocks. \tparam T default constructible and assignable
template <typename T>
class SlabArray
{
  public:
    SlabArray() = default;
    /// \param other is empty afterwards
    SlabArray(SlabArray&& other) noexcept = default;
    /// \param other is empty afterwards \return *this
    SlabArray& operator=(SlabArray&& other) noexcept = default;
    ~SlabArray() = default;

    /// \param other copied element by element
    SlabArray(const SlabArray& other)
    {
        Grow(other.m_size);
        for (uint32_t i = 0; i < m_size; ++i)
        {
            (*this)[i] = other[i];
        }
    }

    /// \param other copied element by element \return this
    SlabArray& operator=(const SlabArray& other)
    {
        if (this != &other)
        {
            *this = SlabArray(other);
        }
        return *this;
    }

    /// \param i index below Size() \return the element
    T& operator[](uint32_t i)
    {
        return m_blocks[i >> SHIFT][i & MASK];
    }

    /// \param i index below Size() \return the element
    const T& operator[](uint32_t i) const
    {
        return m_blocks[i >> SHIFT][i & MASK];
    }

    /// \return the number of elements
    uint32_t Size() const
    {
        return m_size;
    }

    /// \param value the value to append
    void PushBack(const T& value)
    {
        Grow(m_size + 1);
        (*this)[m_size - 1] = value;
    }

    /// Remove the last element; its memory is kept.
    void PopBack()
    {
        --m_size;
    }

    /// Grow to at least \p size elements; new ones have T's default. \param size number of elements
    void Reach(uint32_t size)
    {
        const uint32_t before = m_size;
        if (size > before)
        {
            Grow(size);
            for (uint32_t i = before; i < size; ++i)
            {
                (*this)[i] = T();
            }
        }
    }

  private:
    static constexpr uint32_t SHIFT = SlabBlockLog2(sizeof(T));  //!< log2 of the elements per block
    static constexpr uint32_t MASK = (uint32_t{1} << SHIFT) - 1; //!< place within a block

    void Grow(uint32_t size)
    {
        while ((m_blocks.size() << SHIFT) < size)
        {
            m_blocks.push_back(std::make_unique<T[]>(std::size_t{1} << SHIFT));
        }
        m_size = size;
    }

    std::vector<std::unique_ptr<T[]>> m_blocks; //!< the blocks
    uint32_t m_size{0};                         //!< elements in use
};

/// A pool of objects that reuses the places of destroyed ones. \tparam T any type
template <typename T>
class Slab
{
  public:
    Slab() = default;
    Slab& operator=(const Slab&) = delete;

    /// \param other copied object by object; each keeps its number
    Slab(const Slab& other)
        : m_used(other.m_used),
          m_free(other.m_free),
          m_count(other.m_count)
    {
        for (std::size_t i = 0; i < other.m_blocks.size(); ++i)
        {
            m_blocks.push_back(std::make_unique<Cell[]>(std::size_t{1} << SHIFT));
        }
        for (uint32_t i = 0; i < m_used.size(); ++i)
        {
            if (m_used[i])
            {
                new (&At(i).value) T(other[i]);
            }
            else
            {
                At(i).next = other.m_blocks[i >> SHIFT][i & MASK].next;
            }
        }
    }

    ~Slab()
    {
        for (uint32_t i = 0; i < m_used.size(); ++i)
        {
            if (m_used[i])
            {
                At(i).value.~T();
            }
        }
    }

    /// \param arguments arguments of T's constructor \return number of a new object
    template <typename... Arguments>
    uint32_t Make(Arguments&&... arguments)
    {
        uint32_t i = m_free;
        if (i == NO_INDEX)
        {
            i = static_cast<uint32_t>(m_used.size());
            if ((m_blocks.size() << SHIFT) == i)
            {
                m_blocks.push_back(std::make_unique<Cell[]>(std::size_t{1} << SHIFT));
            }
            m_used.push_back(false);
            At(i).next = NO_INDEX;
        }
        const uint32_t next = At(i).next;
        new (&At(i).value) T(std::forward<Arguments>(arguments)...);
        m_free = next;
        m_used[i] = true;
        ++m_count;
        return i;
    }

    /// Destroy an object. \param i its number
    void Drop(uint32_t i)
    {
        At(i).value.~T();
        At(i).next = m_free;
        m_free = i;
        m_used[i] = false;
        --m_count;
    }

    /// \param i number of an object \return the object
    T& operator[](uint32_t i)
    {
        return At(i).value;
    }

    /// \param i number of an object \return the object
    const T& operator[](uint32_t i) const
    {
        return m_blocks[i >> SHIFT][i & MASK].value;
    }

    /// \return the number of objects
    uint32_t Count() const
    {
        return m_count;
    }

    /// \return the number of places, in use or free
    uint32_t Capacity() const
    {
        return static_cast<uint32_t>(m_used.size());
    }

  private:
    /// An object, or a link to the next free place.
    union Cell {
        Cell()
            : next(NO_INDEX)
        {
        }

        // Not defaulted: a defaulted destructor would be deleted if T's is not trivial. Slab
        // destroys the value.
        ~Cell() // NOLINT(modernize-use-equals-default)
        {
        }

        T value;       //!< if in use
        uint32_t next; //!< if free
    };

    static constexpr uint32_t SHIFT = SlabBlockLog2(sizeof(Cell)); //!< log2 of the cells per block
    static constexpr uint32_t MASK = (uint32_t{1} << SHIFT) - 1;   //!< place within a block

    Cell& At(uint32_t i)
    {
        return m_blocks[i >> SHIFT][i & MASK];
    }

    std::vector<std::unique_ptr<Cell[]>> m_blocks; //!< the blocks
    std::vector<bool> m_used;                      //!< which cells hold an object
    uint32_t m_free{NO_INDEX};                     //!< first free cell
    uint32_t m_count{0};                           //!< number of objects
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SLAB_H
