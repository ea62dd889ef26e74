/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tap-web.h"

#include "tcp-lifecycle-socket.h"

#include "ns3/inet-socket-address.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace ns3
{

namespace
{

/// What is sent at once, at most.
constexpr uint64_t CHUNK = 16384;
/// A request's head is no longer.
constexpr std::size_t MOST_REQUEST = 65536;
/// What a head ends with (RFC 9112, 2.1).
const std::string END_OF_HEAD = "\r\n\r\n";

/// \param node whose \return a new socket
Ptr<Socket>
MakeSocket(Ptr<Node> node)
{
    return Socket::CreateSocket(node, TypeId::LookupByName("ns3::TcpLifecycleSocketFactory"));
}

/// \param offset place in a body \return its byte: lines of 64
char
OctetAt(uint64_t offset)
{
    static const std::string LINE =
        "The quick brown fox jumps over the lazy dog, 0123456789 - + ....\n";
    return LINE[offset % LINE.size()];
}

/// \param text any \return it in small letters
std::string
Lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return text;
}

/// \param head of a message \param name of a field, small \return its value, small; empty: none
std::string
Field(const std::string& head, const std::string& name)
{
    const std::string text = Lower(head);
    const std::size_t at = text.find("\r\n" + name + ':');
    if (at == std::string::npos)
    {
        return "";
    }
    std::size_t begin = at + name.size() + 3;
    const std::size_t end = text.find("\r\n", begin);
    while (begin < end && text[begin] == ' ')
    {
        ++begin;
    }
    return text.substr(begin, end - begin);
}

/// \param text digits \return their number, at most 18 digits; nothing: it is none
std::optional<uint64_t>
Number(const std::string& text)
{
    if (text.empty() || text.size() > 18 ||
        !std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); }))
    {
        return std::nullopt;
    }
    return std::stoull(text);
}

/// \param socket to read from \param text gets what there is \return whether the end of file is
/// reached
bool
ReadAll(Ptr<Socket> socket, std::string& text)
{
    while (const auto packet = socket->Recv())
    {
        if (packet->GetSize() == 0)
        {
            return true;
        }
        std::string part(packet->GetSize(), '\0');
        packet->CopyData(reinterpret_cast<uint8_t*>(&part[0]), packet->GetSize());
        text += part;
    }
    return false;
}

} // namespace

TapServer::TapServer(uint64_t size, bool closes)
    : m_size(size),
      m_closes(closes)
{
}

TapServer::~TapServer()
{
    const auto nothing = MakeNullCallback<void, Ptr<Socket>>();
    for (const auto& [socket, talk] : m_talks)
    {
        socket->SetRecvCallback(nothing);
        socket->SetSendCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
        socket->SetCloseCallbacks(nothing, nothing);
    }
    if (m_listener)
    {
        m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeNullCallback<void, Ptr<Socket>, const Address&>());
    }
}

void
TapServer::Listen(Ptr<Node> node, uint16_t port)
{
    m_listener = MakeSocket(node);
    m_listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), port));
    m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&TapServer::OnAccept, this));
    if (m_listener->Listen() != 0)
    {
        throw std::runtime_error("the simulated host can't listen at port " + std::to_string(port));
    }
}

uint64_t
TapServer::GetAnswered() const
{
    return m_answered;
}

uint64_t
TapServer::GetOctets() const
{
    return m_octets;
}

void
TapServer::OnAccept(Ptr<Socket> socket, const Address&)
{
    m_talks[socket] = {};
    socket->SetRecvCallback(MakeCallback(&TapServer::OnReadable, this));
    socket->SetSendCallback(MakeCallback(&TapServer::OnRoom, this));
    socket->SetCloseCallbacks(MakeCallback(&TapServer::OnReadable, this),
                              MakeCallback(&TapServer::OnClosed, this));
    OnReadable(socket);
}

void
TapServer::OnClosed(Ptr<Socket> socket)
{
    m_talks.erase(socket);
}

void
TapServer::OnRoom(Ptr<Socket> socket, uint32_t)
{
    Work(socket);
}

void
TapServer::OnReadable(Ptr<Socket> socket)
{
    const auto talk = m_talks.find(socket);
    if (talk != m_talks.end())
    {
        talk->second.ended = ReadAll(socket, talk->second.request) || talk->second.ended;
        Work(socket);
    }
}

void
TapServer::Work(Ptr<Socket> socket)
{
    const auto found = m_talks.find(socket);
    if (found == m_talks.end())
    {
        return;
    }
    Talk& talk = found->second;
    while (true)
    {
        if (talk.answers && !Send(socket, talk))
        {
            return; // the rest, when there is room
        }
        const std::size_t end = talk.request.find(END_OF_HEAD);
        const bool tooLong = end == std::string::npos && talk.request.size() > MOST_REQUEST;
        if (talk.closes || tooLong || (end == std::string::npos && talk.ended))
        {
            m_talks.erase(found);
            socket->Close();
            return;
        }
        if (end == std::string::npos)
        {
            return; // there is more to come
        }
        Answer(talk, talk.request.substr(0, end + 2));
        talk.request.erase(0, end + END_OF_HEAD.size());
    }
}

void
TapServer::Answer(Talk& talk, const std::string& request) const
{
    std::istringstream words(request);
    std::string method;
    std::string path;
    std::string version;
    words >> method >> path >> version;
    const bool known = method == "GET" || method == "HEAD";
    const uint64_t size =
        known ? Number(path.substr(std::min<std::size_t>(1, path.size()))).value_or(m_size) : 0;
    // RFC 9112, 9.3: HTTP/1.1 keeps a connection unless one of the two says otherwise.
    talk.closes = m_closes || version != "HTTP/1.1" || Field(request, "connection") == "close";
    talk.size = method == "GET" ? size : 0;
    talk.sent = 0;
    talk.answers = true;
    talk.head = std::string("HTTP/1.1 ") + (known ? "200 OK" : "501 Not Implemented") +
                "\r\nServer: lifecycle-tap\r\nContent-Type: text/plain\r\nContent-Length: " +
                std::to_string(size) + "\r\nConnection: " + (talk.closes ? "close" : "keep-alive") +
                END_OF_HEAD;
}

bool
TapServer::Send(Ptr<Socket> socket, Talk& talk)
{
    while (!talk.head.empty() || talk.sent < talk.size)
    {
        const uint64_t room = socket->GetTxAvailable();
        if (room < std::max<uint64_t>(1, talk.head.size()))
        {
            return false;
        }
        std::string octets = talk.head;
        const uint64_t size = std::min({CHUNK, room - octets.size(), talk.size - talk.sent});
        for (uint64_t i = 0; i < size; ++i)
        {
            octets += OctetAt(talk.sent + i);
        }
        if (socket->Send(Create<Packet>(reinterpret_cast<const uint8_t*>(octets.data()),
                                        static_cast<uint32_t>(octets.size()))) < 0)
        {
            return false; // it is reported as an error, or there will be room
        }
        talk.head.clear();
        talk.sent += size;
        m_octets += size;
    }
    talk.answers = false;
    ++m_answered;
    return true;
}

TapClient::TapClient(const Errand& errand)
    : m_errand(errand)
{
}

TapClient::~TapClient()
{
    m_next.Cancel();
    if (m_socket)
    {
        const auto nothing = MakeNullCallback<void, Ptr<Socket>>();
        m_socket->SetConnectCallback(nothing, nothing);
        m_socket->SetRecvCallback(nothing);
        m_socket->SetCloseCallbacks(nothing, nothing);
    }
}

void
TapClient::Start(Ptr<Node> node)
{
    m_node = node;
    Open();
}

uint32_t
TapClient::GetGood() const
{
    return m_good;
}

uint64_t
TapClient::GetOctets() const
{
    return m_octets;
}

const std::string&
TapClient::GetProblem() const
{
    return m_problem;
}

void
TapClient::Open()
{
    m_response.clear();
    m_socket = MakeSocket(m_node);
    m_socket->SetConnectCallback(MakeCallback(&TapClient::OnConnected, this),
                                 MakeCallback(&TapClient::OnFailed, this));
    m_socket->SetRecvCallback(MakeCallback(&TapClient::OnReadable, this));
    m_socket->SetCloseCallbacks(MakeCallback(&TapClient::OnReadable, this),
                                MakeCallback(&TapClient::OnError, this));
    if (m_socket->Connect(
            InetSocketAddress(Ipv4Address(m_errand.address.c_str()), m_errand.port)) != 0)
    {
        Finish("Connect() was refused by the simulated host");
    }
}

void
TapClient::OnConnected(Ptr<Socket> socket)
{
    const std::string request = "GET " + m_errand.path + " HTTP/1.1\r\nHost: " + m_errand.address +
                                "\r\nUser-Agent: lifecycle-tap\r\nConnection: " +
                                (m_errand.closes ? "keep-alive" : "close") + END_OF_HEAD;
    socket->Send(Create<Packet>(reinterpret_cast<const uint8_t*>(request.data()),
                                static_cast<uint32_t>(request.size())));
}

void
TapClient::OnFailed(Ptr<Socket> socket)
{
    Finish(std::string("no connection: ") +
           lifecycle::ToText(DynamicCast<TcpLifecycleSocket>(socket)->GetError()));
}

void
TapClient::OnError(Ptr<Socket> socket)
{
    if (socket == m_socket)
    {
        Finish(std::string("the connection ended: ") +
               lifecycle::ToText(DynamicCast<TcpLifecycleSocket>(socket)->GetError()));
    }
}

void
TapClient::OnReadable(Ptr<Socket> socket)
{
    const bool ended = ReadAll(socket, m_response);
    if (socket == m_socket)
    {
        Judge(ended);
    }
}

void
TapClient::Judge(bool ended)
{
    const std::size_t end = m_response.find(END_OF_HEAD);
    if (end == std::string::npos)
    {
        if (ended)
        {
            Finish("end of file before the head of the response was there");
        }
        return;
    }
    const std::string head = m_response.substr(0, end + 2);
    const uint64_t size = m_response.size() - end - END_OF_HEAD.size();
    // RFC 9112, 6.3: without a length the body goes on to the end of file.
    const auto wanted = Number(Field(head, "content-length"));
    // RFC 9112, 7.1: the last chunk is empty.
    const std::string last = "\r\n0" + END_OF_HEAD;
    const bool chunked =
        Field(head, "transfer-encoding") == "chunked" && size >= last.size() &&
        m_response.compare(m_response.size() - last.size(), last.size(), last) == 0;
    const bool complete = chunked || (wanted && size >= *wanted);
    if (!ended && !(m_errand.closes && complete))
    {
        return;
    }
    m_octets += size;
    if (wanted && size < *wanted)
    {
        Finish("end of file after " + std::to_string(size) + " of " + std::to_string(*wanted) +
               " bytes");
    }
    else
    {
        const std::string status = head.substr(0, head.find("\r\n"));
        Finish(status.find(" 200") == std::string::npos ? "the answer is: " + status : "");
    }
}

void
TapClient::Finish(const std::string& problem)
{
    const auto socket = m_socket;
    m_socket = nullptr;
    socket->Close();
    m_good += problem.empty() ? 1 : 0;
    m_problem = problem.empty() ? m_problem : problem;
    ++m_done;
    if (m_done < m_errand.times)
    {
        m_next = Simulator::ScheduleNow(&TapClient::Open, this);
    }
    else if (m_errand.end)
    {
        m_errand.end();
    }
}

} // namespace ns3
