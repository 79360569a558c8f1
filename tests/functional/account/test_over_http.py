"""Identity over HTTP on the whole product with IAM enforced: the mailed invitation, and who races whom."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import httpx
import pytest

from infra.local.stack import FIRST_ADMIN, FIRST_PASSWORD, Stack

PASSWORD = "quattro gatti sul tetto"


def _sign_in(http: httpx.Client, email: str, password: str) -> dict[str, str]:
    answer = http.post("/v1/session", json={"email": email, "password": password})
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def _link(stack: Stack, email: str) -> str:
    stack.settle()
    found = re.search(r"/password#token=([^\s\"<>]+)", stack.mails(to=email)[0]["text"])
    assert found
    return unquote(found[1])


def _accepted(stack: Stack, http: httpx.Client, path: str, by: dict[str, str]) -> tuple[str, dict[str, str]]:
    email = f"a{uuid4().hex[:12]}@alfa.example"
    made = http.post(path, json={"email": email, "first_name": "Laura", "last_name": "Moretti"}, headers=by)
    assert made.status_code == 201, made.text
    body = {"token": _link(stack, email), "new_password": PASSWORD}
    assert http.post("/v1/passwords", json=body).status_code == 204
    return made.json()["id"], _sign_in(http, email, PASSWORD)


@pytest.mark.criterion("C-28")
def test_an_invitation_by_mail_leads_to_a_session_and_dismissal_ends_it(strict_stack: Stack) -> None:
    with strict_stack.http() as http:
        admin = _sign_in(http, FIRST_ADMIN, FIRST_PASSWORD)
        body = {"name": "Alfa", "kind": "default", "contact_email": "info@alfa.example"}
        partner = http.post("/v1/partners", json=body, headers=admin).json()["id"]
        admins = f"/v1/partners/{partner}/admins"

        one, session = _accepted(strict_stack, http, admins, admin)
        other, _ = _accepted(strict_stack, http, admins, session)

        assert [view["id"] for view in http.get("/v1/me", headers=session).json()["views"]] == [partner]
        assert http.delete(f"{admins}/{one}", headers=admin).status_code == 204
        assert http.get(admins, headers=session).status_code == 404
        last = http.delete(f"{admins}/{other}", headers=admin)
        assert (last.status_code, last.json()["code"]) == (409, "last-admin")


@pytest.mark.criterion("C-28")
def test_two_admins_who_remove_each_other_at_once_leave_one(strict_stack: Stack) -> None:
    with strict_stack.http() as http:
        admin = _sign_in(http, FIRST_ADMIN, FIRST_PASSWORD)
        body = {"name": "Beta", "kind": "default", "contact_email": "info@beta.example"}
        partner = http.post("/v1/partners", json=body, headers=admin).json()["id"]
        admins = f"/v1/partners/{partner}/admins"
        (one, as_one), (two, as_two) = (_accepted(strict_stack, http, admins, admin) for _ in range(2))

        def remove(whom: str, by: dict[str, str]) -> Any:
            with strict_stack.http() as own:
                return own.delete(f"{admins}/{whom}", headers=by).status_code

        with ThreadPoolExecutor(2) as pool:
            statuses = Counter(pool.map(remove, (two, one), (as_one, as_two)))

        left = http.get(admins, headers=admin).json()["items"]
        assert len(left) == 1
        assert statuses[204] == 1
        assert statuses[404] + statuses[409] == 1


def test_sixteen_guesses_at_once_are_ten_guesses(strict_stack: Stack) -> None:
    email = f"b{uuid4().hex[:12]}@alfa.example"

    def guess(number: int) -> int:
        with strict_stack.http() as http:
            return http.post("/v1/session", json={"email": email, "password": f"a guess {number}"}).status_code

    with ThreadPoolExecutor(10) as pool:
        assert Counter(pool.map(guess, range(16))) == {401: 10, 429: 6}


def test_signing_out_and_in_again_at_once(strict_stack: Stack) -> None:
    with strict_stack.http() as http:
        admin = _sign_in(http, FIRST_ADMIN, FIRST_PASSWORD)
        body = {"name": "Gamma", "kind": "default", "contact_email": "info@gamma.example"}
        partner = http.post("/v1/partners", json=body, headers=admin).json()["id"]
        _, session = _accepted(strict_stack, http, f"/v1/partners/{partner}/admins", admin)
        email = http.get("/v1/me", headers=session).json()["email"]

        first = http.post("/v1/session", json={"email": email, "password": PASSWORD}).json()
        bearer = {"Authorization": f"Bearer {first['access_token']}"}
        assert http.delete("/v1/session", headers=bearer).status_code == 204
        again = _sign_in(http, email, PASSWORD)
        assert http.get("/v1/me", headers=again).status_code == 200
        assert http.get("/v1/me", headers=bearer).status_code == 401
        refreshed = http.post("/v1/session/refresh", json={"refresh_token": first["refresh_token"]})
        assert refreshed.json()["code"] == "not-signed-in"
