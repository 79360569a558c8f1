"""What holds for every request to the front desk, whatever it asks for."""

from __future__ import annotations

import pytest

from functions.portal_api import command
from shared import keys
from shared.dynamo import read_one
from tests.builders import a_partner, a_partner_admin, a_platform_admin, everything, write
from tests.functional.front import Front

PARTNER = {"name": "Alfa", "kind": "default", "contact_email": "info@alfa.example"}


def test_reading_knows_no_idempotency_key(front: Front) -> None:
    partner = a_partner()
    admin, path = a_partner_admin(partner), f"/v1/partners/{partner.id}/contacts"
    made = front.post(path, admin, {"first_name": "Ada"}, key="k")

    for key in ("k", "k", "not a valid key: é"):
        assert front.ask("GET", path, admin, key=key).json["items"] == [made.json]


def test_a_receipt_that_runs_out_between_the_write_and_the_answer_gives_way(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = a_platform_admin()
    assert front.post("/v1/partners", platform, PARTNER, key="k").status == 201
    key, judged = keys.receipt(platform, "k"), command.Asking._answer_from
    monkeypatch.setattr(command.Asking, "_replay", lambda _: None)

    def runs_out(asking: command.Asking, item: dict[str, object]) -> None:
        write(key, (read_one(key) or {}) | {"expires_at": 1})
        judged(asking, item | {"expires_at": 1})

    monkeypatch.setattr(command.Asking, "_answer_from", runs_out)

    assert front.post("/v1/partners", platform, PARTNER | {"name": "Beta"}, key="k").status == 201
    assert len(front.get("/v1/partners", platform).json["items"]) == 2


@pytest.mark.parametrize("raw", ["{", "\ufeff{}", "[" * 900, '{"a": NaN}'])
def test_who_is_not_signed_in_learns_that_first_whatever_they_send(front: Front, raw: str) -> None:
    assert front.ask("POST", "/v1/partners", None, raw=raw).code == "not-signed-in"
    assert front.ask("POST", "/v1/partners", a_platform_admin(), raw=raw).code == "invalid-request"
    assert front.ask("POST", "/v1/session", None, raw=raw).code == "invalid-request"


@pytest.mark.parametrize("depth", [50, 200, 500, 900, 2000])
def test_however_deep_a_body_is_it_is_only_malformed(front: Front, depth: int) -> None:
    raw = '{"name":' + "[" * depth + "]" * depth + "}"
    assert front.ask("POST", "/v1/partners", a_platform_admin(), raw=raw).code == "invalid-request"


def test_a_bodys_size_is_that_of_its_bytes(front: Front) -> None:
    raw = '{"name":"' + "a" * 1_000_001 + '"}'
    lying = front.ask("POST", "/v1/partners", a_platform_admin(), raw=raw, headers={"content-length": "5"})
    assert (lying.status, lying.code) == (413, "too-large")


def test_a_mistyped_filter_is_refused_on_every_list(front: Front) -> None:
    partner = a_partner()
    platform, at = a_platform_admin(), f"/v1/partners/{partner.id}"
    course = front.post(
        "/v1/courses", platform, {"title": "T", "enrollment_cost": 1, "assignment": {"all_partners": True}}
    ).json["id"]
    lists = ["/v1/partners", "/v1/platform/admins", "/v1/courses", f"/v1/courses/{course}/partners"]
    lists += [f"{at}/admins", f"{at}/contacts", f"{at}/organizations", f"{at}/enrollments"]
    for path in lists:
        assert front.get(path, platform, limit="x").at == ["/limit"], path
        answer = front.get(path, platform, contactid="x")
        assert (answer.code, answer.at) == ("invalid-request", ["/contactid"]), path
        assert front.get(path, None, contactid="x").code == "not-signed-in", path


def test_an_admin_of_one_open_and_one_closed_partner_means_the_open_one(front: Front) -> None:
    opened, closed = a_partner("Aperta"), a_partner("Chiusa", status="closed")
    admin = a_partner_admin(opened, closed)
    assert front.get("/v1/courses", admin).status == 200
    assert front.get("/v1/courses", a_partner_admin(closed)).code == "partner-closed"
    assert front.get("/v1/courses", a_partner_admin(opened, a_partner("Altra"))).at == ["/partner_id"]


def test_suspending_again_changes_nothing_and_records_nothing(front: Front) -> None:
    partner, platform = a_partner(), a_platform_admin()
    first = front.post(f"/v1/partners/{partner.id}/suspension", platform)
    before = everything()

    again = front.post(f"/v1/partners/{partner.id}/suspension", platform)

    assert (again.status, again.json) == (200, first.json)
    assert everything() == before
