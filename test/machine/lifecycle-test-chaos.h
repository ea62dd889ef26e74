/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TEST_CHAOS_H
#define LIFECYCLE_TEST_CHAOS_H

#include "lifecycle-connection.h"
#include "lifecycle-test-config.h"

#include <functional>
#include <optional>
#include <stdexcept>
#include <vector>

/**
 * \file
 * A connection driven by choices that mean no well: what must hold whatever comes. The choices are
 * a generator's in the test and the fuzzer's bytes in test/fuzz/fuzz-connection.cc.
 */

namespace ns3
{
namespace lifecycle
{
namespace test
{

/// What did not hold.
class Violation : public std::logic_error
{
  public:
    using std::logic_error::logic_error;
};

/// \param holds what must be true \param what in words \throw Violation if it is not
void Require(bool holds, const char* what);

/// No clock gets here: beyond it a deadline may be NEVER
constexpr Instant END_OF_TIME{std::chrono::hours(24 * 365 * 100)};

/// One connection, a twin that gets the same, and what has been seen of them.
class Chaos
{
  public:
    /// \param choose makes all choices, the parameters' first
    explicit Chaos(Chooser choose);

    /// One segment, call or stretch of time. \throw Violation when something does not hold
    void Step();

    /// \return whether the connection has ended
    bool IsOver() const
    {
        return m_over;
    }

    /// \return the state
    State GetState() const
    {
        return m_connection.GetState();
    }

  private:
    using Entry = std::function<void(Connection&, Context&)>;

    void Do(const Entry& entry, const Segment* segment = nullptr);
    void Begin();
    Segment MakeSegment();
    void AddOptions(Segment& segment);
    Seq Near(Seq one, Seq other);
    void BeginPassive(Seq iss);
    void CallUser();
    void CallOdd();
    void PassTime();

    void CheckActions(const Actions& actions, const Segment* segment, const Connection& before);
    void CheckEmit(const Emit& emit, const Connection& before);
    static void CheckEdge(std::optional<Seq>& last, Seq edge);
    void CheckStore(const Store& store, const Segment* segment);
    void CheckState(const Connection& before);

    Chooser m_choose;
    Config m_config;
    Config m_other; //!< to be adopted
    Connection m_connection;
    Connection m_twin;
    uint32_t m_silentFrom; //!< after this step there is no peer and no user any more
    uint32_t m_steps{0};
    RenoCongestionControl m_reno;
    ChallengeBudget m_budget;
    Instant m_now{};
    Actions m_out;
    Actions m_twinOut;
    State m_state{State::Closed};
    bool m_over{false};
    uint32_t m_told{0};         //!< bits of Event
    std::vector<bool> m_stored; //!< bytes of the stream received
    uint64_t m_delivered{0};
    uint64_t m_released{0};
    std::optional<Seq> m_edge;    //!< right edge told last
    std::optional<Seq> m_synEdge; //!< and that of a SYN,ACK
};

} // namespace test
} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TEST_CHAOS_H
