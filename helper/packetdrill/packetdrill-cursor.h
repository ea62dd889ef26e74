/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_CURSOR_H
#define PACKETDRILL_CURSOR_H

#include "packetdrill-script.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * The text of a script, read from the left: blanks, comments, conditionals, and single tokens.
 */

namespace ns3
{
namespace packetdrill
{

/// Thrown where a script cannot be read; caught where reading it began.
struct ParseFailure
{
    Diagnostic diagnostic; //!< what is wrong
};

/**
 * \ingroup tcp-lifecycle-packetdrill
 *
 * A place in a script's text. Between tokens, blanks and line ends are the same: they are skipped,
 * and so are comments (`//` and `#` to the end of the line, and those of C), and what conditionals
 * (`#ifdef`, `#ifndef`, `#else`, `#endif` at the beginning of a line) leave out.
 */
class Cursor
{
  public:
    /**
     * \param script gets the conditionals; its name and lines are there
     * \param text the script's text, must outlive this
     * \param defined the names that are defined
     */
    Cursor(Script& script, const std::string& text, const std::set<std::string>& defined);

    /// \param position where \param message what is wrong, and what would be right
    [[noreturn]] void Fail(Position position, const std::string& message) const;

    /// Fail at the next token. \param expected what should be there
    [[noreturn]] void FailHere(const std::string& expected);

    /// Go to the next token.
    void SkipBlank();

    /// \return whether there is no token any more
    bool AtEnd();

    /// \return where the next token begins
    Position NextPosition();

    /// \return where the next token begins, in bytes
    std::size_t NextOffset();

    /// \return where the last token ended, in bytes
    std::size_t LastEnd() const
    {
        return m_lastEnd;
    }

    /// \return the next token's first byte, 0 at the end
    char NextChar();

    /// \param ahead bytes to look ahead of the place \return the byte there, 0 at the end
    char Peek(std::size_t ahead = 0) const;

    /// \param token what may come next \return whether it does; it is consumed then
    bool Skip(const char* token);

    /// \param token what has to come next \param after what it has to follow, for the message
    void Expect(const char* token, const char* after);

    /// \param word what may come next \return whether the whole next word is it; not skipped
    bool IsWord(const char* word);

    /// \param word what may come next \return whether the whole next word is it; skipped then
    bool SkipWord(const char* word);

    /// \return the next word, letters, digits and underscores; empty if there is none
    std::string Word();

    /// \param allowed bytes \return the next bytes, as many as are among them
    std::string Run(const char* allowed);

    /**
     * \param most the maximum number
     * \param what the number's name, for the message
     * \return the number that has to come next, decimal or 0x and hexadecimal
     */
    uint64_t Number(uint64_t most, const char* what);

    /// \return whether a digit comes next
    bool IsNumber();

    /**
     * \param end what ends the text
     * \param what its name, for the message
     * \param begin where that is if it does not end
     * \return the text before the end, byte for byte; both are consumed then
     */
    std::string Until(const char* end, const char* what, Position begin);

    /// \param stops bytes \return what is before the first of them that is outside brackets,
    /// without blanks around it; no further than to the end of the line or to a comment, but for
    /// brackets that are open there
    std::string RawUntil(const char* stops);

    /// \param begin first byte \param end the byte after the last \return the text there
    std::string Text(std::size_t begin, std::size_t end) const;

  private:
    /// A conditional that is open.
    struct Frame
    {
        std::size_t conditional; //!< which one of the script's
        bool inElse;             //!< its #else has come
    };

    /// \param offset bytes \return the line and column there
    Position At(std::size_t offset) const;
    /// \return the next bytes as they are shown in a message
    std::string Found() const;
    /// \return whether only blanks are before the place in its line
    bool AtLineBegin() const;
    /// Go to the end of the line.
    void SkipLine();
    /// \return the directive's name at the place, `ifdef`, ...; empty if there is none
    std::string Directive() const;
    /// \param directive its name; it and what follows from it is skipped
    void Follow(const std::string& directive);
    /// \param negated for #ifndef
    void Open(bool negated);
    /// Skip to the #else or #endif of the innermost conditional, and follow that.
    void LeaveOut();
    /// \return the name after a directive
    std::string DirectiveName();

    Script& m_script;                       //!< has its name, gets conditionals
    const std::string& m_text;              //!< all of it
    const std::set<std::string>& m_defined; //!< names
    std::vector<std::size_t> m_lineBegins;  //!< of each line, its first byte
    std::vector<Frame> m_frames;            //!< outermost first
    std::size_t m_at{0};                    //!< the place
    std::size_t m_lastEnd{0};               //!< where the last token ended
};

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_CURSOR_H
