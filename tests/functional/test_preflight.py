"""A preflight reaches the front desk on AWS (the local engine answers it itself): no origin is ever let in."""

from __future__ import annotations

from tests.functional.front import Front


def test_no_foreign_origin_is_let_in(front: Front) -> None:
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}

    for path in ("/v1/me", "/v1/session", "/"):
        answer = front.ask("OPTIONS", path, headers=asked)

        assert answer.status == 405
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
