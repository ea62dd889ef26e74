/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TAP_WEB_H
#define TAP_WEB_H

#include "ns3/address.h"
#include "ns3/event-id.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/ptr.h"
#include "ns3/socket.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A web server and a web client on simulated sockets: as much of HTTP/1.1 (RFC 9112) as GET needs.
 */

namespace ns3
{

/// Answers GET with text, and HEAD without. The path `/1000` has 1000 bytes.
class TapServer
{
  public:
    /// \param size bytes of paths that are no number \param closes whether it closes a connection
    /// after the response; if not, it waits for the client to close
    TapServer(uint64_t size, bool closes);
    ~TapServer();
    TapServer(const TapServer&) = delete;
    TapServer& operator=(const TapServer&) = delete;

    /// \param node whose socket listens \param port where
    void Listen(Ptr<Node> node, uint16_t port);
    /// \return requests that were answered in full
    uint64_t GetAnswered() const;
    /// \return bytes of the bodies that were sent
    uint64_t GetOctets() const;

  private:
    /// A connection.
    struct Talk
    {
        std::string request; //!< what has come and is not answered yet
        std::string head;    //!< of the response, not sent yet
        uint64_t size{0};    //!< of its body
        uint64_t sent{0};    //!< of its body
        bool answers{false}; //!< a response is being sent
        bool closes{false};  //!< the connection ends after it
        bool ended{false};   //!< the client's end of file has come
    };

    void OnAccept(Ptr<Socket> socket, const Address& from);
    void OnReadable(Ptr<Socket> socket);
    void OnRoom(Ptr<Socket> socket, uint32_t room);
    void OnClosed(Ptr<Socket> socket);
    void Work(Ptr<Socket> socket);
    void Answer(Talk& talk, const std::string& request) const;
    bool Send(Ptr<Socket> socket, Talk& talk);

    uint64_t m_size;                     //!< see the constructor
    bool m_closes;                       //!< see the constructor
    uint64_t m_answered{0};              //!< see GetAnswered()
    uint64_t m_octets{0};                //!< see GetOctets()
    Ptr<Socket> m_listener;              //!< the listener
    std::map<Ptr<Socket>, Talk> m_talks; //!< the connections
};

/// Asks a server for a path, a number of times, one connection after the other.
class TapClient
{
  public:
    /// What it does.
    struct Errand
    {
        std::string address;       //!< of the server
        uint16_t port{80};         //!< of the server
        std::string path{"/"};     //!< what is asked for
        uint32_t times{1};         //!< connections
        bool closes{true};         //!< whether it closes first; if not, the server is asked to
        std::function<void()> end; //!< is called after the last one
    };

    /// \param errand what it does
    explicit TapClient(const Errand& errand);
    ~TapClient();
    TapClient(const TapClient&) = delete;
    TapClient& operator=(const TapClient&) = delete;

    /// \param node whose sockets connect
    void Start(Ptr<Node> node);
    /// \return responses with status 200 that came in full
    uint32_t GetGood() const;
    /// \return bytes of all bodies
    uint64_t GetOctets() const;
    /// \return what was wrong with the last response that was not good; empty: nothing
    const std::string& GetProblem() const;

  private:
    void Open();
    void OnConnected(Ptr<Socket> socket);
    void OnFailed(Ptr<Socket> socket);
    void OnReadable(Ptr<Socket> socket);
    void OnError(Ptr<Socket> socket);
    void Judge(bool ended);
    void Finish(const std::string& problem);

    Errand m_errand;        //!< see the constructor
    Ptr<Node> m_node;       //!< whose sockets
    Ptr<Socket> m_socket;   //!< the connection, or null
    std::string m_response; //!< what has come of the response
    uint32_t m_done{0};     //!< connections that have ended
    uint32_t m_good{0};     //!< see GetGood()
    uint64_t m_octets{0};   //!< see GetOctets()
    std::string m_problem;  //!< see GetProblem()
    EventId m_next;         //!< the next Open()
};

} // namespace ns3

#endif // TAP_WEB_H
