"""Text from outside: NFC, trimmed, bounded, without control characters; numbers whole and never something else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.problems import Problem
from shared.requests import Body, parse, shaped
from shared.text import Cost, Credits, Email, Line, Paragraphs


class Form(Body):
    line: Line = "x"
    text: Paragraphs = "x"
    email: Email = "a@b.it"
    credits: Credits = 1
    cost: Cost = 0


def refused(**values: Any) -> list[dict[str, str]]:
    with pytest.raises(Problem) as caught:
        shaped(Form, values)
    assert caught.value.code == "invalid-request"
    errors: list[dict[str, str]] = caught.value.members["errors"]
    return errors


def test_text_is_trimmed_and_normalised() -> None:
    assert shaped(Form, {"line": "  Cafe\u0301  nero "}).line == "Café nero"


@pytest.mark.parametrize("bad", ["", "  ", "a\x00b", "a\nb", "a\u202eb", "x" * 201, "\ud800", "a\x1bb", 7, None, ["x"]])
def test_a_line_refuses(bad: Any) -> None:
    assert refused(line=bad)[0]["path"] == "/line"


@pytest.mark.parametrize("bad", [0, -1, 1.0, 1.5, "5", True, None, 10**9 + 1, 10**400, float("inf"), float("nan")])
def test_credits_refuse(bad: Any) -> None:
    assert refused(credits=bad)[0]["path"] == "/credits"


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "a",
        "a@b",
        "a b@c.it",
        "a@b.it\r\nBcc: x@y.it",
        "a@@b.it",
        "a..b@c.it",
        ".a@b.it",
        "a@-b.it",
        "ä@b.it",
        "a@b.it" * 60,
    ],
)
def test_an_email_refuses(bad: str) -> None:
    refused(email=bad)


def test_an_email_is_lower_case() -> None:
    assert shaped(Form, {"email": " Ada.Lovelace@Example.IT "}).email == "ada.lovelace@example.it"


def test_unknown_fields_are_refused_at_their_place() -> None:
    assert refused(**{"a/b~": 1})[0]["path"] == "/a~1b~0"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "{",
        "[1",
        "NaN",
        '{"credits": NaN}',
        "[" * 100_000,
        "\ud800",
        '"x"',
        "null",
        '{"credits": 1' + "0" * 5000 + "}",
    ],
)
def test_what_is_not_a_json_object_is_refused(raw: str) -> None:
    with pytest.raises(Problem) as caught:
        parse(Form, raw.encode("utf-8", "surrogatepass"), {})
    assert caught.value.code == "invalid-request"


def test_another_media_type_and_too_large_a_body_are_refused() -> None:
    with pytest.raises(Problem, match="not-json"):
        parse(Form, "{}", {"content-type": "text/plain"})
    with pytest.raises(Problem, match="too-large"):
        parse(Form, " " * 1_000_001, {})


@given(st.binary(max_size=300))
def test_no_body_does_anything_but_parse_or_be_refused(raw: bytes) -> None:
    try:
        parse(Form, raw, {"content-type": "application/json; charset=utf-8"})
    except Problem as problem:
        assert problem.code == "invalid-request"
        problem.document("r", "it")
