"""What is wrong with a field, in our words and in the caller's language, from what pydantic found.

Each of pydantic's error types that our shapes can raise has a sentence here that can follow the field's name; its
limits fill the braces. What a validator of ours says is taken as it is said, and translated if the catalogue has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.language import mark as _
from shared.language import translate

MOST = 20
"""Errors told at once."""
WORDS: dict[str, str] = {
    "missing": _("is required"),
    "extra_forbidden": _("is not known here"),
    "string_type": _("must be text"),
    "string_unicode": _("must be text"),
    "string_too_long": _("must have at most {max_length} characters"),
    "string_pattern_mismatch": _("is not in the right form"),
    "int_type": _("must be a whole number"),
    "int_from_float": _("must be a whole number"),
    "int_parsing": _("must be a whole number"),
    "int_parsing_size": _("must be a whole number"),
    "bool_type": _("must be true or false"),
    "bool_parsing": _("must be true or false"),
    "list_type": _("must be a list"),
    "dict_type": _("must be an object"),
    "model_type": _("must be an object"),
    "model_attributes_type": _("must be an object"),
    "greater_than": _("must be more than {gt}"),
    "greater_than_equal": _("must be {ge} or more"),
    "less_than": _("must be less than {lt}"),
    "less_than_equal": _("must be {le} or less"),
    "literal_error": _("must be one of {expected}"),
    "too_long": _("must have at most {max_length} items"),
    "json_invalid": _("must be JSON"),
}
EMPTY = _("must not be empty")
AT_LEAST = _("must have at least {min_length} characters")


def faults(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Pydantic's errors as `{path, detail, values}`: a JSON pointer, a sentence of ours, what fills its braces."""
    return [_fault(error) for error in errors[:MOST]]


def _fault(error: Mapping[str, Any]) -> dict[str, Any]:
    kind, context = error["type"], dict(error.get("ctx") or {})
    if kind in ("string_too_short", "too_short"):
        text = EMPTY if context.get("min_length") == 1 else AT_LEAST
    elif kind == "value_error":
        text = str(context.get("error", error["msg"])).removeprefix("Value error, ")
    else:
        text = WORDS.get(kind, str(error["msg"]))
    values = {name: str(value).replace("' or '", "', '") for name, value in context.items() if name != "error"}
    return {"path": pointer(error["loc"]), "detail": text[:200], "values": values}


def pointer(location: Sequence[int | str]) -> str:
    """A place in a document as a JSON pointer (RFC 6901), each part bounded and printable."""
    parts = (str(part).replace("~", "~0").replace("/", "~1")[:100] for part in location)
    return "".join(f"/{part}" for part in parts).encode("utf-8", "replace").decode()


def told(errors: Sequence[Mapping[str, Any]], language: str) -> list[dict[str, str]]:
    """The faults as a problem document tells them."""
    return [{"path": error["path"], "detail": _said(error, language)} for error in errors]


def _said(error: Mapping[str, Any], language: str) -> str:
    english: str = error["detail"]
    text = translate(english, language)
    try:
        return text.format_map(error.get("values") or {})
    except (KeyError, ValueError, IndexError):
        return text
