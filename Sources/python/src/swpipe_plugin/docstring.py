"""Takes summary, details and the help of parameters from a docstring."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field
from typing import Any

_ARGUMENTS = re.compile(r"(Args|Arguments|Parameters|Keyword Args|Keyword Arguments):$")
_OTHER_SECTION = re.compile(r"(Returns|Yields|Raises|Return|Yield|Examples?|Notes?):$")
_FIELD = re.compile(r":param\s+(?:[^:]*\s)?(\w+):\s*(.*)$")
_OTHER_FIELD = re.compile(r":(returns?|rtype|raises?|type|yields?)\b")
_ENTRY = re.compile(r"\*{0,2}(\w+)(?:\s*\([^)]*\))?:\s+(.*)$")


@dataclass
class Documentation:
    """What a docstring says."""

    summary: str = ""
    details: str = ""
    parameters: dict[str, str] = field(default_factory=dict)


def documentation(thing: Any) -> Documentation:
    """Reads a docstring: `Args:` sections in Google's style and `:param name:` fields are known."""
    own = getattr(thing, "__doc__", None)
    if not isinstance(own, str) or own == type(thing).__doc__:
        return Documentation()
    result = Documentation()
    rest: list[str] = []
    section, current, margin = "", "", -1
    for line in inspect.cleandoc(own).splitlines():
        text, indent = line.strip(), len(line) - len(line.lstrip())
        if text and indent == 0:
            section, current, margin = "", "", -1
            if _ARGUMENTS.match(text):
                section = "arguments"
                continue
            if _OTHER_SECTION.match(text) or _OTHER_FIELD.match(text):
                section = "other"
                continue
            found = _FIELD.match(text)
            if found:
                section, current = "field", found[1]
                result.parameters[current] = found[2]
                continue
        if section == "arguments" and text:
            margin = indent if margin < 0 else margin
            entry = _ENTRY.match(text) if indent == margin else None
            if entry:
                current = entry[1]
                result.parameters[current] = entry[2]
            elif current:
                result.parameters[current] += " " + text
        elif section == "field" and text:
            result.parameters[current] += " " + text
        elif not section:
            rest.append(line)
    summary, _, details = "\n".join(rest).strip().partition("\n\n")
    result.summary = " ".join(summary.split()).rstrip(".")
    result.details = details.strip()
    return result
