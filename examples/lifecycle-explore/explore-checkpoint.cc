/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-checkpoint.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <type_traits>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

namespace
{

/// The first bytes of a file
constexpr uint64_t MAGIC = 0x31706b6378656c74; // "tlexckp1"

template <typename T>
void
Put(std::ostream& file, const T& value)
{
    static_assert(std::is_trivially_copyable_v<T>);
    file.write(reinterpret_cast<const char*>(&value), sizeof value);
}

template <typename T>
void
Put(std::ostream& file, const std::vector<T>& values)
{
    Put(file, uint64_t{values.size()});
    file.write(reinterpret_cast<const char*>(values.data()),
               static_cast<std::streamsize>(values.size() * sizeof(T)));
}

template <typename T>
void
Get(std::istream& file, T& value)
{
    file.read(reinterpret_cast<char*>(&value), sizeof value);
}

template <typename T>
void
Get(std::istream& file, std::vector<T>& values)
{
    uint64_t size = 0;
    Get(file, size);
    // In pieces, so that a damaged size ends with the file and not with the memory
    constexpr uint64_t PIECE = 1 << 16;
    while (file && values.size() < size)
    {
        const uint64_t piece = std::min(PIECE, size - values.size());
        values.resize(values.size() + piece);
        file.read(reinterpret_cast<char*>(values.data() + values.size() - piece),
                  static_cast<std::streamsize>(piece * sizeof(T)));
    }
}

} // namespace

void
WriteCheckpoint(const std::string& path, const Checkpoint& checkpoint)
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    Put(file, MAGIC);
    Put(file, checkpoint.root);
    Put(file, checkpoint.transitions);
    Put(file, checkpoint.depth);
    Put(file, checkpoint.nodes);
    Put(file, checkpoint.keys);
    Put(file, checkpoint.open);
    Put(file, checkpoint.next);
    file.close();
    if (!file)
    {
        throw std::runtime_error(path + ": can't be written; name a file in a folder that exists");
    }
}

Checkpoint
ReadCheckpoint(const std::string& path, const Key& root)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
    {
        throw std::runtime_error(path + ": can't be read; leave out --resume to begin a search");
    }
    uint64_t magic = 0;
    Get(file, magic);
    Checkpoint checkpoint;
    Get(file, checkpoint.root);
    if (!file || magic != MAGIC || !(checkpoint.root == root))
    {
        throw std::runtime_error(path + ": is not a checkpoint of this configuration; leave out "
                                        "--resume to begin a search");
    }
    Get(file, checkpoint.transitions);
    Get(file, checkpoint.depth);
    Get(file, checkpoint.nodes);
    Get(file, checkpoint.keys);
    Get(file, checkpoint.open);
    Get(file, checkpoint.next);
    bool whole = static_cast<bool>(file) && checkpoint.keys.size() == checkpoint.nodes.size();
    for (const auto* numbers : {&checkpoint.open, &checkpoint.next})
    {
        for (uint64_t number : *numbers)
        {
            whole = whole && number < checkpoint.nodes.size();
        }
    }
    for (uint64_t i = 1; i < checkpoint.nodes.size(); ++i)
    {
        whole = whole && checkpoint.nodes[i].parent < i; // so that every way leads to the first
    }
    if (!whole)
    {
        throw std::runtime_error(path + ": is damaged; leave out --resume to begin a search");
    }
    return checkpoint;
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
