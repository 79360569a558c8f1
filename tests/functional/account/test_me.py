"""One's own record: views and settings."""

from __future__ import annotations

import pytest

from shared import keys
from shared.clock import stamp
from shared.dynamo import read_one
from shared.settings import settings
from tests.builders import a_person, everything, write
from tests.functional.account.portal import OTHER, Portal

LAURA = "laura@alfa.example"


def test_me_says_who_one_is_and_which_views_there_are(portal: Portal) -> None:
    zeta, alfa = portal.partner("Zeta"), portal.partner("alfa")
    laura = portal.invited(LAURA, zeta)
    portal.invited(LAURA, alfa)
    portal.invited(LAURA)

    answer = portal.front.get("/v1/me", laura)

    assert answer.json == {
        "id": laura,
        "first_name": "Laura",
        "last_name": "Moretti",
        "email": LAURA,
        "language": "en",
        "views": [
            at("platform", "platform", "Portico", "/platform", "platform_admin"),
            at("partner", alfa, "alfa", f"/partner/{alfa}", "partner_admin"),
            at("partner", zeta, "Zeta", f"/partner/{zeta}", "partner_admin"),
        ],
    }


def at(kind: str, its_id: str, name: str, path: str, role: str) -> dict[str, object]:
    """A view."""
    return {"kind": kind, "id": its_id, "name": name, "path": path, "role": role, "needs_second_factor": False}


ADA = "ada@beta.example"


def a_key_contact(portal: Portal, partner: str, name: str) -> tuple[str, str]:
    """An organization of the partner with a key contact; her person's id and the organization's."""
    base, admin = f"/v1/partners/{partner}", portal.admin
    organization = portal.front.post(f"{base}/organizations", admin, {"name": name}).json["id"]
    body = {"first_name": "Ada", "email": ADA, "organization_id": organization}
    contact = portal.front.post(f"{base}/contacts", admin, body).json["id"]
    path = f"{base}/organizations/{organization}/key-contacts"
    made = portal.front.post(path, admin, {"contact_id": contact})
    assert made.status == 201, made
    return str((read_one(keys.identity("platform", ADA)) or {})["person_id"]), f"{path}/{contact}"


@pytest.mark.criterion("A-22", "A-24", "C-29")
def test_views_are_offered_in_their_order_and_none_of_a_closed_partner(portal: Portal) -> None:
    zeta, alfa, gone = portal.partner("Zeta"), portal.partner("alfa"), portal.partner("Gone")
    ada, path = a_key_contact(portal, zeta, "Officine")
    a_key_contact(portal, gone, "Chiusa")
    a_key_contact(portal, alfa, "acme")
    portal.invited(ADA, alfa)
    portal.front.post(f"/v1/partners/{gone}/closure", portal.admin)

    views = portal.front.get("/v1/me", ada).json["views"]

    assert [(view["kind"], view["name"]) for view in views] == [
        ("partner", "alfa"), ("business", "acme"), ("business", "Officine"), ("learner", "alfa"), ("learner", "Zeta"),
    ]  # fmt: skip
    assert views[2]["path"] == f"/business/{path.split('/')[5]}"
    assert views[-1]["path"] == f"/me/{zeta}"


@pytest.mark.criterion("A-21", "A-43x", "B-26", "B-28")
def test_a_key_contact_signs_in_by_the_mailed_link_and_not_any_more_when_it_is_taken_away(portal: Portal) -> None:
    partner = portal.partner()
    ada, path = a_key_contact(portal, partner, "Officine")
    assert portal.sign_in(ADA, OTHER).code == "invalid-credentials"
    assert portal.set_password(portal.mailed_link(ada), OTHER).status == 204
    session = portal.session(ADA, OTHER)
    listed = portal.front.get(path.rpartition("/")[0], portal.admin).json["items"]
    assert [one["invited"] for one in listed] == [False]
    assert [view["kind"] for view in portal.as_(session).json["views"]] == ["business", "learner"]

    assert portal.front.ask("DELETE", path, portal.admin).status == 204

    assert portal.as_(session).json["views"] == []
    refused = portal.sign_in(ADA, OTHER)
    assert refused.json | {"request_id": ""} == portal.sign_in("nobody@beta.example", OTHER).json | {"request_id": ""}


def test_the_platforms_view_says_that_it_waits_for_a_second_factor(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAGE", "production")
    settings.cache_clear()
    try:
        [view] = portal.front.get("/v1/me", portal.admin).json["views"]
        assert (view["kind"], view["needs_second_factor"]) == ("platform", True)
        write(keys.person(portal.admin), (read_one(keys.person(portal.admin)) or {}) | {"second_factor_at": stamp()})
        [view] = portal.front.get("/v1/me", portal.admin).json["views"]
        assert view["needs_second_factor"] is False
    finally:
        settings.cache_clear()


def test_who_may_do_nothing_yet_has_no_views(portal: Portal) -> None:
    assert portal.front.get("/v1/me", a_person()).json["views"] == []


def test_changing_ones_name_shows_wherever_one_is_admin(portal: Portal) -> None:
    partner = portal.partner()
    laura = portal.accepted(LAURA, partner)

    changed = portal.front.patch("/v1/me", laura, {"first_name": "Lalla", "language": "it"})

    assert changed.json["first_name"] == "Lalla"
    assert changed.json == portal.front.get("/v1/me", laura).json
    [listed] = portal.front.get(f"/v1/partners/{partner}/admins", portal.admin).json["items"]
    assert (listed["first_name"], listed["last_name"]) == ("Lalla", "Moretti")
    assert portal.front.patch("/v1/me", laura, {"language": None}).json["language"] == "en"


def test_changing_ones_name_shows_in_a_partners_staff_and_not_on_ones_contact_record(portal: Portal) -> None:
    partner, other = portal.partner("Alfa"), portal.partner("Beta")
    ada, path = a_key_contact(portal, other, "Officine")
    body = {"email": ADA, "first_name": "A.", "last_name": "B.", "role": "partner_finance"}
    portal.front.post(f"/v1/partners/{partner}/staff", portal.admin, body)

    assert portal.front.patch("/v1/me", ada, {"first_name": "Adele"}).status == 200

    [listed] = portal.front.get(f"/v1/partners/{partner}/staff", portal.admin).json["items"]
    assert (listed["first_name"], listed["last_name"]) == ("Adele", "B.")
    [contact] = portal.front.get(path.rpartition("/")[0], portal.admin).json["items"]
    assert contact["first_name"] == "Ada"


def test_a_repeated_change_is_answered_and_not_done_again(portal: Portal) -> None:
    first = portal.front.patch("/v1/me", portal.admin, {"first_name": "Adele"}, key="k1")
    portal.front.patch("/v1/me", portal.admin, {"first_name": "Ada"})

    again = portal.front.patch("/v1/me", portal.admin, {"first_name": "Adele"}, key="k1")

    assert again.headers["idempotency-replayed"] == "true"
    assert again.json == first.json
    assert portal.front.get("/v1/me", portal.admin).json["first_name"] == "Ada"
    assert portal.front.patch("/v1/me", portal.admin, {"first_name": "X"}, key="k1").code == "idempotency-key-reused"


@pytest.mark.parametrize(
    "body",
    [{}, {"language": "xx"}, {"first_name": ""}, {"first_name": None}, {"email": "new@alfa.example"}, [], None, "x"],
)
def test_malformed_changes_change_nothing(portal: Portal, body: object) -> None:
    before = everything()
    answer = portal.front.patch("/v1/me", portal.admin, body)
    assert answer.code == "invalid-request"
    assert everything() == before


def test_the_language_of_a_problem_is_the_browsers(portal: Portal) -> None:
    italian = portal.front.ask("GET", "/v1/me", headers={"accept-language": "it-IT,it;q=0.9,en;q=0.8"})
    assert italian.code == "not-signed-in"
    session = portal.session()
    assert portal.as_(session, path="/v1/me").json["language"] == "en"
    assert OTHER not in italian.text
