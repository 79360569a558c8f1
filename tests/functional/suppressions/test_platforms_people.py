"""The platform's own people whose address no mail goes to: shown where they are listed, and lifted by its admins."""

from __future__ import annotations

from typing import Any

import pytest

from shared import keys
from shared.dynamo import read_one
from shared.suppression import suppression_of
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, everything, write
from tests.functional.front import Answer, Front
from tests.functional.suppressions.test_suppressions import suppressed
from tests.functional.team.test_staff import a_course
from tests.functional.web.browser import a_session, look

WHOSE = ("admins", "trainers")


def a_trainer(front: Front) -> str:
    body = {"email": f"{a_person()}@portico.example", "first_name": "Grace", "last_name": "Bianchi"}
    answer = front.post("/v1/platform/trainers", a_platform_admin(), body | {"courses": [a_course()]})
    return str(answer.json["id"])


def one_of(whose: str, front: Front) -> tuple[str, str]:
    """Somebody of the platform's, and where they are written to."""
    person = a_platform_admin() if whose == "admins" else a_trainer(front)
    key = keys.platform_admin(person) if whose == "admins" else keys.trainer(person)
    item: dict[str, Any] = read_one(key) or {}
    return person, str(item["email"])


def lift(front: Front, who: str | None, person: str, whose: str, key: str | None = None) -> Answer:
    return front.ask("DELETE", f"/v1/platform/{whose}/{person}/mail-suppression", who, key=key)


@pytest.mark.parametrize("whose", WHOSE)
def test_the_ladder_of_lifting_at_the_platform(whose: str, front: Front) -> None:
    admin, (person, email) = a_platform_admin(), one_of(whose, front)
    trainer, other = a_trainer(front), one_of("trainers" if whose == "admins" else "admins", front)[0]
    suppressed(email)
    before = everything()

    assert lift(front, None, person, whose).code == "not-signed-in"
    for who in (a_partner_admin(a_partner()), trainer):
        assert lift(front, who, person, whose).code == "not-allowed"
    for unknown in (other, a_person(), "nobody", "per_none"):
        assert lift(front, admin, unknown, whose).code == "not-found", "each in their own list"
    assert suppression_of(email) is not None
    assert [item for item in before if item not in everything()] == []

    assert lift(front, admin, person, whose, key="one").status == 204
    assert suppression_of(email) is None
    [line] = front.get("/v1/platform/audit", admin, subject=person, action="mail_suppression.lift").json["items"]
    assert (line["action"], line["subject"]) == ("mail_suppression.lift", person)
    assert email not in str(line)

    suppressed(email)
    again = lift(front, admin, person, whose, key="one")
    assert (again.status, again.headers["idempotency-replayed"]) == (204, "true")
    assert suppression_of(email) is not None, "a repetition lifts no new episode"


@pytest.mark.parametrize("whose", WHOSE)
def test_at_the_platform_a_complaint_is_lifted_and_what_is_not_held_is_left(whose: str, front: Front) -> None:
    admin, (person, email) = a_platform_admin(), one_of(whose, front)
    before = everything()
    assert lift(front, admin, person, whose, key="k").status == 204
    assert everything() == before

    suppressed(email, "complaint")
    assert lift(front, admin, person, whose).status == 204
    assert suppression_of(email) is None


@pytest.mark.parametrize("whose", WHOSE)
def test_the_platforms_lists_say_to_whom_no_mail_goes(whose: str, front: Front) -> None:
    browser, (person, email) = a_session(a_platform_admin()), one_of(whose, front)
    path = "/platform/users" if whose == "admins" else "/platform/users/trainers"
    door = f'data-send="DELETE /v1/platform/{whose}/{person}/mail-suppression"'
    shown = look(front, path, browser).text
    assert "Mails come back" not in shown and door not in shown

    suppressed(email)
    shown = look(front, path, browser).text
    assert "Mails come back" in shown and door in shown

    suppressed(email, "complaint")
    shown = look(front, path, browser).text
    assert "Called a mail spam" in shown and door in shown


def test_a_trainers_own_page_says_it_too(front: Front) -> None:
    browser, (person, email) = a_session(a_platform_admin()), one_of("trainers", front)
    path = f"/platform/users/trainers/{person}"
    door = f'data-send="DELETE /v1/platform/trainers/{person}/mail-suppression"'
    assert door not in look(front, path, browser).text

    suppressed(email)
    shown = look(front, path, browser).text
    assert "Mails to this address come back." in shown and door in shown
    assert "Mails come back" in shown


def test_an_admin_lifts_it_at_the_own_address_too(front: Front) -> None:
    admin = a_platform_admin()
    item = read_one(keys.platform_admin(admin)) or {}
    write(keys.platform_admin(admin), item | {"email": "capo@portico.example"})
    suppressed("capo@portico.example")

    assert lift(front, admin, admin, "admins").status == 204
    assert suppression_of("capo@portico.example") is None
