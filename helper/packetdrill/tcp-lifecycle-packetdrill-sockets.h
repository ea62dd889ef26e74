/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PACKETDRILL_SOCKETS_H
#define TCP_LIFECYCLE_PACKETDRILL_SOCKETS_H

#include "tcp-lifecycle-packetdrill-world.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/nstime.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * System calls on sockets, by their meaning.
 */

namespace ns3
{
namespace packetdrill
{

/// Whose system calls are played: they differ in errors, options and what shutdown() means.
enum class Personality : uint8_t
{
    Linux, //!< Linux, and whatever is not a BSD
    Bsd,   //!< FreeBSD and macOS
};

/// What a system call returns.
struct CallResult
{
    int64_t value{0};        //!< -1 with an error
    std::string error;       //!< its name, `EAGAIN`; empty without one
    std::string unsupported; //!< what of the call is not known here; empty if all is

    /// \param name of an error \return a call that fails with it
    static CallResult Fail(const std::string& name);
    /// \param what is not known \return a call that cannot be played
    static CallResult Unsupported(const std::string& what);
};

/// A system call that may have to wait: nothing as long as it does.
using Operation = std::function<std::optional<CallResult>()>;

/// One entry of poll().
struct PollEntry
{
    int fd{0};       //!< descriptor
    int events{0};   //!< wanted, see PollBit
    int reported{0}; //!< what is there
};

/// Bits of poll(), as both systems number them.
enum PollBit : int
{
    POLL_IN = 0x01,      //!< POLLIN
    POLL_OUT = 0x04,     //!< POLLOUT
    POLL_ERR = 0x08,     //!< POLLERR
    POLL_HUP = 0x10,     //!< POLLHUP
    POLL_RDHUP = 0x2000, //!< POLLRDHUP of Linux
};

/// Flags of send() and the like.
struct SendingFlags
{
    bool dontWait{false};    //!< MSG_DONTWAIT
    bool more{false};        //!< MSG_MORE
    bool endOfRecord{false}; //!< MSG_EOR
};

/// How bytes are taken.
struct ReceiveFlags
{
    bool peek{false};     //!< MSG_PEEK
    bool dontWait{false}; //!< MSG_DONTWAIT
    bool all{false};      //!< MSG_WAITALL
};

/// A descriptor.
struct Descriptor
{
    Ptr<TcpLifecycleSocket> socket;        //!< its socket
    bool nonBlocking{false};               //!< O_NONBLOCK
    bool listening{false};                 //!< listen() was called
    bool connecting{false};                //!< connect() was called, or it was accepted
    bool connectTold{false};               //!< a connect() has returned 0 for it
    bool readShut{false};                  //!< shutdown() of reading
    bool writeShut{false};                 //!< shutdown() of writing
    bool errorTaken{false};                //!< the connection's failure was told once
    std::optional<int64_t> lingerOn;       //!< SO_LINGER's first number, if set
    int64_t lingerSeconds{0};              //!< its second
    std::map<std::string, int64_t> values; //!< options that were set, by their names
};

/**
 * \ingroup tcp-lifecycle-packetdrill
 *
 * The descriptors of one process and the system calls on them. A call that returns an Operation is
 * tried by its driver, and again whenever the host has notified the user; it returns when the
 * system's call would.
 */
class Sockets
{
  public:
    /// \param world where \param personality whose
    Sockets(World& world, Personality personality);
    ~Sockets();
    Sockets(const Sockets&) = delete;
    Sockets& operator=(const Sockets&) = delete;

    /// \return whose system calls these are
    Personality GetPersonality() const;
    /// \param told called whenever the host has told something to a socket
    void SetWake(std::function<void()> told);
    /// \param fd number \return the descriptor, or null
    Descriptor* Find(int fd);
    /// \return all that are open
    const std::map<int, Descriptor>& All() const;

    /// socket() for TCP. \return the descriptor's number
    CallResult Socket();
    /// bind(). \param fd which \param port 0: any
    CallResult Bind(int fd, uint16_t port);
    /// listen(). \param fd which \param backlog as given
    CallResult Listen(int fd, int64_t backlog);
    /// accept(), accept4(). \param fd which \param nonBlocking SOCK_NONBLOCK
    Operation Accept(int fd, bool nonBlocking);
    /// connect(). \param fd which \param port of the other end
    Operation Connect(int fd, uint16_t port);
    /// read(), recv() and the like. \param fd which \param octets at most \param how see there
    Operation Receive(int fd, int64_t octets, ReceiveFlags how);
    /// write(), send() and the like. \param fd which \param octets how many \param how see there
    Operation Send(int fd, int64_t octets, SendingFlags how);
    /// close(). \param fd which
    Operation Close(int fd);
    /// shutdown(). \param fd which \param read that direction \param write that direction
    CallResult Shutdown(int fd, bool read, bool write);
    /// poll(). \param entries what is asked, and answered \param milliseconds to wait; below 0: for
    /// ever
    Operation Poll(std::vector<PollEntry>& entries, int64_t milliseconds);

    /// setsockopt(). \param fd which \param name `SO_REUSEADDR` \param value numbers, in order
    CallResult SetOption(int fd, const std::string& name, const std::vector<int64_t>& value);
    /// \param fd which \param name `SO_ERROR` \param[out] value numbers, in order \param[out] word
    /// an error's name, where it is one
    CallResult GetOption(int fd,
                         const std::string& name,
                         std::vector<int64_t>& value,
                         std::string& word);
    /// ioctl() that asks for a number. \param fd which \param name `SIOCINQ` \param[out] value it
    CallResult Ioctl(int fd, const std::string& name, int64_t& value);
    /// fcntl(fd, F_GETFL). \param fd which \return its flags, as the system numbers them
    CallResult GetFlags(int fd);
    /// fcntl(fd, F_SETFL). \param fd which \param nonBlocking O_NONBLOCK
    CallResult SetFlags(int fd, bool nonBlocking);

    /// What has been set on the protocol concerns open connections too.
    void RefreshAll();
    /// \param descriptor whose \return the name of the error that its connection has failed by, or
    /// empty
    std::string ErrorOf(const Descriptor& descriptor) const;

  private:
    int Add(const Ptr<TcpLifecycleSocket>& socket);
    void Watch(const Ptr<TcpLifecycleSocket>& socket);
    void Wake();
    std::string TakeError(Descriptor& descriptor) const;
    bool IsConnected(const Descriptor& descriptor) const;
    std::optional<CallResult> TryConnect(int fd, uint16_t port, bool again);
    CallResult StartConnect(Descriptor& descriptor, uint16_t port);
    int Readiness(const Descriptor& descriptor) const;
    CallResult ApplyOption(Descriptor& descriptor,
                           const std::string& name,
                           const std::vector<int64_t>& numbers);
    CallResult OpenFastServer(int64_t backlog);

    World& m_world;                              //!< where
    Personality m_personality;                   //!< whose
    std::map<int, Descriptor> m_open;            //!< by number
    std::vector<Ptr<TcpLifecycleSocket>> m_left; //!< closed, and not yet forgotten
    std::function<void()> m_told;                //!< see SetWake()
};

} // namespace packetdrill
} // namespace ns3

#endif // TCP_LIFECYCLE_PACKETDRILL_SOCKETS_H
