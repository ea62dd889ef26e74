/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef MODEL_TEST_APART_H
#define MODEL_TEST_APART_H

#include <string>

/**
 * \file
 * Test cases that change what is global in ns-3 for good: each runs in a process of its own.
 */

namespace model_test
{

/**
 * Run a test case of this program in a process of its own, for two minutes at most.
 * \param name `suite/case` \param task what GetTask() gives there \return whether it passed
 */
bool RunApart(const std::string& name, const std::string& task);

/// \return the task of RunApart(); empty: this process was started by nobody's RunApart(), and the
/// case has nothing to do
std::string GetTask();

} // namespace model_test

#endif // MODEL_TEST_APART_H
