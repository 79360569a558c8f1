"""Tokens and cookies that are none of ours: nobody is signed in by them, at any of the doors."""

from __future__ import annotations

import pytest

from tests.flow.api import World


@pytest.fixture(scope="module")
def partner(world: World) -> str:
    return world.partner()


def test_expired_forged_and_foreign_tokens_are_refused(world: World, partner: str) -> None:
    good = world.platform.headers["Authorization"].removeprefix("Bearer ")
    head, body, signature = good.split(".")
    none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
    for token in (
        "",
        "x",
        "a.b.c",
        good[:-8] + "AAAAAAAA",
        f"{none}.{body}.",
        f"{head}.{body[:-4]}AAAA.{signature}",
        "é" * 20,
    ):
        for path in (f"/v1/partners/{partner}/wallet", f"/v1/partners/{partner}/contacts", "/v1/me"):
            headers = {"Authorization": f"Bearer {token}".strip().encode()}
            response = world.http.get(path, headers=headers)
            assert (response.status_code, response.json()["code"]) == (401, "not-signed-in"), (token, path)
            assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.criterion("X-09")
def test_cookies_that_are_no_session_of_ours_are_refused(world: World, partner: str) -> None:
    person = world.platform.ok("GET", "/v1/me")["id"]
    paths = (f"/v1/partners/{partner}/wallet", f"/v1/partners/{partner}/contacts", "/v1/me")
    for cookie in (
        "__Host-portico=",
        "__Host-portico=x",
        f"__Host-portico={person}",
        f"__Host-portico={person}.",
        f"__Host-portico={person}.{'A' * 43}",
        f"__Host-portico={person}.{'A' * 4000}",
        f"__Host-portico={person.lower()}.{'A' * 43}",
        f"portico={person}.{'A' * 43}",
        "; ; =; __Host-portico",
    ):
        for path in paths:
            response = world.http.get(path, headers={"Cookie": cookie})
            assert (response.status_code, response.json()["code"]) == (401, "not-signed-in"), (cookie[:60], path)
