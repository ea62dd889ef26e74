/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#define BOOST_TEST_MODULE packetdrill

#include <boost/test/unit_test.hpp>
