"""The text of a condition as Python's syntax tree, every part with its place, and the error of one that is none."""

from __future__ import annotations

import ast
import re

LONGEST = 1_000
_NO_SPACE = re.compile(r"(?<![\w.])\d[\d_.]*(?=(?:and|or|in|is|not|if|else)\b)")


class ConditionError(ValueError):
    """A condition's text is not in the language, or does not fit the vocabulary."""

    def __init__(
        self,
        reason: str,
        span: tuple[int, int] | None = None,
        instead: tuple[str, ...] = (),
        *,
        unread: str = "",
        suggestion: str = "",
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.span = span
        """Where what is wrong begins and ends in the text, from 0, where that is known."""
        self.instead = instead
        """What may be meant by what stands there."""
        self.unread = unread
        """That the text cannot be read at all, in words; empty where it is read and refused."""
        self.suggestion = suggestion
        """The whole condition as it was probably meant; empty where that cannot be told."""


class ConditionText:
    """A condition's text, its syntax tree, and where in the text each part of that stands."""

    def __init__(self, text: str) -> None:
        """Read a text; raises ``ConditionError``."""
        if len(text) > LONGEST:
            raise ConditionError(f"a condition of {len(text)} characters is too long; at most {LONGEST}")
        if (mark := text.find("#")) >= 0:
            raise ConditionError("a condition holds no remark: '#' is not allowed", (mark, mark + 1))
        if glued := _NO_SPACE.search(text):
            raise ConditionError(f"'{text}' is not a condition: a space is missing after {glued[0]}", glued.span())
        plain = re.sub(r"\s", " ", text)
        self._line = plain.lstrip()
        self._indent = len(plain) - len(self._line)
        self.body = self._tree(text)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a part begins and ends in the text, from 0."""
        line, column, end = self._line.encode(), getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 0)
        before, within = line[:column].decode(), line[column:end].decode()
        start = self._indent + len(before)
        return start, start + len(within)

    def _tree(self, text: str) -> ast.expr:
        try:
            return ast.parse(self._line, mode="eval").body
        except SyntaxError as error:
            at = self._indent + (error.offset or 0) - 1
            at = at if self._indent <= at <= len(text.rstrip()) else len(text.rstrip())
            unread = f"'{text}' is not a condition"
            said = "" if error.msg == "invalid syntax" else f": {error.msg}"
            raise ConditionError(f"{unread}{said}", (at, at + 1), unread=unread) from None
        except (ValueError, RecursionError, MemoryError) as error:
            raise ConditionError(f"'{text}' is not a condition: {error}") from None
