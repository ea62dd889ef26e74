/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_SCRIPT_H
#define PACKETDRILL_SCRIPT_H

#include "lifecycle-segment.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * A packetdrill script as a value: its contents, whether or not it can be run.
 */

namespace ns3
{
namespace packetdrill
{

/// A place in a script.
struct Position
{
    uint32_t line{0};   //!< from 1; 0 is nowhere
    uint32_t column{0}; //!< in bytes, from 1
};

/// Something to say about a place in a script.
struct Diagnostic
{
    std::string file;    //!< the script's name
    Position position;   //!< where
    std::string message; //!< what is wrong, and what would be right

    /// \return `file:line:column: message`
    std::string ToText() const;
};

/// Time in a script, since its start or between two events.
using Duration = std::chrono::nanoseconds;

/// \param time a time \return seconds with as many decimals as it needs, three at least
std::string SecondsText(Duration time);

/// What a time is counted from.
enum class TimeKind : uint8_t
{
    Absolute, //!< `1.5`: the script's start
    Relative, //!< `+1.5`: the event before
    Any,      //!< `*`: whenever it comes; for expected packets only
};

/// When an event takes place.
struct TimeSpec
{
    TimeKind kind{TimeKind::Relative}; //!< what from and the two others are counted from
    Duration from{0};                  //!< the time
    std::optional<Duration> to;        //!< `a~b`: an expected packet comes at any time up to this
    std::optional<Duration> blockedTo; //!< `a...b`: the system call blocks, and returns at this
};

/// Which way a packet goes, seen from the host under test.
enum class Direction : uint8_t
{
    Inbound,  //!< `<`: the script sends it
    Outbound, //!< `>`: the host is to send it
};

/// ECN bits of an IP header (RFC 3168, section 5).
enum class EcnMark : uint8_t
{
    NotEct, //!< `[noecn]`, 00
    Ect1,   //!< `[ect1]`, 01
    Ect0,   //!< `[ect0]`, 10
    Ce,     //!< `[ce]`, 11
    Ect,    //!< `[ect01]`: 01 or 10
};

/// \param mark ECN bits \return the word, `ect0`
const char* ToText(EcnMark mark);

/// What a packet's IP header is or has to be; absent parts are not looked at.
struct IpMarks
{
    std::optional<EcnMark> ecn;        //!< ECN bits
    std::optional<uint8_t> hopLimit;   //!< TTL or hop limit: `(ttl n)`, `(hlim n)`
    std::optional<uint8_t> tos;        //!< type of service or traffic class: `[tos n]`
    std::optional<uint32_t> flowLabel; //!< IPv6 flow label: `[flowlabel n]`
};

/// \param flags of a header, lifecycle::Flag \param accurateEcn whether AE is set \return letters
std::string FlagsText(uint8_t flags, bool accurateEcn);

/// What a number of a header is relative to.
enum class NumberKind : uint8_t
{
    Relative, //!< `1`: the initial sequence number of its side
    Absolute, //!< `1!`: nothing, it is that of the header
    Ignored,  //!< `...`: not looked at
};

/// The sequence numbers of a segment, `first:end(length)`.
struct SequenceRange
{
    NumberKind kind{NumberKind::Relative}; //!< of first and end
    uint32_t first{0};                     //!< of the first byte
    uint32_t end{0};                       //!< after the last byte of payload
    uint32_t length{0};                    //!< bytes of payload
};

/// An acknowledgment number.
struct AckNumber
{
    NumberKind kind{NumberKind::Relative}; //!< what it is relative to
    uint32_t value{0};                     //!< the number
};

/// `mss 1460`; an absent number, here and below, is written `...` and not looked at.
struct MssOption
{
    std::optional<uint16_t> octets; //!< the size
};

/// `wscale 7`
struct WindowScaleOption
{
    std::optional<uint8_t> shift; //!< the shift count
};

/// `sackOK`
struct SackPermittedOption
{
};

/// One block, `left:right`.
struct SackRange
{
    uint32_t left{0};     //!< first byte
    uint32_t right{0};    //!< after the last
    bool absolute{false}; //!< followed by `!`: both are those of the header
};

/// `sack 1:2 5:7`
struct SackOption
{
    std::vector<SackRange> blocks; //!< the blocks, in order
};

/// `TS val 100 ecr 0`
struct TimestampsOption
{
    std::optional<uint32_t> value; //!< TSval
    std::optional<uint32_t> echo;  //!< TSecr
};

/// `nop`
struct NoOperationOption
{
};

/// `eol`
struct EndOfListOption
{
};

/// `FO`, `FO 0123456789abcdef`, `FO TFO_COOKIE`, `FOEXP ...` (RFC 7413; RFC 6994's form for FOEXP)
struct FastOpenOption
{
    bool experimental{false};    //!< FOEXP
    std::vector<uint8_t> cookie; //!< its bytes
    std::string variable;        //!< the word instead of a cookie
};

/// `kind 254 0xf989`: an option given by its bytes.
struct RawOption
{
    uint8_t kind{0};           //!< its kind
    std::vector<uint8_t> data; //!< what follows kind and length
};

/// An option that is well written and that nobody here knows.
struct UnknownOption
{
    std::string text; //!< as written
};

/// One TCP option of a script's packet.
struct OptionPattern
{
    Position position; //!< where
    std::variant<MssOption,
                 WindowScaleOption,
                 SackPermittedOption,
                 SackOption,
                 TimestampsOption,
                 NoOperationOption,
                 EndOfListOption,
                 FastOpenOption,
                 RawOption,
                 UnknownOption>
        value; //!< which
};

/// A TCP segment of a script.
struct TcpPattern
{
    IpMarks ip;                                         //!< its IP header
    std::optional<std::pair<uint16_t, uint16_t>> ports; //!< `1000 > 80`: source and destination
    uint8_t flags{0};                                   //!< lifecycle::Flag, all that are set
    bool accurateEcn{false};            //!< `A`: the flag AE, the last of the reserved bits
    SequenceRange sequence;             //!< its bytes
    std::optional<AckNumber> ack;       //!< `ack n`; a segment without it has no ACK flag
    std::optional<uint16_t> window;     //!< `win n`, as in the header
    std::optional<uint16_t> urgent;     //!< `urg n`
    bool anyOptions{false};             //!< `<...>`: options are not looked at
    std::vector<OptionPattern> options; //!< else exactly these
    std::optional<std::pair<uint16_t, uint16_t>> udp; //!< `/udp(1 > 2)`: in UDP (RFC 6951's way)
};

/// A UDP datagram of a script, `udp(1400)`.
struct UdpPattern
{
    IpMarks ip;                                         //!< its IP header
    std::optional<std::pair<uint16_t, uint16_t>> ports; //!< source and destination
    uint32_t length{0};                                 //!< bytes of payload
};

/// An ICMP message of a script, `icmp unreachable frag_needed mtu 1300 [1:1461(1460)]`.
struct IcmpPattern
{
    IpMarks ip;                           //!< its IP header
    std::string type;                     //!< `unreachable`, ...
    std::string code;                     //!< `frag_needed`, `code_8`, ...; empty without one
    std::optional<uint32_t> mtu;          //!< `mtu n`
    std::optional<SequenceRange> segment; //!< the TCP segment that it quotes
    std::optional<uint32_t> udpLength;    //!< the UDP datagram that it quotes
};

/// A packet that is neither, such as SCTP's, or TCP in a tunnel.
struct OtherPattern
{
    std::string protocol; //!< its first word
    std::string text;     //!< as written
};

/// A packet, sent by the script or expected of the host.
struct Packet
{
    Direction direction{Direction::Inbound};                                 //!< which
    std::variant<TcpPattern, UdpPattern, IcmpPattern, OtherPattern> pattern; //!< what
};

struct Expression;

/// `...`
struct Ellipsis
{
};

/// A whole number.
struct Integer
{
    int64_t value{0};        //!< the number
    bool hexadecimal{false}; //!< written `0x`
};

/// A name: a constant, or a struct's `NULL`.
struct Word
{
    std::string name; //!< as written
};

/// `"text"`
struct String
{
    std::string text; //!< without quotes, escapes replaced
};

/// `[a, b]`
struct List
{
    std::vector<Expression> items; //!< in order
};

/// `{a=1, b(2)=c, 3}`
struct Structure
{
    struct Member;
    std::vector<Member> members; //!< in order
};

/// `A | B`
struct Combination
{
    std::vector<Expression> parts; //!< at least two
};

/// `htons(8080)`
struct Call
{
    std::string name;                  //!< the function
    std::vector<Expression> arguments; //!< its arguments
};

/// An argument of a system call, or its result.
struct Expression
{
    Position position; //!< where
    std::string text;  //!< as written
    std::variant<Ellipsis, Integer, Word, String, List, Structure, Combination, Call>
        value; //!< what
};

/// One part of a structure.
struct Structure::Member
{
    std::string name;              //!< empty if it has none
    std::vector<Expression> count; //!< the text in parentheses after the name
    std::vector<Expression> value; //!< exactly one
};

/// A system call and what it is to return.
struct SystemCall
{
    std::string name;                  //!< `connect`
    std::vector<Expression> arguments; //!< in order
    Expression result;                 //!< the value
    std::string error;                 //!< `EINPROGRESS`, empty without one
    std::string note;                  //!< the text in parentheses after it, without them
};

/// A shell command, in backticks.
struct Command
{
    std::string text; //!< without the backticks
};

/// `%{ ... }%`
struct Code
{
    std::string text;      //!< what is between
    Position textPosition; //!< where the text begins
};

/// One event of a script.
struct Event
{
    Position position;                                      //!< where its time begins
    Position actionPosition;                                //!< where what it does begins
    TimeSpec time;                                          //!< when
    std::string text;                                       //!< as written, with its time
    std::variant<Packet, SystemCall, Command, Code> action; //!< what
};

/// `--name=value`
struct ConfigLine
{
    Position position; //!< where
    std::string name;  //!< without the hyphens
    std::string value; //!< empty if there is none
};

/// A command that has no time: before the first event or after the last.
struct PlainCommand
{
    Position position; //!< where
    std::string text;  //!< without the backticks
};

/// One `#ifdef` or `#ifndef`.
struct Conditional
{
    Position position;   //!< where
    std::string name;    //!< the name it asks for
    bool negated{false}; //!< `#ifndef`
    bool taken{false};   //!< a branch of it is in the script, be it that of `#else`
};

/**
 * \ingroup tcp-lifecycle-packetdrill
 *
 * A script. Conditionals have been resolved: only what is to be run is here.
 */
struct Script
{
    std::string file;                      //!< its name
    std::vector<std::string> lines;        //!< its text
    std::vector<ConfigLine> config;        //!< options, in order
    std::vector<Conditional> conditionals; //!< outermost and nested ones that were reached
    std::vector<PlainCommand> init;        //!< before the first event
    std::vector<Event> events;             //!< in order
    std::vector<PlainCommand> cleanup;     //!< after the last event

    /**
     * \return whether it has conditionals and none of them has a branch that is taken: what it is
     * there to check is then not in it
     */
    bool IsUndecided() const;

    /// \param line from 1 \return that line of its text; empty if there is none
    std::string Line(uint32_t line) const;
};

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_SCRIPT_H
