"""Invitations of staff, trainers, key contacts and portal users: one mail each, with a link only for who needs one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from functions.notify.link import UNMINTED
from shared import keys
from shared.events import Fact, KeyContactGranted, PortalAccessGranted, StaffInvited, TrainerInvited
from tests.functional.notify.scene import Context, Double, a_partner, an_admin, stands
from tests.functional.notify.test_notify_compose import compose_all, composed
from tests.unit.notify.builders import PARTNER, event_of

ORGANIZATION = "org_01KASAMP1E000000000000000F"
Made = Callable[[str, str], Fact]
FACTS: list[tuple[str, Made]] = [
    (
        "You now belong to the team of Bassi & Figli S.r.l.",
        lambda who, by: StaffInvited(person_id=who, partner_id=PARTNER, role="supervisor", invited_by=by),
    ),
    ("You are now a trainer on Portico", lambda who, by: TrainerInvited(person_id=who, invited_by=by)),
    (
        "You are now a key contact of Officine Beta",
        lambda who, by: KeyContactGranted(
            person_id=who, partner_id=PARTNER, organization_id=ORGANIZATION, invited_by=by
        ),
    ),
    (
        "You can now sign in to Bassi & Figli S.r.l.",
        lambda who, by: PortalAccessGranted(person_id=who, partner_id=PARTNER, invited_by=by),
    ),
]


@pytest.mark.criterion("A-16", "B-26", "A-43x")
@pytest.mark.parametrize("invited", [True, False])
@pytest.mark.parametrize(("subject", "fact"), FACTS)
def test_an_invitation_carries_a_link_for_who_has_no_password_and_none_for_others(
    subject: str, fact: Made, invited: bool, queue: Double, context: Context
) -> None:
    a_partner(language="en")
    stands(keys.organization(PARTNER, ORGANIZATION), id=ORGANIZATION, name="Officine Beta")
    inviter = an_admin(2, "partner")
    person = an_admin(1, invited=invited)

    compose_all(event_of(fact(person["id"], inviter["id"])), context)

    [mail] = composed(queue).values()
    assert (mail.to, mail.subject) == ("anna1@example.org", subject)
    assert (mail.link_for == "invitation") == invited
    assert (UNMINTED in mail.text) == invited
    assert ("without you nothing happens" in mail.text) == invited
    assert "None" not in mail.text


def test_what_goes_to_a_direct_customer_speaks_of_the_platform(queue: Double, context: Context) -> None:
    house = {"id": keys.HOUSE, "name": "Direct customers", "kind": "house", "status": "active"}
    stands(keys.partner(keys.HOUSE), **house, language="en", time_zone="UTC")
    person = an_admin(1, invited=True)

    compose_all(
        event_of(PortalAccessGranted(person_id=person["id"], partner_id=keys.HOUSE, invited_by="per_x")), context
    )

    [mail] = composed(queue).values()
    assert mail.subject == "You can now sign in to Portico"
    assert "Direct customers" not in mail.text + mail.html


def test_an_organization_that_is_gone_is_called_by_who_serves_it(queue: Double, context: Context) -> None:
    a_partner(language="en")
    person = an_admin(1, invited=True)

    compose_all(event_of(FACTS[2][1](person["id"], "per_x")), context)

    [mail] = composed(queue).values()
    assert mail.subject == "You are now a key contact of Bassi & Figli S.r.l."


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("partner_enrollment", "you enrol people"),
        ("partner_finance", "you follow the credits"),
        ("supervisor", "people chosen for you"),
        ("partner_read_only", "without changing it"),
    ],
)
def test_staff_read_what_they_may_do(role: str, words: str, queue: Double, context: Context) -> None:
    a_partner(language="en")
    person = an_admin(1, invited=True)
    fact = StaffInvited.model_validate(
        {"person_id": person["id"], "partner_id": PARTNER, "role": role, "invited_by": "per_x"}
    )

    compose_all(event_of(fact), context)

    [mail] = composed(queue).values()
    assert words in mail.text
    assert "on Portico. There" in mail.text
