/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SYNTAX_ERROR_H
#define TCP_LIFECYCLE_SYNTAX_ERROR_H

#include <cstddef>
#include <stdexcept>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * What is wrong in a text that a user has written, and where.
 */

namespace ns3
{

/// A place in a text.
struct TcpLifecycleTextPlace
{
    std::string source;    //!< where the text is from: a file's name, `fault rules`
    std::size_t line{1};   //!< from 1 on
    std::size_t column{1}; //!< from 1 on, in bytes
};

/// A text that cannot be read; what() says where and why: `net.txt, line 3, column 7: ...`.
class TcpLifecycleSyntaxError : public std::invalid_argument
{
  public:
    /// \param place of the invalid word; after the last word if one is missing
    /// \param message what is wrong, and what was expected
    TcpLifecycleSyntaxError(const TcpLifecycleTextPlace& place, const std::string& message);

    /// \return where
    const TcpLifecycleTextPlace& GetPlace() const;

  private:
    TcpLifecycleTextPlace m_place; //!< where
};

} // namespace ns3

#endif // TCP_LIFECYCLE_SYNTAX_ERROR_H
