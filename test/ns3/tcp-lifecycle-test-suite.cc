/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/test.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

/**
 * \file
 * The module's tests as ns-3's test.py runs them: a suite for each layer, which runs each suite of
 * the layer's test program in a process of its own, as CTest does.
 */

namespace
{

using namespace ns3;

/// Runs the test program of a layer, one Boost.Test suite after the other.
class RoomTestCase : public TestCase
{
  public:
    /// \param room name of the layer
    explicit RoomTestCase(const std::string& room)
        : TestCase("The test program of " + room),
          m_program(std::string(TCP_LIFECYCLE_TEST_PROGRAM) + room)
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::string> suites = ListSuites();
        NS_TEST_ASSERT_MSG_EQ(suites.empty(),
                              false,
                              m_program << " lists no suite: build it first");
        for (const std::string& suite : suites)
        {
            const std::string command =
                "\"" + m_program + "\" --run_test=" + suite + " --color_output=no >&2";
            NS_TEST_EXPECT_MSG_EQ(std::system(command.c_str()), 0, command);
        }
    }

    /// \return the suites of the program: what it lists and does not indent
    std::vector<std::string> ListSuites() const
    {
        const std::string command = "\"" + m_program + "\" --list_content 2>&1";
        const std::unique_ptr<FILE, int (*)(FILE*)> output(popen(command.c_str(), "r"), pclose);
        std::vector<std::string> suites;
        std::array<char, 256> line;
        while (output && std::fgets(line.data(), static_cast<int>(line.size()), output.get()))
        {
            const std::string text(line.data());
            const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz"
                                                           "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
            if (end > 0 && end < text.size() && text.substr(end) == "*\n")
            {
                suites.push_back(text.substr(0, end));
            }
        }
        return suites;
    }

    std::string m_program; //!< its path
};

/// A layer as a suite of ns-3.
class RoomTestSuite : public TestSuite
{
  public:
    /// \param room name of the layer
    explicit RoomTestSuite(const std::string& room)
        : TestSuite("tcp-lifecycle-" + room, TestSuite::Type::UNIT)
    {
        AddTestCase(new RoomTestCase(room));
    }
};

// Static, as ns-3 finds its suites.
const RoomTestSuite g_wire("wire");
const RoomTestSuite g_machine("machine");
const RoomTestSuite g_host("host");
const RoomTestSuite g_packetdrill("packetdrill");
const RoomTestSuite g_model("model");
const RoomTestSuite g_helper("helper");

} // namespace
