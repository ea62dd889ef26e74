/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-calls.h"

#include "tcp-lifecycle-packetdrill-arguments.h"
#include "tcp-lifecycle-packetdrill-errors.h"

#include <algorithm>
#include <iterator>
#include <variant>

namespace ns3
{
namespace packetdrill
{

namespace
{

constexpr int64_t FLAG_PEEK = 0x2;        //!< MSG_PEEK
constexpr int64_t FLAG_DONTWAIT = 0x40;   //!< MSG_DONTWAIT
constexpr int64_t FLAG_WAITALL = 0x100;   //!< MSG_WAITALL
constexpr int64_t FLAG_NOSIGNAL = 0x4000; //!< MSG_NOSIGNAL
constexpr int64_t FLAG_EOR = 0x80;        //!< MSG_EOR
constexpr int64_t FLAG_MORE = 0x8000;     //!< MSG_MORE
constexpr int64_t FLAG_NONBLOCK = 0x800;  //!< SOCK_NONBLOCK, O_NONBLOCK

/// \param what is not known \return a call that cannot be played
PlayedCall
NotKnown(const std::string& what)
{
    PlayedCall played;
    played.unsupported = what;
    return played;
}

/// \param result of a call that does not wait \return it, ready to be tried
Operation
Done(CallResult result)
{
    return [result] { return std::optional(result); };
}

/// \param result what came \return `-1 (EAGAIN)`
std::string
ResultText(const CallResult& result)
{
    return std::to_string(result.value) + (result.error.empty() ? "" : " " + result.error);
}

} // namespace

Calls::Calls(Sockets& sockets, uint16_t bindPort, uint16_t connectPort)
    : m_sockets(sockets),
      m_bindPort(bindPort),
      m_connectPort(connectPort)
{
}

int
Calls::LiveFd(const Expression& expression) const
{
    const auto number = Number(expression);
    const auto found = number ? m_fds.find(*number) : m_fds.end();
    return found == m_fds.end() ? -1 : found->second;
}

const Descriptor*
Calls::Current()
{
    return m_sockets.Find(m_current);
}

CallEffect
Calls::EffectOf(const SystemCall& call) const
{
    CallEffect effect;
    if (call.name == "listen")
    {
        effect.listens = true;
        effect.port = m_boundPort != 0 ? m_boundPort : m_bindPort;
    }
    else if (call.name == "connect" && call.arguments.size() >= 2)
    {
        effect.connects = true;
        effect.port = PortOf(call.arguments[1], m_connectPort);
    }
    return effect;
}

std::function<std::string(const CallResult&)>
Calls::ChecksValue(const SystemCall& call) const
{
    const auto expected = Number(call.result);
    const bool any = std::holds_alternative<Ellipsis>(call.result.value);
    const std::string error = call.error;
    return [expected, any, error](const CallResult& result) -> std::string {
        const bool same =
            any || (expected && *expected == result.value && CanonicalErrno(error) == result.error);
        return same ? std::string()
                    : "it returned " + ResultText(result) + ", not " +
                          std::to_string(expected.value_or(0)) + (error.empty() ? "" : " " + error);
    };
}

std::function<std::string(const CallResult&)>
Calls::ChecksDescriptor(const SystemCall& call)
{
    const auto expected = Number(call.result);
    const auto check = ChecksValue(call);
    const bool connection = call.name != "socket";
    return [this, expected, check, connection](const CallResult& result) -> std::string {
        if (!expected || *expected < 0 || result.value < 0)
        {
            return check(result);
        }
        const int live = static_cast<int>(result.value); // any number will do
        for (auto old = m_fds.begin(); old != m_fds.end();)
        {
            // one that was closed and is given out again has lost its name in the script
            old = old->second == live ? m_fds.erase(old) : std::next(old);
        }
        m_fds[*expected] = live;
        if (connection || m_sockets.Find(m_current) == nullptr)
        {
            m_current = live;
        }
        return {};
    };
}

PlayedCall
Calls::Prepare(const SystemCall& call)
{
    const std::string& name = call.name;
    const std::vector<Expression>& arguments = call.arguments;
    const int fd = arguments.empty() ? -1 : LiveFd(arguments[0]);
    const auto needs = [&arguments](std::size_t count) { return arguments.size() >= count; };
    if (name == "socket" && needs(3))
    {
        return Opening(call);
    }
    if (name == "bind" && needs(2))
    {
        m_boundPort = PortOf(arguments[1], m_bindPort);
        return {Done(m_sockets.Bind(fd, m_boundPort)), ChecksValue(call), {}};
    }
    if (name == "listen" && needs(2))
    {
        const auto backlog = Number(arguments[1]).value_or(0);
        return {Done(m_sockets.Listen(fd, backlog)), ChecksValue(call), {}};
    }
    if ((name == "accept" || name == "accept4") && needs(1))
    {
        const int64_t flags = needs(4) ? Number(arguments[3]).value_or(0) : 0;
        return {m_sockets.Accept(fd, (flags & FLAG_NONBLOCK) != 0), ChecksDescriptor(call), {}};
    }
    if (name == "connect" && needs(2))
    {
        m_current = fd;
        return {m_sockets.Connect(fd, PortOf(arguments[1], m_connectPort)), ChecksValue(call), {}};
    }
    if (name == "close" && needs(1))
    {
        return {m_sockets.Close(fd), ChecksValue(call), {}};
    }
    if (name == "shutdown" && needs(2))
    {
        const auto how = Number(arguments[1]);
        if (!how)
        {
            return NotKnown("shutdown() of " + arguments[1].text);
        }
        return {Done(m_sockets.Shutdown(fd, *how != 1, *how != 0)), ChecksValue(call), {}};
    }
    if (name == "read" || name == "recv" || name == "recvfrom" || name == "recvmsg" ||
        name == "readv")
    {
        return Reading(call);
    }
    if (name == "write" || name == "send" || name == "sendto" || name == "sendmsg" ||
        name == "writev")
    {
        return Writing(call);
    }
    if (name == "setsockopt" || name == "getsockopt")
    {
        return Options(call);
    }
    if (name == "fcntl" || name == "ioctl")
    {
        return Control(call);
    }
    return name == "poll" ? Polling(call) : NotKnown("the system call " + name + "()");
}

PlayedCall
Calls::Opening(const SystemCall& call)
{
    const auto type = Number(call.arguments[1]);
    const auto* protocol = std::get_if<Word>(&call.arguments[2].value);
    if (!type || (*type & 0xf) != 1 || (protocol != nullptr && protocol->name != "IPPROTO_TCP"))
    {
        return NotKnown("socket() for what is not TCP");
    }
    const bool nonBlocking = (*type & FLAG_NONBLOCK) != 0;
    return {[this, nonBlocking] {
                const CallResult result = m_sockets.Socket();
                m_sockets.SetFlags(static_cast<int>(result.value), nonBlocking);
                return std::optional(result);
            },
            ChecksDescriptor(call),
            {}};
}

PlayedCall
Calls::Reading(const SystemCall& call)
{
    const std::string& name = call.name;
    const std::vector<Expression>& arguments = call.arguments;
    if (arguments.size() < 2)
    {
        return NotKnown(name + "() with so few arguments");
    }
    const bool message = name == "recvmsg";
    const bool vector = name == "readv";
    const bool flagged = name == "recv" || name == "recvfrom" || message;
    const std::size_t flagsAt = message ? 2 : 3;
    std::optional<int64_t> octets;
    if (message)
    {
        octets = OctetsOfMessage(arguments[1]);
    }
    else if (vector)
    {
        octets = OctetsOf(arguments[1]);
    }
    else if (arguments.size() > 2)
    {
        octets = Number(arguments[2]);
    }
    const auto flags = flagged && arguments.size() > flagsAt ? Number(arguments[flagsAt])
                                                             : std::optional<int64_t>(0);
    const int64_t known = FLAG_PEEK | FLAG_DONTWAIT | FLAG_WAITALL | FLAG_NOSIGNAL;
    if (!octets || !flags || (*flags & ~known) != 0)
    {
        return NotKnown(name + "() with these arguments");
    }
    ReceiveFlags how;
    how.peek = (*flags & FLAG_PEEK) != 0;
    how.dontWait = (*flags & FLAG_DONTWAIT) != 0;
    how.all = (*flags & FLAG_WAITALL) != 0;
    return {m_sockets.Receive(LiveFd(arguments[0]), *octets, how), ChecksValue(call), {}};
}

PlayedCall
Calls::Writing(const SystemCall& call)
{
    const std::string& name = call.name;
    const std::vector<Expression>& arguments = call.arguments;
    if (arguments.size() < 2)
    {
        return NotKnown(name + "() with so few arguments");
    }
    const bool message = name == "sendmsg";
    const bool flagged = name == "send" || name == "sendto" || message;
    const std::size_t flagsAt = message ? 2 : 3;
    std::optional<int64_t> octets;
    if (message)
    {
        octets = OctetsOfMessage(arguments[1]);
    }
    else if (name == "writev")
    {
        octets = OctetsOf(arguments[1]);
    }
    else if (arguments.size() > 2)
    {
        octets = Number(arguments[2]);
    }
    const auto flags = flagged && arguments.size() > flagsAt ? Number(arguments[flagsAt])
                                                             : std::optional<int64_t>(0);
    if (!octets || !flags ||
        (*flags & ~(FLAG_DONTWAIT | FLAG_NOSIGNAL | FLAG_EOR | FLAG_MORE)) != 0)
    {
        return NotKnown(name + "() with these arguments" +
                        (arguments.size() > flagsAt ? ": " + arguments[flagsAt].text : ""));
    }
    SendingFlags how;
    how.dontWait = (*flags & FLAG_DONTWAIT) != 0;
    how.more = (*flags & FLAG_MORE) != 0;
    how.endOfRecord = (*flags & FLAG_EOR) != 0;
    return {m_sockets.Send(LiveFd(arguments[0]), *octets, how), ChecksValue(call), {}};
}

PlayedCall
Calls::Options(const SystemCall& call)
{
    const std::vector<Expression>& arguments = call.arguments;
    const auto* word = arguments.size() >= 4 ? std::get_if<Word>(&arguments[2].value) : nullptr;
    if (word == nullptr)
    {
        return NotKnown(call.name + "() without the name of an option");
    }
    const int fd = LiveFd(arguments[0]);
    std::vector<int64_t> numbers;
    Collect(arguments[3], numbers);
    if (call.name == "setsockopt")
    {
        return {Done(m_sockets.SetOption(fd, word->name, numbers)), ChecksValue(call), {}};
    }
    const auto value = std::make_shared<std::vector<int64_t>>();
    const auto error = std::make_shared<std::string>();
    std::string expectedError;
    if (const auto* list = std::get_if<List>(&arguments[3].value))
    {
        const auto* name = list->items.empty() ? nullptr : std::get_if<Word>(&list->items[0].value);
        expectedError = name != nullptr && numbers.empty() ? name->name : "";
    }
    const std::string option = word->name;
    const auto check = ChecksValue(call);
    return {[this, fd, option, value, error] {
                return std::optional(m_sockets.GetOption(fd, option, *value, *error));
            },
            [check, numbers, expectedError, value, error](const CallResult& result) {
                std::string why = check(result);
                const bool named = !expectedError.empty() || !error->empty();
                const bool same = named ? expectedError == *error : numbers == *value;
                if (why.empty() && result.value == 0 && !same)
                {
                    why =
                        "the option is " +
                        (error->empty() && !value->empty() ? std::to_string((*value)[0]) : *error);
                }
                return why;
            },
            {}};
}

PlayedCall
Calls::Control(const SystemCall& call)
{
    const std::vector<Expression>& arguments = call.arguments;
    const auto* word = arguments.size() >= 2 ? std::get_if<Word>(&arguments[1].value) : nullptr;
    if (word == nullptr)
    {
        return NotKnown(call.name + "() without the name of a request");
    }
    const int fd = LiveFd(arguments[0]);
    if (call.name == "ioctl")
    {
        std::vector<int64_t> expected;
        if (arguments.size() >= 3)
        {
            Collect(arguments[2], expected);
        }
        const auto value = std::make_shared<int64_t>(0);
        const std::string request = word->name;
        const auto check = ChecksValue(call);
        return {[this, fd, request, value] {
                    return std::optional(m_sockets.Ioctl(fd, request, *value));
                },
                [check, expected, value](const CallResult& result) {
                    std::string why = check(result);
                    if (why.empty() && (expected.empty() || expected[0] != *value))
                    {
                        why = "the value is " + std::to_string(*value);
                    }
                    return why;
                },
                {}};
    }
    if (word->name == "F_GETFL")
    {
        return {Done(m_sockets.GetFlags(fd)), ChecksValue(call), {}};
    }
    if (word->name == "F_SETFL" && arguments.size() >= 3)
    {
        const auto flags = Number(arguments[2]);
        if (!flags)
        {
            return NotKnown("fcntl() with " + arguments[2].text);
        }
        return {Done(m_sockets.SetFlags(fd, (*flags & FLAG_NONBLOCK) != 0)), ChecksValue(call), {}};
    }
    return NotKnown("fcntl() with " + word->name);
}

PlayedCall
Calls::Polling(const SystemCall& call)
{
    const std::vector<Expression>& arguments = call.arguments;
    const auto* list = arguments.size() >= 3 ? std::get_if<List>(&arguments[0].value) : nullptr;
    const auto milliseconds = arguments.size() >= 3 ? Number(arguments[2]) : std::nullopt;
    if (list == nullptr || !milliseconds)
    {
        return NotKnown("poll() with these arguments");
    }
    const auto entries = std::make_shared<std::vector<PollEntry>>();
    std::vector<int64_t> expected;
    for (const Expression& item : list->items)
    {
        const auto* structure = std::get_if<Structure>(&item.value);
        const Expression* fd = structure != nullptr ? MemberOf(*structure, "fd") : nullptr;
        const Expression* events = structure != nullptr ? MemberOf(*structure, "events") : nullptr;
        const Expression* seen = structure != nullptr ? MemberOf(*structure, "revents") : nullptr;
        if (fd == nullptr || events == nullptr || seen == nullptr || !Number(*events) ||
            !Number(*seen))
        {
            return NotKnown("poll() with these entries");
        }
        entries->push_back({LiveFd(*fd), static_cast<int>(*Number(*events)), 0});
        expected.push_back(*Number(*seen));
    }
    const auto check = ChecksValue(call);
    const Operation operation = m_sockets.Poll(*entries, *milliseconds);
    return {[operation, entries] { return operation(); },
            [check, entries, expected](const CallResult& result) {
                std::string why = check(result);
                for (std::size_t i = 0; why.empty() && i < expected.size(); ++i)
                {
                    if ((*entries)[i].reported != expected[i])
                    {
                        why = "poll() reported " + std::to_string((*entries)[i].reported);
                    }
                }
                return why;
            },
            {}};
}

} // namespace packetdrill
} // namespace ns3
