"""What every door reads of a request: keys, languages, bodies, limits, cursors; whatever comes, a problem at most."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import functions.portal_api.app  # noqa: F401 (every room's bodies are known once it is imported)
from functions.enroll import handler as enroll  # noqa: F401
from functions.wallet import handler as wallet  # noqa: F401
from shared import cursors
from shared.language import LANGUAGES, accepted
from shared.problems import Problem
from shared.requests import Body, fingerprint, idempotency_key, parse
from tests.fuzz.examples import fuzzed
from tests.fuzz.odd import around, odd

scalars = st.one_of(st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(allow_nan=False), odd)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(odd, inner, max_size=4), max_leaves=12
)


def _bodies(shape: type[Body] = Body) -> Iterator[type[Body]]:
    for one in shape.__subclasses__():
        if one.__module__.startswith(("functions.", "shared.")):
            yield one
            yield from _bodies(one)


BODIES = sorted({one for one in _bodies() if one.model_fields}, key=lambda one: f"{one.__module__}.{one.__qualname__}")


@pytest.fixture(autouse=True, scope="module")
def _secret() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cursors, "_secret", lambda: b"secret")
        yield


def refused(call: Any, *codes: str) -> Any:
    """What the call gives; None when it refused with one of these problems, which can be told in every language."""
    try:
        return call()
    except Problem as problem:
        assert problem.code in codes
        for language in LANGUAGES:
            json.dumps(problem.document("req-1", language)).encode()
        return None


@pytest.mark.parametrize("shape", BODIES, ids=lambda shape: f"{shape.__module__.split('.')[-2]}.{shape.__name__}")
def test_a_body_is_parsed_or_refused_with_its_place(shape: type[Body]) -> None:
    names = [field.alias or name for name, field in shape.model_fields.items()]
    near = st.dictionaries(st.sampled_from(names) | odd, values, max_size=len(names) + 1)

    @fuzzed(40)
    @given(near | values)
    def ask(value: Any) -> None:
        raw = json.dumps(value)
        found = refused(lambda: parse(shape, raw, {}), "invalid-request")
        assert found is None or parse(shape, raw.encode(), {"content-type": "application/json; charset=utf-8"}) == found

    ask()


@fuzzed(400)
@given(st.binary(max_size=200) | odd.map(lambda text: text.encode("utf-8", "surrogatepass")), odd)
def test_any_bytes_are_a_body_or_refused(raw: bytes, media: str) -> None:
    refused(lambda: parse(BODIES[0], raw, {"content-type": media}), "invalid-request", "not-json")
    refused(lambda: parse(BODIES[0], raw, {}), "invalid-request")


@pytest.mark.criterion("X-02")
@fuzzed(400)
@given(st.none() | around("key-1", "K" * 255, "01ARZ3NDEKTSV4RRFFQ69G5FAV"), st.booleans())
def test_an_idempotency_key_is_taken_as_it_is_or_refused(sent: str | None, required: bool) -> None:
    headers = {} if sent is None else {"idempotency-key": sent}
    codes = ("idempotency-key-missing", "idempotency-key-invalid")
    found = refused(lambda: idempotency_key(headers, required=required), *codes)

    assert found is None or (found == sent and found.isascii() and found.isprintable() and 1 <= len(found) <= 255)


@fuzzed(600)
@given(around("it-IT,it;q=0.9,en;q=0.8", "en", "*", "de;q=1,it;q=0", "it;q=NaN", "it;q=inf,en", "it;q=-1"))
def test_a_language_is_always_one_of_ours(header: str) -> None:
    assert accepted(header) in LANGUAGES
    assert accepted(header, "it") in LANGUAGES


@fuzzed(400)
@given(around("1", "25", "100", "0", "101", "-1", "1.0"))
def test_a_limit_is_a_number_from_1_to_100_in_its_one_spelling(text: str) -> None:
    found = refused(lambda: cursors.limit(text), "invalid-request")
    assert found is None or (1 <= found <= 100 and found == int(text) and text.isascii())


@pytest.mark.criterion("C-30")
@fuzzed(400)
@given(st.dictionaries(odd, odd | st.integers(-(2**63), 2**63), min_size=1, max_size=4), odd, odd)
def test_a_cursor_leads_back_to_any_place_and_in_its_own_list_alone(place: Any, listing: str, other: str) -> None:
    def storable(text: Any) -> bool:
        return not isinstance(text, str) or text.isascii() or not any("\ud800" <= one <= "\udfff" for one in text)

    if not all(map(storable, (*place, *place.values(), listing, other))):
        return  # no key of a table holds half a character
    cursor = cursors.issue(listing, place)
    assert cursors.resume(listing, cursor) == place
    if other != listing:
        assert refused(lambda: cursors.resume(other, cursor), "cursor-invalid") is None


CURSOR = "q0Zs3mQ1u6h7d0mXq8p4xw5tJ2c-1aB_"


@fuzzed(400)
@given(around(CURSOR, CURSOR + "=", "bnVsbA", "e30"))
def test_no_text_is_a_cursor(text: str) -> None:
    assert refused(lambda: cursors.resume("list", text), "cursor-invalid") is None


@pytest.mark.criterion("X-03")
@fuzzed(300)
@given(values, values)
def test_two_bodies_have_one_fingerprint_only_if_they_say_the_same(one: Any, other: Any) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    prints = [fingerprint("POST", "/v1/x", {}, body) for body in (one, other)]
    assert (prints[0] == prints[1]) == same
