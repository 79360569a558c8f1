"""Mails let go to an address again: by whom, at whose records, once, with a line in the trail; and what pages say."""

from __future__ import annotations

from typing import Any

import pytest

from shared import keys
from shared.clock import stamp
from shared.dynamo import read_one
from shared.ids import new_id
from shared.suppression import suppression_of
from tests.builders import a_partner, a_partner_admin, a_platform_admin, everything, write
from tests.functional.credits.scene import staff
from tests.functional.front import Answer, Front
from tests.functional.web.browser import a_session, look

SINCE = "2026-11-20T09:30:00.000Z"


def suppressed(address: str, reason: str = "bounce") -> None:
    """As `notify` writes it."""
    write(keys.suppressed(address), {"reason": reason, "kind": "General", "since": SINCE})


def a_contact(front: Front, partner: Any, email: str | None = "ada@example.org") -> str:
    body = {"first_name": "Ada"} | ({"email": email} if email else {})
    return str(front.post(f"/v1/partners/{partner.id}/contacts", a_platform_admin(), body).json["id"])


def lift(
    front: Front, partner: Any, who: str | None, record: str, *, at: str = "contacts", key: str | None = None
) -> Answer:
    return front.ask("DELETE", f"/v1/partners/{partner.id}/{at}/{record}/mail-suppression", who, key=key)


def email_of(partner: Any, person: str) -> str:
    item = read_one(keys.partner_admin(partner.id, person)) or read_one(keys.partner_staff(partner.id, person))
    assert item
    return str(item["email"])


def test_the_ladder_of_lifting(front: Front) -> None:
    partner, other = a_partner(), a_partner("Beta")
    contact, admin = a_contact(front, partner), a_partner_admin(partner)
    suppressed("ada@example.org")
    before = everything()

    assert lift(front, partner, None, contact).code == "not-signed-in"
    assert lift(front, partner, a_partner_admin(other), contact).code == "not-found"
    assert lift(front, other, a_platform_admin(), contact).code == "not-found"
    assert lift(front, partner, admin, new_id("con")).code == "not-found"
    for role in ("partner_enrollment", "partner_finance", "partner_read_only"):
        assert lift(front, partner, staff(partner, role), contact).code == "not-allowed"
    suspended = a_partner("Gamma", status="suspended")
    assert lift(front, suspended, a_partner_admin(suspended), contact).code == "partner-suspended"
    assert suppression_of("ada@example.org") is not None
    assert [item for item in before if item not in everything()] == []

    assert lift(front, partner, admin, contact).status == 204
    assert suppression_of("Ada@Example.org") is None
    trail = front.get(f"/v1/partners/{partner.id}/audit", admin, subject=contact).json["items"]
    assert [row["action"] for row in trail] == ["mail_suppression.lift", "contact.create"]
    assert "ada@" not in str(trail)


def test_lifting_what_is_not_held_is_fine_and_writes_nothing(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    held, unwritten = a_contact(front, partner), a_contact(front, partner, None)
    before = everything()

    for contact in (held, unwritten):
        assert lift(front, partner, admin, contact, key="k1").status == 204
    assert everything() == before


def test_a_repetition_is_answered_as_before_and_lifts_no_new_episode(front: Front) -> None:
    partner = a_partner()
    admin, contact = a_partner_admin(partner), a_contact(front, partner)
    suppressed("ada@example.org")
    assert lift(front, partner, admin, contact, key="one").status == 204
    suppressed("ada@example.org")

    again = lift(front, partner, admin, contact, key="one")

    assert (again.status, again.headers["idempotency-replayed"]) == (204, "true")
    assert suppression_of("ada@example.org") is not None


@pytest.mark.parametrize("role", ["admins", "staff"])
def test_an_admin_or_staff_member_gets_mails_again(role: str, front: Front) -> None:
    partner, house = a_partner(), a_partner("House", kind="house")
    admin = a_partner_admin(partner)
    person = a_partner_admin(partner) if role == "admins" else staff(partner, "partner_finance")
    other = staff(partner, "partner_finance") if role == "admins" else admin
    suppressed(email_of(partner, person))

    assert lift(front, partner, staff(partner, "partner_read_only"), person, at=role).code == "not-allowed"
    assert lift(front, partner, admin, other, at=role).code == "not-found", "each in their own list"
    assert lift(front, partner, admin, "nobody", at=role).code == "not-found"
    assert lift(front, house, a_platform_admin(), person, at=role).code == "house-partner"
    assert lift(front, partner, admin, person, at=role).status == 204
    assert suppression_of(email_of(partner, person)) is None


def test_a_complaint_is_lifted_by_the_platform_alone(front: Front) -> None:
    partner = a_partner()
    contact = a_contact(front, partner)
    suppressed("ada@example.org", "complaint")

    assert lift(front, partner, a_partner_admin(partner), contact).code == "complaint-stands"
    assert suppression_of("ada@example.org") is not None
    assert lift(front, partner, a_platform_admin(), contact).status == 204
    assert suppression_of("ada@example.org") is None


def test_a_complaint_that_comes_while_a_bounce_is_lifted_stands(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_partner()
    admin, contact = a_partner_admin(partner), a_contact(front, partner)
    suppressed("ada@example.org")
    from functions.portal_api.suppressions import lift_suppression

    count = lift_suppression.guesses.count

    def complained(*args: Any) -> None:
        count(*args)
        suppressed("ada@example.org", "complaint")

    monkeypatch.setattr(lift_suppression.guesses, "count", complained)

    assert lift(front, partner, admin, contact).code == "complaint-stands"
    assert suppression_of("ada@example.org") is not None


def test_an_address_is_lifted_three_times_a_day(front: Front) -> None:
    partner = a_partner()
    admin, contact = a_partner_admin(partner), a_contact(front, partner)
    for _ in range(3):
        suppressed("ada@example.org")
        assert lift(front, partner, admin, contact).status == 204
    suppressed("ada@example.org")

    assert lift(front, partner, admin, contact).code == "too-many-attempts"


def test_the_students_page_says_since_when_and_offers_to_lift_it_to_who_may(front: Front) -> None:
    partner = a_partner()
    contact = a_contact(front, partner)
    path, door = (
        f"/partner/{partner.id}/contacts/{contact}",
        f'data-send="DELETE /v1/partners/{partner.id}/contacts/{contact}/mail-suppression"',
    )
    admin, platform, reader = (
        a_session(one) for one in (a_partner_admin(partner), a_platform_admin(), staff(partner, "partner_read_only"))
    )
    assert "None has been sent there since" not in look(front, path, admin).text

    suppressed("ada@example.org")
    assert "Mails to this address come back." in look(front, path, admin).text
    assert door in look(front, path, admin).text
    assert "come back" in look(front, path, reader).text and door not in look(front, path, reader).text

    suppressed("ada@example.org", "complaint")
    assert "was called spam" in look(front, path, admin).text and door not in look(front, path, admin).text
    assert "Only the platform can let mails go there again" in look(front, path, admin).text
    assert door in look(front, path, platform).text


def test_the_team_says_to_whom_no_mail_goes(front: Front) -> None:
    partner = a_partner()
    admin, member = a_partner_admin(partner), staff(partner, "partner_finance")
    path = f"/partner/{partner.id}/team"
    door = f'data-send="DELETE /v1/partners/{partner.id}/staff/{member}/mail-suppression"'
    assert "Mails come back" not in look(front, path, a_session(admin)).text

    suppressed(email_of(partner, member))
    shown = look(front, path, a_session(admin)).text
    assert "Mails come back" in shown and door in shown

    suppressed(email_of(partner, member), "complaint")
    shown = look(front, path, a_session(admin)).text
    assert "Called a mail spam" in shown and door not in shown
    assert door in look(front, path, a_session(a_platform_admin())).text


def test_what_was_lifted_is_known_for_thirty_days(front: Front) -> None:
    partner = a_partner()
    contact = a_contact(front, partner)
    suppressed("ada@example.org")
    lift(front, partner, a_partner_admin(partner), contact)

    item = read_one(keys.suppressed("ada@example.org"))

    assert item is not None
    assert item["lifted_at"][:10] == stamp()[:10]
    assert item["since"] == SINCE and "expires_at" in item
