/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Linked with a test program in addition to mutant-switch.cc: with a mutant the program ends at the
 * first check that fails; without, a line for each test case has its name, its CPU time and what it
 * reached.
 */

#include "mutant-switch.h"

#include <boost/test/framework.hpp>
#include <boost/test/tree/observer.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace
{

namespace unit_test = boost::unit_test;

/// What the first case of all finds was reached before it.
class Observer : public unit_test::test_observer
{
  public:
    Observer()
        : m_ends(mutant::g_active >= 0)
    {
        const char* name = std::getenv("LIFECYCLE_REACHED");
        m_file = name != nullptr ? std::fopen(name, "a") : nullptr;
        Print("before", 0);
    }

    ~Observer() override
    {
        if (m_file != nullptr)
        {
            std::fclose(m_file);
        }
    }

    void test_unit_start(const unit_test::test_unit& unit) override
    {
        m_name = unit.full_name();
        m_began = std::clock();
    }

    void test_unit_finish(const unit_test::test_unit& unit, unsigned long) override
    {
        if (unit.p_type == unit_test::TUT_CASE)
        {
            Print(unit.full_name().c_str(), std::clock() - m_began);
        }
    }

    void assertion_result(unit_test::assertion_result result) override
    {
        if (result == unit_test::AR_FAILED)
        {
            Fail();
        }
    }

    void exception_caught(const boost::execution_exception&) override
    {
        Fail();
    }

    void test_unit_aborted(const unit_test::test_unit&) override
    {
        Fail();
    }

  private:
    /// Say which case fails, and end.
    void Fail()
    {
        if (m_ends)
        {
            std::printf("\nfails: %s\n", m_name.c_str());
            std::fflush(stdout);
            std::_Exit(3);
        }
    }

    /// A line of what was reached since the last one.
    void Print(const char* name, std::clock_t time)
    {
        if (m_file == nullptr)
        {
            return;
        }
        std::fprintf(m_file, "%s %.6f", name, static_cast<double>(time) / CLOCKS_PER_SEC);
        for (int i = 0; i < mutant::MOST; ++i)
        {
            if (mutant::g_reached[i] != 0)
            {
                std::fprintf(m_file, " %d", i);
            }
        }
        std::fputs("\n", m_file);
        std::memset(mutant::g_reached, 0, sizeof(mutant::g_reached));
    }

    bool m_ends;                //!< at the first check that fails
    std::FILE* m_file{nullptr}; //!< or none
    std::string m_name;         //!< of the case
    std::clock_t m_began{0};    //!< when it began
};

/// Registers the observer.
struct Watch
{
    Watch()
    {
        static Observer observer;
        unit_test::framework::register_observer(observer);
    }
};

} // namespace

BOOST_TEST_GLOBAL_CONFIGURATION(Watch);
