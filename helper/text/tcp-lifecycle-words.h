/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_WORDS_H
#define TCP_LIFECYCLE_WORDS_H

#include "tcp-lifecycle-syntax-error.h"

#include "ns3/nstime.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Words of the module's small languages: fault rules, workloads.
 */

namespace ns3
{

/// A word and its place.
struct TcpLifecycleToken
{
    std::string text;            //!< empty: there is none
    TcpLifecycleTextPlace place; //!< of its first byte

    /// \return whether there is none
    bool IsEnd() const
    {
        return text.empty();
    }
};

/// A word of a vocabulary and its meaning.
template <typename T>
struct TcpLifecycleWord
{
    const char* text; //!< as written
    T value;          //!< meaning
};

/**
 * Gives a text's words one after the other. Blanks separate words, `#` begins a comment up to the
 * end of its line, and a line's end, or another sign that the language chooses, ends a sentence.
 */
class TcpLifecycleTokenizer
{
  public:
    /// \param text everything; must outlive this \param place of its first byte
    /// \param ends signs that end a sentence as a line does, `;`
    TcpLifecycleTokenizer(const std::string& text, TcpLifecycleTextPlace place, const char* ends);

    /// Go to the next sentence. \return whether there is one
    bool NextSentence();
    /// \param signs that end a word, too, `=` \return the next word of this sentence; at its end,
    /// or at such a sign, an empty one, placed there
    TcpLifecycleToken Next(const char* signs = "");
    /// \param sign what may come next \return whether it does; it is consumed then, the blanks
    /// after it are not
    bool Skip(char sign);
    /// \return what is left of this sentence, without blanks around it; empty if nothing is
    TcpLifecycleToken Rest();

  private:
    /// Go on to a word, or the end of a sentence.
    void SkipBlanks();
    /// \return whether a sentence ends here
    bool AtEnd() const;
    /// \param end of a token that begins at the place \return it, and go on
    TcpLifecycleToken Take(std::size_t end);

    const std::string& m_text;     //!< everything
    TcpLifecycleTextPlace m_place; //!< of its first byte
    std::string m_ends;            //!< what ends a sentence
    std::string m_breaks;          //!< what ends a word
    std::size_t m_at{0};           //!< place in the text
    std::size_t m_line{0};         //!< lines before
    std::size_t m_lineStart{0};    //!< where this line begins
};

/// \param text any \return it in quotes; what cannot be printed as `\x00`, what is long cut short
std::string TcpLifecycleQuoted(const std::string& text);

/// \param token where \param message what is wrong
[[noreturn]] void TcpLifecycleFail(const TcpLifecycleToken& token, const std::string& message);

/// \param token a word \param from first byte \param size how many \return that part of it
TcpLifecycleToken TcpLifecyclePart(const TcpLifecycleToken& token,
                                   std::size_t from,
                                   std::size_t size = std::string::npos);

/// \param token must be an end \throw TcpLifecycleSyntaxError if it is not
void TcpLifecycleExpectEnd(const TcpLifecycleToken& token);

/// \param token a word \param least the minimum \param most the maximum
/// \return the whole number it is
uint64_t TcpLifecycleReadNumber(const TcpLifecycleToken& token, uint64_t least, uint64_t most);

/// \param token a word such as `0.25` or `1e-3` \param least what is allowed \param most likewise
/// \return the number it is
double TcpLifecycleReadReal(const TcpLifecycleToken& token, double least, double most);

/// \param token a word such as `30ms`, with a unit: ns, us, ms or s \return the time it is
Time TcpLifecycleReadTime(const TcpLifecycleToken& token);

/// \param time a time, not negative \return its text in the largest unit that divides it
std::string TcpLifecycleTimeText(Time time);

/// \param number a number \return the shortest text that is read as the same
std::string TcpLifecycleRealText(double number);

/**
 * \param path a file of at most 64 MiB \return its contents
 * \throw std::invalid_argument if it cannot be read
 */
std::string TcpLifecycleReadTextFile(const std::string& path);

/// \param name no name \param names those that there are \param count how many
/// \return those most like it, the best first
std::vector<std::string> TcpLifecycleNearest(const std::string& name,
                                             const std::vector<std::string>& names,
                                             std::size_t count);

/// \param words a vocabulary \return its words, separated by commas
template <typename T, std::size_t N>
std::string
TcpLifecycleListed(const TcpLifecycleWord<T> (&words)[N])
{
    std::string list;
    for (const auto& word : words)
    {
        list += list.empty() ? "" : ", ";
        list += std::string("'") + word.text + "'";
    }
    return list;
}

/// \param words a vocabulary \param token a word \param what its part in a sentence
/// \return its meaning
template <typename T, std::size_t N>
T
TcpLifecycleLookUp(const TcpLifecycleWord<T> (&words)[N],
                   const TcpLifecycleToken& token,
                   const std::string& what)
{
    for (const auto& word : words)
    {
        if (token.text == word.text)
        {
            return word.value;
        }
    }
    TcpLifecycleFail(token,
                     (token.IsEnd() ? what + " is missing"
                                    : TcpLifecycleQuoted(token.text) +
                                          (what[0] == 'a' ? " is not an " : " is not a ") + what) +
                         "; known: " + TcpLifecycleListed(words));
}

/// \param words a vocabulary \param value a meaning \return the word for it
template <typename T, std::size_t N>
const char*
TcpLifecycleNameOf(const TcpLifecycleWord<T> (&words)[N], T value)
{
    const auto word = std::find_if(std::begin(words), std::end(words), [value](const auto& w) {
        return w.value == value;
    });
    return word == std::end(words) ? "?" : word->text;
}

} // namespace ns3

#endif // TCP_LIFECYCLE_WORDS_H
