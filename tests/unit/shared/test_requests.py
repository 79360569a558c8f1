"""What makes a request the same request, for the key it came under."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from shared.requests import Body, fingerprint
from shared.text import Credits

REQUEST: tuple[Any, ...] = ("POST", "/v1/partners/prt_1/wallet/top-ups", {"dry_run": "true"}, {"credits": 5})
OTHERS: list[tuple[Any, ...]] = [
    ("PATCH", *REQUEST[1:]),
    (REQUEST[0], "/v1/partners/prt_1/wallet/deductions", *REQUEST[2:]),
    (*REQUEST[:2], {}, REQUEST[3]),
    (*REQUEST[:2], {"dry_run": "false"}, REQUEST[3]),
    (*REQUEST[:3], {"credits": 6}),
    (*REQUEST[:3], {"credits": "5"}),
    (*REQUEST[:3], {"credits": 5, "reason": None}),
    (*REQUEST[:3], None),
]


@pytest.mark.criterion("X-03")
def test_a_request_is_the_same_only_with_the_same_method_path_query_and_body() -> None:
    for one, other in combinations([REQUEST, *OTHERS], 2):
        assert fingerprint(*one) != fingerprint(*other), (one, other)


@pytest.mark.criterion("X-02")
def test_the_order_and_the_spelling_of_a_body_make_no_difference() -> None:
    class Move(Body):
        credits: Credits
        reason: str | None = None

    one = {"credits": 5, "reason": "Perché"}
    assert fingerprint("POST", "/", {}, dict(reversed(one.items()))) == fingerprint("POST", "/", {}, one)
    assert fingerprint("POST", "/", {}, Move.model_validate(one)) == fingerprint("POST", "/", {}, one)
    left_out = Move.model_validate({"credits": 5})
    assert fingerprint("POST", "/", {}, left_out) == fingerprint("POST", "/", {}, {"credits": 5})
