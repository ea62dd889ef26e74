/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef MODEL_TEST_CUT_H
#define MODEL_TEST_CUT_H

#include "ns3/error-model.h"

/// \file
/// A link that can be cut.

namespace model_test
{

/// Loses everything while it is on.
class Cut : public ns3::ErrorModel
{
  public:
    bool on{false}; //!< whether it loses

  private:
    bool DoCorrupt(ns3::Ptr<ns3::Packet>) override
    {
        return on;
    }

    void DoReset() override
    {
    }
};

} // namespace model_test

#endif // MODEL_TEST_CUT_H
