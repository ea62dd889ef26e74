/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TEST_SOLO_H
#define LIFECYCLE_TEST_SOLO_H

#include "lifecycle-connection.h"

#include <functional>
#include <string>
#include <vector>

/**
 * \file
 * One connection whose peer is the test: segments are made by hand, what comes out is looked at.
 */

namespace ns3
{
namespace lifecycle
{
namespace test
{

using namespace std::chrono_literals;

/// Own ISS and the peer's, as A's and B's in RFC 9293's figures.
constexpr uint32_t ISS = 100;
constexpr uint32_t IRS = 300;

/// How SYN-RECEIVED is reached
enum class Opening : uint8_t
{
    Passive, //!< from LISTEN
    Active,  //!< from SYN-SENT, by the peer's SYN
};

/// \return parameters that acknowledge every segment at once: RFC 9293's, no delayed ACK
Config Prompt();

/**
 * A connection and everything its last entry put out. The user reads at once unless told not to.
 */
class Solo
{
  public:
    /// \param config parameters \param iss own ISS \param irs the peer's
    explicit Solo(const Config& config = Prompt(), uint32_t iss = ISS, uint32_t irs = IRS);
    Solo(const Solo&) = delete; // the connection points to the parameters here

    /// Call an entry, perform what it puts out, flush. \param entry what to call
    void Run(const std::function<void(Context&)>& entry);
    /// \param flags control bits \param seq SEG.SEQ \param ack SEG.ACK \param length bytes
    /// \return a segment of the peer, window 65535
    Segment Make(uint8_t flags, Seq seq, Seq ack, uint32_t length = 0) const;
    /// A segment comes. \param segment it
    void Feed(const Segment& segment);
    /// A segment comes, SEG.SEQ and SEG.ACK counted from the ISNs. \param flags control bits
    /// \param seq from IRS \param ack from ISS \param length bytes \param window its field
    void Feed(uint8_t flags,
              uint32_t seq,
              uint32_t ack,
              uint32_t length = 0,
              uint16_t window = 65535);
    /// Time goes to the next deadline, which is met. \return when it was
    Duration Tick();
    /// Time goes on, and every deadline on the way is met. \param span how far
    void Wait(Duration span);
    /// \param state where to go from CLOSED, by segments and calls \param opening how
    void Reach(State state, Opening opening = Opening::Active);

    // The user's calls
    Refusal Open();
    Refusal Send(uint32_t octets);
    Refusal Close();
    Refusal ShutdownSend();
    Refusal ShutdownReceive();
    Refusal Abort();
    void Consume(uint32_t octets);

    /// \return state of the connection, RFC 9293's name
    std::string StateName() const;
    /// \return what the last entry sent: `F. 1:1(0) ack 1`, from the ISNs, joined by `; `
    std::string Sent() const;
    /// \return what the last entry told the user, `connected`, `failed reset`, joined by `; `
    std::string Told() const;
    /// \return causes of the last entry's transitions, joined by `; `
    std::string Causes() const;
    /// \param i index among what the last entry sent \return it
    const Emit& SentAt(std::size_t i) const;
    /// \return SND.NXT - ISS
    uint32_t SndNxt() const;
    /// \return RCV.NXT - IRS
    uint32_t RcvNxt() const;

    Config config;                        //!< parameters
    Seq iss;                              //!< own ISS
    Seq irs;                              //!< the peer's
    Connection connection;                //!< the machine
    RenoCongestionControl reno;           //!< Reno
    CongestionControl* congestion{&reno}; //!< its congestion control
    ChallengeBudget* budget{nullptr};     //!< its host's, if any
    Instant now{};                        //!< the time
    bool autoRead{true};                  //!< the user reads what is delivered
    Options synOptions;                   //!< options on the peer's SYN
    uint16_t synWindow{65535};            //!< its window
    Actions last;                         //!< what the last entry put out, Flush() and all
    std::vector<Emit> sent;               //!< what the last entry sent
    std::vector<Notify> allTold;          //!< what the user was told since the beginning
    std::vector<Duration> sentTimes;      //!< when anything was sent since the beginning
};

/// \param timestamps whether they are among them \return the options of a SYN that permits SACK
Options SackPermitted(bool timestamps = false);

/// \param solo run until CLOSED \return seconds from now on at which a deadline was met, the end
/// too
std::vector<double> Schedule(Solo& solo);

} // namespace test
} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TEST_SOLO_H
