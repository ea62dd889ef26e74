/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-search.h"

#include "explore-checkpoint.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <thread>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

namespace
{

/// Worlds whose successors are made before any of them is kept: few, so that what is known to be
/// old is not made again
constexpr std::size_t BATCH = 2048;

/// A place in a batch from which the next thread takes its work
constexpr std::size_t PORTION = 32;

/// A world that an event led to and that was not known at the time.
struct Found
{
    World world; //!< it
    Key key;     //!< its hash
    Node node;   //!< where it came from
};

/// What a thread brings back from a portion of its work.
struct Harvest
{
    std::vector<Found> found;                        //!< new worlds
    uint64_t transitions{0};                         //!< all of them
    std::map<std::array<uint8_t, 3>, uint64_t> rows; //!< see SearchResult
    std::string broken;                              //!< the first violation
    Node brokenAt{};                                 //!< the event that led to it
    std::vector<Event> tail;                         //!< events without faults after that
    std::vector<Key> good;                           //!< worlds that end as they must

    /// Forget all, keep the memory.
    void Clear()
    {
        found.clear();
        good.clear();
        tail.clear();
        rows.clear();
        broken.clear();
        transitions = 0;
    }
};

/// One search.
class Explorer
{
  public:
    Explorer(const Configuration& configuration, const SearchBounds& bounds)
        : m_configuration(configuration),
          m_bounds(bounds),
          m_start(std::chrono::steady_clock::now())
    {
    }

    SearchResult Run();

  private:
    /// A world whose successors are not made yet.
    struct Open
    {
        World world;     //!< it
        uint64_t number; //!< of its node
    };

    void Begin();
    bool IsOut() const;
    void Reopen(const std::vector<uint64_t>& numbers, std::deque<Open>& worlds);
    void Save() const;
    bool DoLevel();
    template <typename Work>
    void Share(std::size_t count, Work&& work);
    void Expand(const Open& open, Harvest& harvest, Scratch& scratch) const;
    void Keep();
    std::size_t ClearHarvests(std::size_t count);
    void Follow(std::size_t from);
    void Fail(const Harvest& harvest);
    std::vector<Event> TraceOf(uint64_t number) const;

    const Configuration& m_configuration;
    const SearchBounds& m_bounds;
    std::chrono::steady_clock::time_point m_start;
    KeySet m_known;            //!< all worlds
    KeySet m_good;             //!< worlds, without budgets, that end as they must without faults
    std::vector<Node> m_nodes; //!< how each was reached, in the order in which they were
    std::deque<Open> m_open;   //!< this level
    std::size_t m_at{0};       //!< index of the first whose successors are not made yet
    std::deque<Open> m_next;   //!< the next one
    std::vector<Harvest> m_harvests; //!< of the threads, by portion
    SearchResult m_result;
};

bool
Explorer::IsOut() const
{
    const std::chrono::duration<double> past = std::chrono::steady_clock::now() - m_start;
    const auto reached = [](uint64_t value, uint64_t bound) {
        return bound != 0 && value >= bound;
    };
    return (m_bounds.seconds > 0 && past.count() > m_bounds.seconds) ||
           reached(m_nodes.size(),
                   m_bounds.mostStates != 0 ? m_bounds.mostStates : m_configuration.mostStates);
}

template <typename Work>
void
Explorer::Share(std::size_t count, Work&& work)
{
    std::atomic<std::size_t> next{0};
    const auto run = [&]() {
        Scratch scratch;
        for (;;)
        {
            const std::size_t portion = next++;
            if (portion * PORTION >= count)
            {
                return;
            }
            work(portion, portion * PORTION, std::min(count, (portion + 1) * PORTION), scratch);
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < m_bounds.threads; ++i)
    {
        threads.emplace_back(run);
    }
    run();
    for (std::thread& thread : threads)
    {
        thread.join();
    }
}

void
Explorer::Expand(const Open& open, Harvest& harvest, Scratch& scratch) const
{
    std::vector<Event> events;
    open.world.Enabled(events);
    World world = open.world;
    for (const Event event : events)
    {
        world = open.world;
        world.Apply(event, scratch);
        ++harvest.transitions;
        const Node node{open.number, event.Pack()};
        for (const Actions& actions : scratch.actions)
        {
            for (const Action& action : actions)
            {
                if (const auto* transition = std::get_if<Transition>(&action))
                {
                    ++harvest.rows[{static_cast<uint8_t>(transition->from),
                                    static_cast<uint8_t>(transition->to),
                                    static_cast<uint8_t>(transition->cause)}];
                }
            }
        }
        if (harvest.broken.empty())
        {
            harvest.broken = FindBroken({open.world, world, event, scratch});
            harvest.brokenAt = node;
        }
        const Key key = world.Hash(scratch);
        if (!m_known.Has(key))
        {
            harvest.found.push_back({world, key, node});
        }
    }
}

std::size_t
Explorer::ClearHarvests(std::size_t count)
{
    const std::size_t portions = (count + PORTION - 1) / PORTION;
    m_harvests.resize(std::max(m_harvests.size(), portions));
    for (Harvest& harvest : m_harvests)
    {
        harvest.Clear();
    }
    return count;
}

void
Explorer::Keep()
{
    for (Harvest& harvest : m_harvests)
    {
        m_result.transitions += harvest.transitions;
        for (const auto& [row, count] : harvest.rows)
        {
            m_result.rows[row] += count;
        }
        Fail(harvest);
        for (Found& found : harvest.found)
        {
            if (m_known.Insert(found.key))
            {
                m_next.push_back({std::move(found.world), m_nodes.size()});
                m_nodes.push_back(found.node);
            }
        }
    }
}

void
Explorer::Fail(const Harvest& harvest)
{
    if (harvest.broken.empty() || !m_result.broken.empty())
    {
        return;
    }
    m_result.broken = harvest.broken;
    m_result.trace = TraceOf(harvest.brokenAt.parent);
    if (harvest.brokenAt.event != Node::NO_EVENT)
    {
        m_result.trace.push_back(Event::Unpack(harvest.brokenAt.event));
    }
    m_result.faultlessFrom = m_result.trace.size();
    m_result.trace.insert(m_result.trace.end(), harvest.tail.begin(), harvest.tail.end());
}

void
Explorer::Follow(std::size_t from)
{
    const std::size_t count = ClearHarvests(m_next.size() - from);
    Share(count, [&](std::size_t portion, std::size_t begin, std::size_t end, Scratch& scratch) {
        Harvest& harvest = m_harvests[portion];
        KeySet own;
        for (std::size_t i = begin; i < end && harvest.broken.empty(); ++i)
        {
            const Open& open = m_next[from + i];
            const Continuation continuation =
                FollowFaultless(open.world,
                                open.world.Hash(scratch, false),
                                scratch,
                                [&](const Key& key) { return own.Has(key) || m_good.Has(key); });
            if (!continuation.broken.empty())
            {
                harvest.broken = continuation.broken;
                harvest.brokenAt = {open.number, Node::NO_EVENT};
                harvest.tail = continuation.events;
                break;
            }
            for (const Key& key : continuation.keys)
            {
                own.Insert(key);
                harvest.good.push_back(key);
            }
        }
    });
    for (const Harvest& harvest : m_harvests)
    {
        Fail(harvest);
        for (const Key& key : harvest.good)
        {
            m_good.Insert(key);
        }
    }
}

bool
Explorer::DoLevel()
{
    while (m_at < m_open.size() && m_result.broken.empty())
    {
        if (IsOut())
        {
            return false;
        }
        const std::size_t count = ClearHarvests(std::min(BATCH, m_open.size() - m_at));
        Share(count,
              [&](std::size_t portion, std::size_t begin, std::size_t end, Scratch& scratch) {
                  for (std::size_t i = begin; i < end; ++i)
                  {
                      Expand(m_open[m_at + i], m_harvests[portion], scratch);
                  }
              });
        const std::size_t before = m_next.size();
        Keep();
        if (m_configuration.checksEnd && m_result.broken.empty())
        {
            Follow(before);
        }
        m_at += count;
    }
    return true;
}

std::vector<Event>
Explorer::TraceOf(uint64_t number) const
{
    std::vector<Event> trace;
    for (; number != 0; number = m_nodes[number].parent)
    {
        trace.push_back(Event::Unpack(m_nodes[number].event));
    }
    std::reverse(trace.begin(), trace.end());
    return trace;
}

void
Explorer::Reopen(const std::vector<uint64_t>& numbers, std::deque<Open>& worlds)
{
    Scratch scratch;
    for (uint64_t number : numbers)
    {
        World world(m_configuration);
        for (const Event event : TraceOf(number))
        {
            world.Apply(event, scratch);
        }
        worlds.push_back({std::move(world), number});
    }
}

void
Explorer::Begin()
{
    Scratch scratch;
    const World root(m_configuration);
    if (m_bounds.resume)
    {
        Checkpoint saved = ReadCheckpoint(m_bounds.checkpoint, root.Hash(scratch));
        m_nodes = std::move(saved.nodes);
        m_result.transitions = saved.transitions;
        m_result.depth = saved.depth;
        for (const Key& key : saved.keys)
        {
            m_known.Insert(key);
        }
        Reopen(saved.open, m_open);
        Reopen(saved.next, m_next);
        return;
    }
    m_known.Insert(root.Hash(scratch));
    m_nodes.push_back({0, Node::NO_EVENT});
    m_open.push_back({root, 0});
}

void
Explorer::Save() const
{
    Scratch scratch;
    Checkpoint saved;
    saved.root = World(m_configuration).Hash(scratch);
    saved.transitions = m_result.transitions;
    saved.depth = m_result.depth;
    saved.nodes = m_nodes;
    saved.keys = m_known.Keys();
    for (std::size_t i = m_at; i < m_open.size(); ++i)
    {
        saved.open.push_back(m_open[i].number);
    }
    for (const Open& open : m_next)
    {
        saved.next.push_back(open.number);
    }
    WriteCheckpoint(m_bounds.checkpoint, saved);
}

SearchResult
Explorer::Run()
{
    Begin();
    const auto deepEnough = [this](uint32_t bound) {
        return bound != 0 && m_result.depth >= bound;
    };
    while (!m_open.empty() && m_result.broken.empty() && !deepEnough(m_bounds.depth) &&
           !deepEnough(m_configuration.depth))
    {
        if (!DoLevel())
        {
            break;
        }
        m_open.swap(m_next);
        m_next.clear();
        m_at = 0;
        ++m_result.depth;
    }
    m_result.complete = m_open.empty() && m_result.broken.empty();
    m_result.states = m_nodes.size();
    if (!m_result.complete && m_result.broken.empty() && !m_bounds.checkpoint.empty())
    {
        Save();
    }
    return m_result;
}

} // namespace

SearchResult
Search(const Configuration& configuration, const SearchBounds& bounds)
{
    return Explorer(configuration, bounds).Run();
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
