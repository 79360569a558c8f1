"""One's own record: views and settings."""

from __future__ import annotations

import pytest

from tests.builders import a_person, everything
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
            {"kind": "platform", "id": "platform", "name": "Portico", "path": "/platform"},
            {"kind": "partner", "id": alfa, "name": "alfa", "path": f"/partner/{alfa}"},
            {"kind": "partner", "id": zeta, "name": "Zeta", "path": f"/partner/{zeta}"},
        ],
    }


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
