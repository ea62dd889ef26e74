/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-pair.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-workload-settings.h"

#include "ns3/simulator.h"

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>

using namespace ns3;
using namespace helper_test;

namespace
{

/// A workload that is refused, and what for.
struct Bad
{
    const char* text;    //!< the workload
    const char* message; //!< the beginning of what is said
};

const Bad BAD[] = {
    {"client = 3", "w, line 1, column 1: 'client' is not a key; known: 'topology', 'clients'"},
    {"\n\n  clints = 3", "w, line 3, column 3: 'clints' is not a key"},
    {"clients", "w, line 1, column 8: '=' is expected"},
    {"clients 3", "w, line 1, column 9: '=' is expected"},
    {"clients =", "w, line 1, column 10: a value is missing"},
    {"clients = # none", "w, line 1, column 10: a value is missing"},
    {"= 3", "w, line 1, column 1: a key is missing"},
    {"clients = three", "w, line 1, column 11: 'three' is not a number from 1 to 16000"},
    {"clients = 0", "w, line 1, column 11: '0' is not a number from 1 to 16000"},
    {"clients = 16001", "w, line 1, column 11: '16001' is not a number"},
    {"clients = 3 4", "w, line 1, column 13: '4' is one word too many"},
    {"port = 65536", "w, line 1, column 8: '65536' is not a number from 1 to 65535"},
    {"port = 80\nport = 81", "w, line 2, column 1: 'port' is a duplicate, in line 1"},
    {"topology = ring", "w, line 1, column 12: 'ring' is not a topology; known: 'point-to-point'"},
    {"rate = fast", "w, line 1, column 8: 'fast' is not a rate such as '10Mbps'"},
    {"rate = 1Mb\x12s", "w, line 1, column 8: '1Mb\\x12s' is not a rate such as '10Mbps'"},
    {"rate = 1M\vbps", "w, line 1, column 8: '1M\\x0bbps' is not a rate such as '10Mbps'"},
    {"rate = 0bps", "w, line 1, column 8: a link's rate must be above 0"},
    {"delay = 10", "w, line 1, column 9: '10' is not a time such as '30ms'"},
    {"delay = -1ms", "w, line 1, column 9: '-1ms' is not a time"},
    {"loss = 1.01", "w, line 1, column 8: '1.01' is not a number from 0 to 1"},
    {"queue = ns3::Nothing", "w, line 1, column 9: 'ns3::Nothing' is not a queue disc"},
    {"queue-size = wide", "w, line 1, column 14: 'wide' is not a size of a queue"},
    {"ip = 5", "w, line 1, column 6: '5' is not a version of IP; known: '4', '6'"},
    {"client-profile = amiga", "w, line 1, column 18: 'amiga' is not a profile; known: 'rfc9293'"},
    {"arrivals = often", "w, line 1, column 12: 'often' is not a kind of arrivals"},
    {"arrivals = poisson", "w, line 1, column 19: a number from"},
    {"arrivals = poisson 0", "w, line 1, column 20: '0' is not a number from"},
    {"arrivals = periodic 0s", "w, line 1, column 21: the time between arrivals must be above 0"},
    {"arrivals = periodic 1s 2s", "w, line 1, column 24: '2s' is one word too many"},
    {"arrivals = trace", "w, line 1, column 17: the name of a CSV file is missing"},
    {"connections = -1", "w, line 1, column 15: '-1' is not a number from 0"},
    {"connections = 0", "w, line 1, column 15: without a limit of connections"},
    {"request = much", "w, line 1, column 11: 'much' is neither a number nor a random variable"},
    {"request = ns3::Node",
     "w, line 1, column 11: 'ns3::Node' is neither a number nor a random variable"},
    {"request = ns3::EmpiricalRandomVariable",
     "w, line 1, column 11: 'ns3::EmpiricalRandomVariable' has values that cannot"},
    {"request = ns3::UniformRandomVariable[Min=1|Most=2]",
     "w, line 1, column 44: 'Most' is not an attribute of ns3::UniformRandomVariable; known: "
     "'Min'"},
    {"request = ns3::UniformRandomVariable[Min]", "w, line 1, column 41: '=' and a value"},
    {"request = ns3::UniformRandomVariable[Min=x]", "w, line 1, column 42: 'x' is not a number"},
    {"request = ns3::UniformRandomVariable[Min=1", "w, line 1, column 43: ']' is missing"},
    {"request = ns3::UniformRandomVariable[Min=1]]", "w, line 1, column 44: ']' is one word too"},
    {"think = 3m", "w, line 1, column 9: '3m' is not a number"},
    {"close = nobody fin",
     "w, line 1, column 9: 'nobody' is not a closer; known: 'client', 'server'"},
    {"close = client", "w, line 1, column 15: way to close is missing; known: 'fin', 'half'"},
    {"close = client fin 80, server quit", "w, line 1, column 31: 'quit' is not a way to close"},
    {"close = client fin 0", "w, line 1, column 20: '0' is not a number from"},
    {"close = client fin 8 8", "w, line 1, column 22: '8' is one word too many"},
    {"close = ,", "w, line 1, column 9: a closer is missing"},
    {"fault = drop A>B FIN", "w, line 1, column 21: a number (1, 2, ...)"},
    {"\nfault = drop A>B FIN 1; lose", "w, line 2, column 25: 'lose' is not an action"},
    {"clients = 2", "w, line 1, column 11: 'clients' is for a dumbbell or a star"},
    {"topology = star\nservers = 2", "w, line 2, column 11: 'servers' is for a dumbbell"},
    {"topology = star\nrouters = 2", "w, line 2, column 11: 'routers' is for a chain"},
    {"bottleneck-loss = 0.1", "w, line 1, column 19: 'bottleneck-loss' is for a dumbbell"},
    {"topology = star\nfault = crash A at 1s", "w, line 2, column 9: 'crash A at 1s': that end"},
};

/// A list of connections that is refused, and what for.
const Bad BAD_LISTS[] = {
    {"", "list.csv, line 1, column 1: the line with the names of the columns is missing"},
    {"\n", "list.csv, line 1, column 1: column is missing; known: 'time', 'client'"},
    {"time,weight\n", "list.csv, line 1, column 6: 'weight' is not a column"},
    {"time,client,time\n", "list.csv, line 1, column 13: 'time' is a duplicate"},
    {"client,server\n", "list.csv, line 1, column 1: the column 'time' is missing"},
    {"time,client\n1,0\n2,2\n", "list.csv, line 3, column 3: '2' is not a number from 0 to 1"},
    {"time,client\n1,0,5\n", "list.csv, line 2, column 5: too many fields"},
    {"time,client\n1\n", "list.csv, line 2, column 2: a field is missing"},
    {"time\n1\n0.5\n", "list.csv, line 3, column 1: the time is before"},
    {"time\nsoon\n", "list.csv, line 2, column 1: 'soon' is not a number"},
    {"time,request\n1,\n,5\n", "list.csv, line 3, column 1: a number from"},
    {"time,request\n1,-5\n", "list.csv, line 2, column 3: '-5' is not a number"},
    {"time,way\n1,slowly\n", "list.csv, line 2, column 3: 'slowly' is not a way to close"},
    {"time,closer\n1,both\n", "list.csv, line 2, column 3: 'both' is not a closer"},
    {"\x7f"
     "ELF\x01\x02\n",
     "list.csv, line 1, column 1: '\\x7fELF\\x01\\x02' is not a column"},
};

/// \param text a workload \return what is said of it
std::string
Refusal(const std::string& text)
{
    try
    {
        TcpLifecycleWorkloadSettings settings;
        settings.Read(text, "w");
        settings.Complete();
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
    return "was read";
}

} // namespace

BOOST_AUTO_TEST_SUITE(workload_settings)

BOOST_AUTO_TEST_CASE(what_is_wrong_is_refused_with_line_and_column)
{
    for (const Bad& bad : BAD)
    {
        const std::string said = Refusal(bad.text);
        BOOST_TEST(said.find(bad.message) == 0u, bad.text << " -> " << said);
    }
}

BOOST_AUTO_TEST_CASE(a_list_of_connections_is_refused_with_line_and_column)
{
    const Folder folder("tcp-lifecycle-test-bad-arrivals");
    const std::string list = folder.path / "list.csv";
    for (const Bad& bad : BAD_LISTS)
    {
        TcpLifecycleOutput::WriteFile(list, bad.text);
        const std::string said = Refusal("topology = star\nclients = 2\narrivals = trace " + list);
        BOOST_TEST(said.find((folder.path / bad.message).string()) == 0u,
                   bad.text << " -> " << said);
    }
}

BOOST_AUTO_TEST_CASE(files_that_are_not_there_are_refused)
{
    BOOST_TEST(Refusal("arrivals = trace no/such.csv") ==
               "cannot read no/such.csv: No such file or directory");
    BOOST_TEST(Refusal("faults = no/such.txt") ==
               "cannot read no/such.txt: No such file or directory");
    TcpLifecycleWorkloadSettings settings;
    BOOST_CHECK_THROW(settings.ReadFile("/"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(an_option_is_refused_by_its_name)
{
    TcpLifecycleWorkloadSettings settings;
    try
    {
        settings.Set("close", "client fin 80, client quit");
        BOOST_ERROR("was read");
    }
    catch (const TcpLifecycleSyntaxError& error)
    {
        BOOST_TEST(std::string(error.what()).find("--close, line 1, column 23: 'quit'") == 0u);
    }
}

BOOST_AUTO_TEST_CASE(every_default_says_what_is_so_without_it)
{
    TcpLifecycleWorkloadSettings plain;
    plain.Complete();
    std::string text;
    for (const auto& key : TcpLifecycleWorkloadSettings::GetKeys())
    {
        text += std::string(*key.usual == '\0' ? "#" : "") + key.name + " = " + key.usual + '\n';
    }
    TcpLifecycleWorkloadSettings said;
    said.Read(text, "w");
    BOOST_TEST((said.shape == plain.shape));
    BOOST_TEST((said.access.rate == plain.access.rate));
    BOOST_TEST((said.access.delay == plain.access.delay));
    BOOST_TEST((said.bottleneck.delay == plain.bottleneck.delay));
    BOOST_TEST(said.access.queueDisc == plain.access.queueDisc);
    BOOST_TEST(said.port == plain.port);
    BOOST_TEST((said.traffic.arrivals == plain.traffic.arrivals));
    BOOST_TEST(said.traffic.rate == plain.traffic.rate);
    BOOST_TEST(said.traffic.connections == plain.traffic.connections);
    BOOST_TEST((said.traffic.linger == plain.traffic.linger));
    BOOST_TEST(said.traffic.request->GetValue() == plain.traffic.request->GetValue());
    BOOST_TEST(said.traffic.response->GetValue() == plain.traffic.response->GetValue());
    BOOST_TEST(said.traffic.think->GetValue() == plain.traffic.think->GetValue());
    BOOST_TEST(said.traffic.closes.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_workload_s_text_is_read_as_the_same_workload)
{
    const std::string text = "topology = dumbbell\nclients = 3 # some\nservers=2\nloss = 0.01\n"
                             "request = ns3::UniformRandomVariable[Min=1|Max=20]\n"
                             "close = client fin 80, server rst 20\n"
                             "fault = drop B>A FIN 1; delay A>B data 2 3ms\n"
                             "fault = corrupt A>B data every probability 0.1\n";
    TcpLifecycleWorkloadSettings first;
    first.Read(text, "w");
    first.Set("servers", "4"); // an option wins over the file
    first.Set("fault", "drop B>A ACK 9");
    TcpLifecycleWorkloadSettings second;
    second.Read(first.ToText(), "w");
    BOOST_TEST(second.ToText() == first.ToText());
    BOOST_TEST(second.servers == 4u);
    BOOST_TEST(second.faults.size() == 4u);
    BOOST_TEST((second.faults == first.faults));
    BOOST_TEST(second.traffic.closes.at(1).share == 20);
}

BOOST_AUTO_TEST_SUITE_END()
