/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EXPLORE_CHECKPOINT_H
#define EXPLORE_CHECKPOINT_H

#include "explore-world.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * A search that is not done, in a file.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

/// How a world was reached.
struct Node
{
    static constexpr uint16_t NO_EVENT = 0xffff; //!< of the first, which nothing led to

    uint64_t parent{0};       //!< number of the world before
    uint16_t event{NO_EVENT}; //!< Event::Pack()
};

/// What it takes to go on.
struct Checkpoint
{
    Key root;                   //!< hash of the first world: another question has another one
    uint64_t transitions{0};    //!< so far
    uint32_t depth{0};          //!< levels that are done
    std::vector<Node> nodes;    //!< of all worlds
    std::vector<Key> keys;      //!< hashes of all worlds
    std::vector<uint64_t> open; //!< numbers of worlds of this level whose successors are not made
    std::vector<uint64_t> next; //!< numbers of worlds of the next level
};

/// \param path of the file \param checkpoint to be written \throw std::runtime_error with path and
/// reason
void WriteCheckpoint(const std::string& path, const Checkpoint& checkpoint);
/// \param path of the file \param root that it must have \return what is in it
/// \throw std::runtime_error with path and reason
Checkpoint ReadCheckpoint(const std::string& path, const Key& root);

} // namespace explore
} // namespace lifecycle
} // namespace ns3

#endif // EXPLORE_CHECKPOINT_H
