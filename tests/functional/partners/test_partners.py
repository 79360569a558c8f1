"""Partners: made, seen, changed, suspended, closed and reopened; the house stands apart."""

from __future__ import annotations

from typing import Any

import pytest

from shared import keys
from shared.dynamo import read_one
from shared.ids import is_id, new_id
from tests.builders import a_person, everything, write
from tests.functional.account.portal import Portal

BODY = {"name": "Studio Alfa", "kind": "default", "contact_email": "Info@Alfa.example"}
NEW = {
    "name": "Studio Alfa",
    "kind": "default",
    "status": "active",
    "slug": "studio-alfa",
    "contact_email": "info@alfa.example",
    "low_credit_threshold": 0,
    "language": "en",
    "time_zone": "Europe/Rome",
    "wallet": {"balance": 0, "held": 0, "available": 0, "alert": "exhausted"},
    "domain": None,
    "home": "http://portico.localhost:8000",
}


def _with(credits: int, partner_id: str, held: int = 0) -> None:
    """A wallet as `wallet` leaves it."""
    moved = {"available": credits, "held": held, "seq": 1, "head": "x"}
    said = {"low_said": False, "not_enough_said": False, "exhausted_said": False}
    write(keys.wallet(partner_id), moved | said)


@pytest.mark.criterion("C-01", "C-02")
def test_a_partner_is_made_by_the_platform_and_shown(portal: Portal) -> None:
    made = portal.front.post("/v1/partners", portal.admin, BODY)

    assert made.status == 201
    assert is_id("prt", made.json["id"])
    assert made.json == NEW | {"id": made.json["id"], "created_at": made.json["created_at"]}
    assert portal.front.get(f"/v1/partners/{made.json['id']}", portal.admin).json == made.json


@pytest.mark.criterion("C-02")
def test_everything_may_be_said_at_once(portal: Portal) -> None:
    said = {"kind": "whitelabel", "language": "it", "time_zone": "America/New_York", "low_credit_threshold": 40}
    made = portal.front.post("/v1/partners", portal.admin, BODY | said)
    assert made.json | said == made.json


def test_the_ladder_of_making(portal: Portal) -> None:
    laura = portal.invited("laura@alfa.example", portal.partner())
    before = everything()

    assert portal.front.post("/v1/partners", None, BODY).code == "not-signed-in"
    assert portal.front.post("/v1/partners", a_person(), BODY).code == "not-allowed"
    assert portal.front.post("/v1/partners", laura, BODY).code == "not-allowed"
    assert len(everything()) == len(before) + 2  # the person without a role, no more
    made = portal.front.post("/v1/partners", portal.admin, BODY, key="k")
    after = everything()
    again = portal.front.post("/v1/partners", portal.admin, BODY, key="k")
    assert (again.status, again.json, again.headers["idempotency-replayed"]) == (201, made.json, "true")
    assert everything() == after
    other = portal.front.post("/v1/partners", portal.admin, BODY | {"name": "Beta"}, key="k")
    assert (other.status, other.code) == (409, "idempotency-key-reused")


def test_two_partners_of_one_name_have_slugs_of_their_own(portal: Portal) -> None:
    slugs = [portal.front.post("/v1/partners", portal.admin, BODY).json["slug"] for _ in range(5)]
    assert slugs[:4] == ["studio-alfa", "studio-alfa-2", "studio-alfa-3", "studio-alfa-4"]
    assert len(set(slugs)) == 5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "house"),
        ("low_credit_threshold", -1),
        ("low_credit_threshold", 1.5),
        ("low_credit_threshold", "7"),
        ("low_credit_threshold", True),
        ("low_credit_threshold", 10**12),
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", "../../etc/passwd"),
        ("language", "fi"),
        ("contact_email", "nobody"),
        ("status", "closed"),
        ("slug", "mine"),
        ("id", "prt_x"),
    ],
)
def test_what_a_partner_cannot_be(portal: Portal, field: str, value: Any) -> None:
    before = everything()
    made = portal.front.post("/v1/partners", portal.admin, BODY | {field: value})
    assert (made.code, made.at) == ("invalid-request", [f"/{field}"])
    path = f"/v1/partners/{keys.HOUSE}"
    assert portal.front.patch(path, portal.admin, {field: value}).at == [f"/{field}"]
    assert everything() == before


@pytest.mark.criterion("C-25")
def test_the_platform_lists_all_with_what_their_wallets_hold_the_newest_first(portal: Portal) -> None:
    one, two, three = portal.partner("Uno", low_credit_threshold=10), portal.partner("Due"), portal.partner("Tre")
    _with(10, one, held=5)
    _with(99, two)

    items = portal.front.all("/v1/partners", portal.admin, limit=2)

    assert [item["id"] for item in items] == [three, two, one, keys.HOUSE]
    wallets = [item["wallet"] for item in items]
    assert wallets[0] == {"balance": 0, "held": 0, "available": 0, "alert": "exhausted"}
    assert wallets[1] == {"balance": 99, "held": 0, "available": 99, "alert": "ok"}
    assert wallets[2] == {"balance": 15, "held": 5, "available": 10, "alert": "low"}
    assert wallets[3] is None


def test_partners_are_found_by_what_a_word_of_their_name_begins_with(portal: Portal) -> None:
    made = {name: portal.partner(name) for name in ("Studio Alfa", "Alfa Due", "Beta", "Città Alta")}

    def found(q: str) -> set[str]:
        return {item["id"] for item in portal.front.all("/v1/partners", portal.admin, q=q, limit=1)}

    assert found("alf") == {made["Studio Alfa"], made["Alfa Due"]}
    assert found("CITTÀ al") == {made["Città Alta"]}
    assert found("lfa") == set()
    cursor = portal.front.get("/v1/partners", portal.admin, q="alf", limit=1).json["next_cursor"]
    assert portal.front.get("/v1/partners", portal.admin, q="bet", cursor=cursor).code == "cursor-invalid"


@pytest.mark.criterion("C-30")
def test_a_partner_admin_lists_and_sees_only_their_own(portal: Portal) -> None:
    alfa, beta, closed = portal.partner("Alfa"), portal.partner("Beta"), portal.partner("Chiusa")
    laura = portal.invited("laura@alfa.example", alfa)
    portal.invited("laura@alfa.example", closed)
    portal.front.post(f"/v1/partners/{closed}/closure", portal.admin)

    assert [item["id"] for item in portal.front.all("/v1/partners", laura)] == [alfa]
    assert portal.front.get("/v1/partners", laura, q="bet").json["items"] == []
    assert portal.front.get(f"/v1/partners/{alfa}", laura).status == 200
    for other in (beta, keys.HOUSE, new_id("prt")):
        for method, path in (
            ("GET", ""),
            ("PATCH", ""),
            ("GET", "/admins"),
            ("POST", "/suspension"),
            ("DELETE", "/closure"),
        ):
            body = {"language": "it"} if method == "PATCH" else None
            answer = portal.front.ask(method, f"/v1/partners/{other}{path}", laura, body=body)
            assert (answer.status, answer.code) == (404, "not-found"), (method, path)
    assert portal.front.get("/v1/partners", a_person()).json == {"items": [], "next_cursor": None}
    assert portal.front.get("/v1/partners").code == "not-signed-in"


def test_somebody_of_many_partners_pages_through_them(portal: Portal) -> None:
    made = [portal.partner(f"Partner {number}") for number in range(5)]
    laura, *_ = [portal.invited("laura@alfa.example", partner) for partner in made]
    assert [item["id"] for item in portal.front.all("/v1/partners", laura, limit=2)] == made[::-1]


def test_a_partners_admin_changes_its_settings_and_neither_name_nor_kind(portal: Portal) -> None:
    partner = portal.partner()
    path = f"/v1/partners/{partner}"
    laura = portal.invited("laura@alfa.example", partner)
    settings = {"language": "it", "time_zone": "Europe/Helsinki", "low_credit_threshold": 25}
    settings["contact_email"] = "new@alfa.example"

    changed = portal.front.patch(path, laura, settings)

    assert changed.status == 200
    assert changed.json | settings == changed.json == portal.front.get(path, laura).json
    before = everything()
    for refused in ({"name": "Mia"}, {"kind": "whitelabel"}, {"language": "en", "name": "Mia"}):
        assert portal.front.patch(path, laura, refused).code == "not-allowed"
    assert everything() == before


def test_the_platform_changes_name_and_kind_and_the_slug_stays(portal: Portal) -> None:
    partner = portal.partner("Alfa")
    changed = portal.front.patch(f"/v1/partners/{partner}", portal.admin, {"name": "Omega", "kind": "whitelabel"})
    assert (changed.json["name"], changed.json["kind"], changed.json["slug"]) == ("Omega", "whitelabel", "alfa")
    for empty in ({}, {"name": None}, {"contact_email": None}):
        assert portal.front.patch(f"/v1/partners/{partner}", portal.admin, empty).code == "invalid-request"


def test_two_changes_at_once_are_both_kept(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.portal_api.partners import store
    from shared.commit import update_once

    partner = portal.partner()
    real = store.item_of

    def slow(partner_id: str) -> Any:
        found = real(partner_id)
        monkeypatch.setattr(store, "item_of", real)
        twin = "SET low_credit_threshold = :t, version = version + :one"  # the other one is faster
        update_once(keys.partner(partner_id), twin, "attribute_exists(pk)", values={":t": 7, ":one": 1})
        return found

    monkeypatch.setattr(store, "item_of", slow)

    changed = portal.front.patch(f"/v1/partners/{partner}", portal.admin, {"language": "it"})

    assert (changed.json["language"], changed.json["low_credit_threshold"]) == ("it", 7)


@pytest.mark.criterion("C-06")
def test_a_suspended_partners_admins_read_only_until_it_ends(portal: Portal) -> None:
    partner = portal.partner()
    path = f"/v1/partners/{partner}"
    laura = portal.invited("laura@alfa.example", partner)
    before = portal.front.get(path, laura).json

    suspended = portal.front.post(f"{path}/suspension", portal.admin)

    assert suspended.json == before | {"status": "suspended"}
    assert portal.front.get(path, laura).json["status"] == "suspended"
    assert portal.front.get(f"{path}/admins", laura).status == 200
    assert portal.front.patch(path, laura, {"language": "it"}).code == "partner-suspended"
    marco = {"email": "marco@alfa.example", "first_name": "Marco", "last_name": "Rossi"}
    assert portal.front.post(f"{path}/admins", laura, marco).code == "partner-suspended"
    assert portal.front.ask("DELETE", f"{path}/suspension", laura).code == "not-allowed"
    assert [view["id"] for view in portal.front.get("/v1/me", laura).json["views"]] == [partner]
    assert portal.front.ask("DELETE", f"{path}/suspension", portal.admin).json == before
    assert portal.front.patch(path, laura, {"language": "it"}).status == 200


@pytest.mark.criterion("C-06")
def test_a_closed_partner_lets_nobody_in_and_comes_back_as_it_was(portal: Portal) -> None:
    partner = portal.partner()
    path = f"/v1/partners/{partner}"
    laura = portal.invited("laura@alfa.example", partner)
    _with(30, partner)
    before = portal.front.get(path, laura).json

    assert portal.front.post(f"{path}/closure", portal.admin).json == before | {"status": "closed"}

    for answer in (portal.front.get(path, laura), portal.front.get(f"{path}/admins", laura)):
        assert (answer.status, answer.code) == (403, "partner-closed")
    assert portal.front.get("/v1/me", laura).json["views"] == []
    assert portal.front.get(path, portal.admin).json["status"] == "closed"
    assert portal.front.ask("DELETE", f"{path}/closure", portal.admin).json == before
    assert portal.front.get(path, laura).json == before


@pytest.mark.criterion("C-06")
def test_a_suspended_partner_that_was_closed_is_suspended_again(portal: Portal) -> None:
    path = f"/v1/partners/{portal.partner()}"
    steps = [("POST", "suspension", "suspended"), ("POST", "closure", "closed"), ("POST", "closure", "closed")]
    steps += [("DELETE", "closure", "suspended"), ("DELETE", "suspension", "active"), ("DELETE", "closure", "active")]
    for method, what, status in steps:
        answer = portal.front.ask(method, f"{path}/{what}", portal.admin)
        assert (answer.status, answer.json["status"]) == (200, status), (method, what)


@pytest.mark.criterion("C-02")
def test_the_house_is_neither_suspended_nor_closed_nor_administered_apart(portal: Portal) -> None:
    path = f"/v1/partners/{keys.HOUSE}"
    body = {"email": "marco@alfa.example", "first_name": "Marco", "last_name": "Rossi"}
    before = everything()
    assert portal.front.get(path, portal.admin).json["wallet"] is None
    for what in ("suspension", "closure"):
        for method in ("POST", "DELETE"):
            assert portal.front.ask(method, f"{path}/{what}", portal.admin).code == "house-partner"
    assert portal.front.post(f"{path}/admins", portal.admin, body).code == "house-partner"
    assert portal.front.get(f"{path}/admins", portal.admin).code == "house-partner"
    assert portal.front.patch(path, portal.admin, {"kind": "default"}).code == "house-partner"
    assert portal.front.patch(path, portal.admin, {"low_credit_threshold": 5}).code == "house-partner"
    assert everything() == before
    renamed = portal.front.patch(path, portal.admin, {"name": "Clienti diretti", "language": "it"})
    assert (renamed.json["name"], renamed.json["kind"]) == ("Clienti diretti", "house")


def test_every_change_leaves_a_trace_of_names_of_fields_only(portal: Portal) -> None:
    partner = portal.partner()
    portal.front.patch(f"/v1/partners/{partner}", portal.admin, {"contact_email": "secret@alfa.example"})

    entries = [item for item in everything() if item["pk"]["S"] == f"PARTNER#{partner}#AUDIT"]

    [entry] = entries
    assert entry["action"]["S"] == "partner.change"
    assert entry["changed"]["L"] == [{"S": "contact_email"}]
    assert "secret" not in str(entry)
    assert read_one(keys.partner(partner))
