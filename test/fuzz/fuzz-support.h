/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef FUZZ_SUPPORT_H
#define FUZZ_SUPPORT_H

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

/**
 * \file
 * What all fuzzers share: the check of a property, bytes as choices, and the check of a message.
 */

/// Stop if a property does not hold. \param holds whether it does \param what the property
inline void
Require(bool holds, const char* what)
{
    if (!holds)
    {
        std::fprintf(stderr, "does not hold: %s\n", what);
        std::abort();
    }
}

/// What a user reads of bad input is one line. \param error a message
inline void
RequireMessage(const std::exception& error)
{
    const std::string text = error.what();
    Require(!text.empty(), "a message has a text");
    for (const char c : text)
    {
        Require(static_cast<unsigned char>(c) >= ' ', "a message is one line that can be printed");
    }
}

/// Bytes that make choices.
class FuzzChoices
{
  public:
    /// \param data bytes \param size how many
    FuzzChoices(const uint8_t* data, std::size_t size)
        : m_at(data),
          m_end(data + size)
    {
    }

    /// \return whether there are no more
    bool IsEnd() const
    {
        return m_at == m_end;
    }

    /// As many bytes as the choice needs, so that few bytes make many choices.
    /// \param below a bound \return a number below it
    uint32_t Choose(uint32_t below)
    {
        uint64_t number = 0;
        uint64_t range = 1;
        while (range < below && m_at != m_end)
        {
            number = number << 8 | *m_at++;
            range <<= 8;
        }
        return static_cast<uint32_t>(number % below);
    }

  private:
    const uint8_t* m_at;  //!< the next one
    const uint8_t* m_end; //!< after the last one
};

/// What a fuzzer does with an input. \param data bytes \param size how many \return 0
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);

#endif // FUZZ_SUPPORT_H
