"""The pool's keys as they are kept: fetched sparingly, and good ones survive a bad answer."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from shared import tokens
from shared.problems import Problem
from shared.tokens import FETCH_PAUSE, RETRY_PAUSE, Keys
from tests.builders import KEY_ID, jwks


class Pool:
    """What the pool answers, how often it was asked, and what time it is."""

    def __init__(self) -> None:
        self.answer: Any = jwks()
        self.asked, self.time = 0, 1000.0

    def fetch(self, _: Any) -> Any:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    pool = Pool()
    monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", pool.fetch)
    monkeypatch.setattr(tokens.time, "monotonic", lambda: pool.time)
    monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", lambda self: pool.fetch(self))
    return pool


BAD: list[Any] = [
    {"keys": []},
    {"keys": [{"kty": "nothing we know"}]},
    {},
    [],
    "x",
    ValueError("not JSON"),
    jwt.PyJWKClientConnectionError("away"),
]


@pytest.mark.parametrize("bad", BAD)
def test_good_keys_survive_a_bad_answer_and_what_is_unknown_is_busy(pool: Pool, bad: Any) -> None:
    keys = Keys("https://pool.example/jwks.json")
    assert keys.get(KEY_ID)
    pool.answer, pool.time = bad, pool.time + FETCH_PAUSE + 1

    for _ in range(3):
        with pytest.raises(Problem) as refused:
            keys.get("new")
        assert refused.value.code == "busy"

    assert keys.get(KEY_ID)
    assert pool.asked == 2
    pool.answer, pool.time = jwks(), pool.time + RETRY_PAUSE + 1
    assert keys.get("forged") is None
    assert pool.asked == 3


def test_forged_key_ids_ask_the_pool_once_a_minute(pool: Pool) -> None:
    keys = Keys("https://pool.example/jwks.json")
    assert [keys.get(f"forged{n}") for n in range(50)] == [None] * 50
    assert pool.asked == 1
