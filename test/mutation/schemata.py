# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""All mutants of a source in one: finds the places by libclang and writes a switch into each.

A place is an operator, a number, a condition, a statement, or a parameter that is read. What the compiler
needs as a constant is left out: constexpr, case labels, template arguments, sizes of arrays.
"""

import re
import shlex
from dataclasses import dataclass, field

from clang.cindex import CursorKind as K
from clang.cindex import Index

OTHER = {"<": "<=", ">": ">=", "<=": "<", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
         "+": "-", "-": "+", "+=": "-=", "-=": "+="}
FUNCTOR = {"<": "std::less<>", "<=": "std::less_equal<>", ">": "std::greater<>", ">=": "std::greater_equal<>",
           "==": "std::equal_to<>", "!=": "std::not_equal_to<>", "+": "std::plus<>", "-": "std::minus<>"}
NUMBER = re.compile(r"(0x[0-9a-fA-F]+|[0-9]+)([uUlL]*)$")
EXTREME = re.compile(r"std::(min|max)(<|\()")
CONSTANT = re.compile(r"\bconstexpr\b")
STATEMENTS = (K.CALL_EXPR, K.COMPOUND_ASSIGNMENT_OPERATOR, K.BINARY_OPERATOR, K.UNARY_OPERATOR)
WRAPPERS = (K.UNEXPOSED_EXPR, K.PAREN_EXPR)
PARAMETERS = ("Config", "HostConfig", "ListenPolicy", "ListenerOptions", "FastOpenPolicy", "TimeWaitPolicy",
              "ChallengePolicy", "IsnPolicy", "IntakePolicy", "PortRange", "OpenOptions")
# Where a whole configuration is made or compared, a parameter is not used.
NO_PARAMETERS = ("lifecycle-profile.cc", "lifecycle-config.cc")


@dataclass
class Place:
    """One mutant. edits: (offset, length, rank, text); rank orders what is inserted at one offset."""
    line: int
    was: str
    now: str
    edits: list = field(default_factory=list)
    setting: str = ""
    pair: object = None  # the mutant that shares the switch


def parse_arguments(command):
    """What clang needs of a compiler's command."""
    words = shlex.split(command)
    kept = []
    for word, following in zip(words, words[1:] + [""]):
        if word.startswith(("-I", "-D", "-std")):
            kept.append(word)
        elif word == "-isystem":
            kept += [word, following]
    return kept


class Finder:
    """Finds the places of one source."""

    def __init__(self, path, command):
        self.path = str(path)
        self.source = path.read_bytes()
        self.unit = Index.create().parse(self.path, args=[*parse_arguments(command), "-w"])
        errors = [str(one) for one in self.unit.diagnostics if one.severity >= 3]
        if errors:
            raise SystemExit(f"libclang cannot read it: {errors[0]}")
        self.places = []
        self.with_settings = path.name not in NO_PARAMETERS
        self.depth = 0

    def find(self):
        """\\return all places, in the order of the source"""
        for cursor in self.unit.cursor.get_children():
            if cursor.location.file and cursor.location.file.name == self.path:
                self.visit(cursor)
        self.places.sort(key=lambda place: min(edit[0] for edit in place.edits))
        return self.places

    # Text

    def text(self, begin, end):
        """Between two offsets."""
        return self.source[begin:end].decode()

    def line_of(self, offset):
        """(number, begin, end) of a line."""
        begin = self.source.rfind(b"\n", 0, offset) + 1
        end = self.source.find(b"\n", offset)
        return self.source.count(b"\n", 0, offset) + 1, begin, end

    def add(self, begin, end, text, edits, setting=""):
        """A place whose mutant has a text in place of [begin, end)."""
        number, left, right = self.line_of(begin)
        now = self.text(left, begin) + text + self.text(min(end, right), right)
        place = Place(number, self.text(left, right).strip(), now.split(" //")[0].strip(), edits, setting)
        self.places.append(place)
        return place

    # \param extent of an expression; what is nested deeper is opened later and closed earlier.
    def around(self, begin, end, opening, closing):
        """Insert before and after."""
        return [(begin, 0, self.depth, opening), (end, 0, -self.depth, closing)]

    # Places

    def visit(self, cursor, parent=None):
        """A node and what is below it."""
        kind = cursor.kind
        begin, end = cursor.extent.start.offset, cursor.extent.end.offset
        children = list(cursor.get_children())
        if kind == K.STATIC_ASSERT or self.is_constant(cursor, kind, begin):
            return
        self.depth += 1
        if kind == K.CASE_STMT:
            children = children[1:]
        elif kind == K.IF_STMT:
            children = self.visit_if(cursor, children, begin)
        elif kind == K.CONDITIONAL_OPERATOR:
            self.negate(children[0])
        elif kind in (K.BINARY_OPERATOR, K.COMPOUND_ASSIGNMENT_OPERATOR):
            self.visit_binary(children, begin, end)
        elif kind == K.UNARY_OPERATOR:
            self.visit_not(begin, end)
        elif kind == K.CALL_EXPR:
            self.visit_call(cursor, begin, end)
        elif kind == K.CXX_BOOL_LITERAL_EXPR:
            word = self.text(begin, end)
            if word in ("true", "false"):
                self.add(begin, end, "false" if word == "true" else "true",
                         [(begin, end - begin, self.depth, f"::mutant::Negate<@>({word})")])
        elif kind == K.INTEGER_LITERAL:
            self.visit_number(begin, end)
        elif kind == K.MEMBER_REF_EXPR and self.with_settings:
            self.visit_member(cursor, parent, begin, end)
        if kind == K.COMPOUND_STMT:
            for child in children:
                self.visit_statement(child)
        for child in children:
            self.visit(child, cursor)
        self.depth -= 1

    def is_constant(self, cursor, kind, begin):
        """Whether the compiler needs a constant here."""
        if kind in (K.VAR_DECL, K.FUNCTION_DECL, K.CXX_METHOD, K.CONSTRUCTOR):
            return CONSTANT.search(self.text(begin, cursor.location.offset)) is not None
        return kind in (K.ENUM_DECL, K.FIELD_DECL, K.TYPEDEF_DECL, K.TYPE_ALIAS_DECL, K.PARM_DECL)

    def visit_if(self, cursor, children, begin):
        """The condition negated. \\return what is left to visit"""
        if re.match(r"if\s+constexpr", self.text(begin, begin + 30)):
            return children[1:]
        condition = children[1] if children[0].kind == K.DECL_STMT else children[0]
        if condition.kind not in (K.VAR_DECL, K.DECL_STMT):
            self.negate(condition)
        return children

    def negate(self, condition):
        """A condition becomes its contrary, unless another mutant does the same."""
        begin, end = condition.extent.start.offset, condition.extent.end.offset
        inner = list(condition.get_children())
        if self.source[begin:begin + 1] == b"!" and condition.kind != K.BINARY_OPERATOR or len(inner) == 2 and (
                self.operator_between(*inner) or (0, ""))[1] in ("==", "!="):
            return
        self.add(begin, end, f"!({self.text(begin, end)})",
                 self.around(begin, end, "::mutant::Negate<@>(static_cast<bool>(", "))"))

    def operator_between(self, left, right):
        """(offset, operator) between two operands, or None."""
        begin = left.extent.end.offset
        words = re.match(rb"((?:\s|//[^\n]*\n)*)([-+<>=!&|]+)(?:\s|\(|\w|-|\*|//)",
                         self.source[begin:right.extent.start.offset + 1])
        if words is None:
            return None
        return begin + len(words.group(1)), words.group(2).decode()

    def visit_binary(self, operands, begin, end):
        """An operator of two operands."""
        if len(operands) != 2:
            return
        found = self.operator_between(*operands)
        if found is None or found[1] not in OTHER:
            return
        at, was = found
        now = OTHER[was]
        if was in ("&&", "||"):
            # a && b is (a) ? (b) : false, and a || b is !(a) ? (b) : true
            edits = [(begin, 0, self.depth, f"(::mutant::Negate<@>({'' if was == '&&' else '!'}static_cast<bool>("),
                     (at, 2, self.depth, ")) ? static_cast<bool>("),
                     (end, 0, -self.depth, f") : (::mutant::g_active == @) != {'false' if was == '&&' else 'true'})")]
        elif was in ("+=", "-="):
            name = "Increase" if was == "+=" else "Decrease"
            edits = [(begin, 0, self.depth, f"::mutant::{name}<@>("), (at, 2, self.depth, ","),
                     (end, 0, -self.depth, ")")]
        else:
            edits = [(begin, 0, self.depth, f"::mutant::Apply<@, {FUNCTOR[was]}, {FUNCTOR[now]}>("),
                     (at, len(was), self.depth, ","), (end, 0, -self.depth, ")")]
        self.add(at, at + len(was), now, edits)

    def visit_not(self, begin, end):
        """A negation is left out."""
        if self.text(begin, begin + 1) == "!":
            self.add(begin, begin + 1, "", [(begin, 1, self.depth, "::mutant::Negate<@>(!static_cast<bool>("),
                                            (end, 0, -self.depth, "))")])

    def visit_call(self, cursor, begin, end):
        """An overloaded operator, std::min or std::max."""
        if cursor.spelling.startswith("operator"):
            operands = list(cursor.get_arguments())
            if len(operands) == 2 and operands[0] is not None:
                self.visit_binary(operands, begin, end)
            return
        match = EXTREME.match(self.text(begin, begin + 10)) if cursor.spelling in ("min", "max") else None
        if match:
            other = "max" if match[1] == "min" else "min"
            name = "Min" if match[1] == "min" else "Max"
            self.add(begin, begin + 8, f"std::{other}",
                     [(begin, match.end(), self.depth, f"::mutant::{name}<@" + (", " if match[2] == "<" else ">("))])

    def visit_number(self, begin, end):
        """One more, and one less."""
        match = NUMBER.match(self.text(begin, end))
        if not match:
            return
        value = int(match[1], 0)
        shown = hex if match[1].startswith("0x") else str
        up = self.add(begin, end, shown(value + 1) + match[2],
                      [(begin, end - begin, self.depth, f"::mutant::Value<@, @@>({match[0]})")])
        if value > 0:
            down = self.add(begin, end, shown(value - 1) + match[2], [(begin, 0, self.depth, "")])
            up.pair = down

    def visit_statement(self, cursor):
        """A statement is left out."""
        inner = cursor
        while inner.kind in WRAPPERS and len(list(inner.get_children())) == 1:
            inner = next(inner.get_children())
        if inner.kind not in STATEMENTS:
            return
        begin, end = cursor.extent.start.offset, cursor.extent.end.offset
        if inner.kind == K.BINARY_OPERATOR and not re.search(r"[^=!<>]=[^=]", self.text(begin, end)):
            return
        semicolon = re.match(rb"\s*;", self.source[end:end + 80])
        if semicolon:
            self.add(begin, end, "",
                     [(begin, 0, -1000, "if (!::mutant::On(@)) { "),
                      (end + semicolon.end(), 0, 1000, " }")])

    def visit_member(self, cursor, parent, begin, end):
        """A parameter that is read: its initial value."""
        referenced = cursor.referenced
        if referenced is None or referenced.kind != K.FIELD_DECL or begin == cursor.location.offset:
            return
        owner = referenced.semantic_parent.spelling
        if owner not in PARAMETERS:
            return
        if parent is not None and parent.kind == K.BINARY_OPERATOR and parent.extent.start.offset == begin \
                and re.match(rb"\s*=[^=]", self.source[end:end + 20]):
            return
        name = referenced.spelling
        if referenced.type.spelling.split("::")[-1] in PARAMETERS:
            return  # its parts are
        initial = f"::mutant::Initial<::ns3::lifecycle::{owner}>().{name}"
        self.add(begin, end, f"{owner}{{}}.{name}",
                 self.around(begin, end, f"(::mutant::On(@) ? {initial} : ", ")"), f"{owner}::{name}")


def written(source, places, numbers):
    """The source with a switch at each place. \\param numbers by place; those without are left as they are"""
    edits = []
    for place in places:
        if place.pair is None and any(text == "" and not length for _, length, _, text in place.edits):
            continue  # the second half of a pair
        first = numbers.get(id(place), -1)
        second = numbers.get(id(place.pair), -1) if place.pair else -1
        if first < 0:
            continue
        for offset, length, rank, text in place.edits:
            edits.append((offset, length, rank, text.replace("@@", str(second)).replace("@", str(first))))
    # At one offset: what closes (rank by depth, the deepest first), then what opens, then what replaces.
    def order(edit):
        offset, length, rank, _ = edit
        return (offset, length > 0, rank)
    parts, at = [], 0
    for offset, length, _, text in sorted(edits, key=order):
        if offset < at:
            raise SystemExit(f"two replacements at {offset}")
        parts += [source[at:offset].decode(), text]
        # A line keeps its number.
        at = offset + length
    parts.append(source[at:].decode())
    return "".join(parts)
