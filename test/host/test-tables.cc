/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-demux-table.h"
#include "lifecycle-handle-table.h"
#include "lifecycle-slab.h"
#include "lifecycle-timer-queue.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <vector>

using namespace ns3::lifecycle;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(host_tables)

BOOST_AUTO_TEST_CASE(a_slab_destroys_what_it_holds_and_uses_places_again)
{
    const auto watched = std::make_shared<int>(7);
    {
        Slab<std::shared_ptr<int>> slab;
        std::vector<uint32_t> places;
        for (int i = 0; i < 1000; ++i)
        {
            places.push_back(slab.Make(watched));
        }
        BOOST_TEST(watched.use_count() == 1001);
        for (int i = 0; i < 1000; i += 2)
        {
            slab.Drop(places[i]);
        }
        BOOST_TEST(watched.use_count() == 501);
        BOOST_TEST(slab.Count() == 500u);
        for (int i = 0; i < 500; ++i)
        {
            slab.Make(watched);
        }
        BOOST_TEST(slab.Capacity() == 1000u);
        BOOST_TEST(slab[places[1]].get() == watched.get());
    }
    BOOST_TEST(watched.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(what_is_in_a_slab_does_not_move_when_it_grows)
{
    Slab<uint64_t> slab;
    const uint64_t* first = &slab[slab.Make(1u)];
    for (int i = 0; i < 10000; ++i)
    {
        slab.Make(2u);
    }
    BOOST_TEST(first == &slab[0]);
}

BOOST_AUTO_TEST_CASE(an_array_that_shrinks_and_grows_again_begins_with_defaults)
{
    SlabArray<uint32_t> array;
    array.PushBack(5);
    array.PopBack();
    array.Reach(3);
    BOOST_TEST(array.Size() == 3u);
    BOOST_TEST(array[0] == 0u);
}

BOOST_AUTO_TEST_CASE(a_handle_of_an_earlier_generation_finds_nothing)
{
    HandleTable table;
    const Handle first = table.Make(Place{Form::Live, 17});
    BOOST_TEST(bool(first));
    BOOST_TEST(table.Find(first).at == 17u);
    table.Move(first.index, Place{Form::TimeWait, 4});
    BOOST_TEST((table.Find(first).form == Form::TimeWait));
    table.Release(first.index);
    BOOST_TEST((table.Find(first).form == Form::None));
    const Handle second = table.Make(Place{Form::Live, 18});
    BOOST_TEST(second.index == first.index);
    BOOST_TEST(!(second == first));
    BOOST_TEST((table.Find(first).form == Form::None));
    BOOST_TEST((table.Find(Handle{}).form == Form::None));
    BOOST_TEST((table.Find(Handle{99, 1}).form == Form::None));
    BOOST_TEST((table.Find(Handle{second.index, 0}).form == Form::None));
}

BOOST_AUTO_TEST_CASE(an_index_whose_generations_are_used_up_is_left_alone)
{
    HandleTable table(0xffffffff);
    const Handle last = table.Make(Place{Form::Live, 1});
    BOOST_TEST(last.generation == 0xffffffffu);
    table.Release(last.index);
    BOOST_TEST((table.Find(last).form == Form::None));
    BOOST_TEST((table.Find(Handle{last.index, 0}).form == Form::None));
    BOOST_TEST(table.Make(Place{Form::Live, 2}).index != last.index);
}

// Against a map from tuples to indexes, with hashes so bad that many tuples share one.
BOOST_AUTO_TEST_CASE(the_demultiplexer_finds_what_a_map_finds)
{
    std::mt19937 random(1);
    DemuxTable table;
    std::map<uint32_t, uint32_t> model; // from keys to indexes
    std::map<uint32_t, uint32_t> keyOf;
    std::set<uint32_t> freeIndexes;
    const auto hash = [](uint32_t key) { return key / 5 * 0x9e3779b9u; };
    const auto find = [&](uint32_t key) {
        return table.Find(hash(key), [&](uint32_t index) { return keyOf.at(index) == key; });
    };
    uint32_t extent = 0;
    for (int step = 0; step < 20000; ++step)
    {
        const uint32_t key = random() % 3000;
        const auto known = model.find(key);
        BOOST_REQUIRE(find(key) == (known == model.end() ? NO_INDEX : known->second));
        if (known == model.end())
        {
            uint32_t index = extent;
            if (freeIndexes.empty())
            {
                ++extent;
            }
            else
            {
                index = *freeIndexes.begin();
                freeIndexes.erase(index);
            }
            keyOf[index] = key;
            model[key] = index;
            table.Insert(index, hash(key));
        }
        else
        {
            table.Remove(known->second);
            keyOf.erase(known->second);
            freeIndexes.insert(known->second);
            model.erase(known);
        }
        BOOST_REQUIRE(table.Count() == model.size());
    }
}

// The look-up of a segment: the chain it goes through has a few links whatever the number of
// connections. With as many chains as entries and a random hash, the longest of 100 000 chains has
// 8 or 9 links (Gonnet, 1981); tuples in order must not be worse.
BOOST_AUTO_TEST_CASE(chains_stay_short_for_tuples_in_order)
{
    DemuxTable table;
    std::vector<uint32_t> hashes;
    for (uint32_t i = 0; i < 100000; ++i)
    {
        FourTuple tuple;
        tuple.local = IpAddress::FromIpv4(0x0a000001);
        tuple.remote = IpAddress::FromIpv4(0x0a000100 + i / 10000);
        tuple.localPort = 80;
        tuple.remotePort = static_cast<uint16_t>(49152 + i % 10000);
        hashes.push_back(HashOf(tuple));
        table.Insert(i, hashes.back());
    }
    uint32_t longest = 0;
    for (const uint32_t hash : hashes)
    {
        longest = std::max(longest, table.ChainLength(hash));
    }
    BOOST_TEST(longest <= 10u);
    BOOST_TEST(std::set<uint32_t>(hashes.begin(), hashes.end()).size() > 99990u);
}

BOOST_AUTO_TEST_CASE(every_part_of_a_tuple_counts_in_its_hash)
{
    const FourTuple base{IpAddress::FromIpv4(1), IpAddress::FromIpv4(2), 3, 4};
    std::set<uint32_t> hashes{HashOf(base)};
    FourTuple tuple = base;
    tuple.local.octets[3] = 9;
    hashes.insert(HashOf(tuple));
    tuple = base;
    tuple.remote.octets[3] = 9;
    hashes.insert(HashOf(tuple));
    tuple = base;
    tuple.localPort = 9;
    hashes.insert(HashOf(tuple));
    tuple = base;
    tuple.remotePort = 9;
    hashes.insert(HashOf(tuple));
    hashes.insert(HashOf(FourTuple{base.remote, base.local, 3, 4}));
    hashes.insert(HashOf(FourTuple{base.local, base.remote, 4, 3}));
    tuple = base;
    tuple.local.isIpv6 = tuple.remote.isIpv6 = true;
    hashes.insert(HashOf(tuple));
    tuple.remote.octets[15] = 1;
    hashes.insert(HashOf(tuple));
    BOOST_TEST(hashes.size() == 9u);
}

namespace
{

/// Brings the entries that are due out of a queue as a host does. \param queue it \param now time
/// \param truth deadlines by index; those that are due are erased \return their indexes, sorted
std::vector<uint32_t>
Fire(TimerQueue& queue, Instant now, std::map<uint32_t, Instant>& truth)
{
    std::vector<uint32_t> fired;
    while (!queue.Empty() && queue.TopDeadline() <= now)
    {
        const uint32_t index = queue.TopIndex();
        const auto known = truth.find(index);
        const Instant deadline = known == truth.end() ? NEVER : known->second;
        if (deadline <= now)
        {
            fired.push_back(index);
            truth.erase(known);
            queue.Remove(index);
        }
        else
        {
            queue.Postpone(deadline);
        }
    }
    std::sort(fired.begin(), fired.end());
    return fired;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_timer_queue_fires_what_a_list_of_deadlines_fires)
{
    std::mt19937 random(2);
    TimerQueue queue;
    std::map<uint32_t, Instant> truth;
    Instant now{};
    for (int step = 0; step < 50000; ++step)
    {
        const uint32_t index = random() % 200;
        switch (random() % 4)
        {
        case 0:
        case 1:
            truth[index] = now + Duration(random() % 1000);
            switch (random() % 3)
            {
            case 0:
                queue.Set(index, truth[index]);
                break;
            case 1:
                queue.SetExactly(index, truth[index]);
                BOOST_REQUIRE((queue.DeadlineOf(index) == truth[index]));
                break;
            case 2:
                queue.Park(index, truth[index]);
                BOOST_REQUIRE((queue.DeadlineOf(index) == truth[index]));
                break;
            }
            break;
        case 2:
            truth.erase(index);
            if (random() % 2 == 0)
            {
                queue.Remove(index);
            }
            else
            {
                queue.Set(index, NEVER); // lazily
                queue.SetExactly((index + 1) % 200, NEVER);
                truth.erase((index + 1) % 200);
            }
            break;
        case 3:
            now += Duration(random() % 100);
            std::vector<uint32_t> due;
            for (const auto& entry : truth)
            {
                if (entry.second <= now)
                {
                    due.push_back(entry.first);
                }
            }
            BOOST_REQUIRE(Fire(queue, now, truth) == due);
            break;
        }
        Instant first = NEVER;
        for (const auto& entry : truth)
        {
            first = std::min(first, entry.second);
        }
        BOOST_REQUIRE(queue.TopDeadline() <= first); // never too late
        BOOST_REQUIRE(queue.Count() <= 200);         // one entry each
    }
}

BOOST_AUTO_TEST_CASE(equal_deadlines_come_in_the_order_of_indexes)
{
    TimerQueue queue;
    for (const uint32_t index : {5, 1, 4})
    {
        queue.Set(index, Instant(1s));
    }
    for (const uint32_t index : {2, 3, 0})
    {
        queue.Park(index, Instant(1s));
    }
    for (uint32_t index = 0; index < 6; ++index)
    {
        BOOST_TEST(queue.TopIndex() == index);
        queue.Remove(index);
    }
    BOOST_TEST((queue.TopDeadline() == NEVER));
}

BOOST_AUTO_TEST_CASE(a_deadline_that_only_moves_on_costs_no_step)
{
    TimerQueue queue;
    for (uint32_t index = 0; index < 1000; ++index)
    {
        queue.Set(index, Instant(Duration(index)));
    }
    const uint64_t before = queue.Steps();
    for (int segment = 1; segment < 1000; ++segment)
    {
        queue.Set(0, Instant(Duration(segment)));
    }
    BOOST_TEST(queue.Steps() == before);
}

BOOST_AUTO_TEST_CASE(deadlines_that_stand_cost_those_that_move_no_step)
{
    TimerQueue queue;
    for (uint32_t index = 1; index <= 100000; ++index)
    {
        queue.Set(index, Instant(1s));
        queue.Park(index, Instant(60s + Duration(index)));
    }
    const uint64_t before = queue.Steps();
    for (int i = 1; i <= 1000; ++i)
    {
        queue.Set(0, Instant(Duration(1000 - i)));
        BOOST_REQUIRE(queue.TopIndex() == 0u);
        queue.Postpone(Instant(1s));
        queue.Remove(0);
    }
    BOOST_TEST(queue.Steps() == before); // in and out of a heap in which it is alone
    BOOST_TEST(queue.Count() == 100000u);
}

// 2MSL is the same for all, so that deadlines come in order: an entry goes to the end of the heap
// and stays. Out again it costs the height of the heap.
BOOST_AUTO_TEST_CASE(deadlines_in_order_cost_nothing_in_and_a_logarithm_out)
{
    constexpr uint32_t COUNT = 100000; // below 2^17
    TimerQueue queue;
    for (uint32_t index = 0; index < COUNT; ++index)
    {
        queue.Park(index, Instant(Duration(index)));
    }
    BOOST_TEST(queue.Steps() == 0u);
    std::map<uint32_t, Instant> truth;
    Fire(queue, Instant(Duration(COUNT)), truth);
    BOOST_TEST(queue.Empty());
    BOOST_TEST(queue.Steps() <= COUNT * 18u);
}

BOOST_AUTO_TEST_SUITE_END()
