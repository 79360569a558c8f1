"""Contacts as supervisors and trainers see them: those of their scope, by every way to ask, and no others."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api import lists
from shared import dynamo, keys
from shared.ids import new_id
from tests.builders import a_partner, a_partner_admin, an_enrollment, everything, write
from tests.functional.contacts.test_contacts import contacts
from tests.functional.front import Front
from tests.functional.narrowed import a_course, a_supervisor, a_trainer
from tests.meter import Meter


class Place:
    """A partner with two organizations, two tags, two courses, and a contact for each way to stand in them."""

    def __init__(self, front: Front, name: str = "Alfa") -> None:
        self.front, self.partner = front, a_partner(name)
        self.admin = a_partner_admin(self.partner)
        base = f"/v1/partners/{self.partner.id}/organizations"
        self.acme, self.zeta = (front.post(base, self.admin, {"name": name}).json["id"] for name in ("Acme", "Zeta"))
        self.safety, self.fire = a_course("Sicurezza"), a_course("Antincendio")
        self.ids: dict[str, str] = {}
        self.add("Anna", organization_id=self.acme, tags=["red"])
        self.add("Bruno", organization_id=self.zeta, tags=["blue"])
        self.add("Carla", tags=["red", "blue"])
        self.add("Dario", courses=[self.safety, self.fire])
        self.add("Elisa", organization_id=self.acme, courses=[self.fire])
        self.add("Fabio")

    def add(self, name: str, courses: Any = (), **more: Any) -> None:
        given = {"first_name": name, "last_name": "Comune"} | more
        self.ids[name] = self.front.post(contacts(self.partner), self.admin, given).json["id"]
        for course in courses:
            for attempt in (1, 2):
                an_enrollment(self.partner, course, self.ids[name], attempt, status="withdrawn")

    def names(self, who: str, **asked: Any) -> list[str]:
        return [one["first_name"] for one in self.front.all(contacts(self.partner), who, **asked)]

    def seen(self, who: str) -> set[str]:
        """Whom they see by id."""
        found = {name: self.front.get(f"{contacts(self.partner)}/{one}", who) for name, one in self.ids.items()}
        assert all(answer.status == 200 or answer.code == "not-found" for answer in found.values())
        return {name for name, answer in found.items() if answer.status == 200}


def scopes(place: Place) -> list[tuple[str, set[str]]]:
    """Who supervises what there, and whom they see."""
    one = place.partner
    return [
        (a_supervisor(one, organizations=[place.acme]), {"Anna", "Elisa"}),
        (a_supervisor(one, organizations=[place.acme, place.zeta]), {"Anna", "Bruno", "Elisa"}),
        (a_supervisor(one, tags=["RED"]), {"Anna", "Carla"}),
        (a_supervisor(one, tags=["red", "blue"]), {"Anna", "Bruno", "Carla"}),
        (a_supervisor(one, courses=[place.safety]), {"Dario"}),
        (a_supervisor(one, courses=[place.safety, place.fire]), {"Dario", "Elisa"}),
        (a_supervisor(one, courses=[place.fire], organizations=[place.acme], tags=["blue"]),
         {"Anna", "Bruno", "Carla", "Dario", "Elisa"}),
        (a_supervisor(one), set()),
        (a_supervisor(one, organizations=[new_id("org")], tags=["green"], courses=[new_id("crs")]), set()),
        (a_trainer(place.fire), {"Dario", "Elisa"}),
        (a_trainer(place.safety, new_id("crs")), {"Dario"}),
        (a_trainer(), set()),
    ]  # fmt: skip


@pytest.mark.criterion("C-34x")
def test_by_id_in_lists_and_in_search_they_see_those_of_their_scope_and_each_once(front: Front) -> None:
    place = Place(front)
    for who, wanted in scopes(place):
        assert place.seen(who) == wanted
        for limit in (1, 2, 100):
            listed = place.names(who, limit=limit)
            assert sorted(listed) == sorted(wanted), (limit, listed)
            assert sorted(place.names(who, limit=limit, q="comune")) == sorted(wanted)
        assert place.names(who, q="fabio") == place.names(who, archived="true") == []
    assert len(place.names(place.admin)) == 6


@pytest.mark.criterion("C-34x")
def test_no_filter_leads_out_of_a_scope(front: Front) -> None:
    place = Place(front)
    members = {place.acme: {"Anna", "Elisa"}, place.zeta: {"Bruno"}}
    tagged = {"red": {"Anna", "Carla"}, "blue": {"Bruno", "Carla"}}
    for who, wanted in scopes(place):
        for organization, there in members.items():
            assert set(place.names(who, organization_id=organization)) == wanted & there
            assert set(place.names(who, organization_id=organization, q="co")) == wanted & there
        for tag, there in tagged.items():
            assert set(place.names(who, tag=tag, limit=1)) == wanted & there
            assert set(place.names(who, tag=tag, organization_id=place.acme)) == wanted & there & members[place.acme]


@pytest.mark.criterion("C-30", "C-34x")
def test_a_supervisor_is_nobody_elsewhere_and_a_trainer_sees_their_course_at_every_partner(front: Front) -> None:
    ours, theirs = Place(front), Place(front, "Beta")
    write(keys.enrollment(theirs.partner.id, ours.fire, theirs.ids["Fabio"], 1),
          an_enrollment(theirs.partner, ours.fire, theirs.ids["Fabio"]).stored())  # fmt: skip
    supervisor, trainer = a_supervisor(ours.partner, courses=[ours.fire, theirs.fire]), a_trainer(ours.fire)

    assert front.get(contacts(theirs.partner), supervisor).code == "not-found"
    assert front.get(f"{contacts(theirs.partner)}/{theirs.ids['Dario']}", supervisor).code == "not-found"
    assert front.get(f"{contacts(ours.partner)}/{theirs.ids['Dario']}", supervisor).code == "not-found"
    assert ours.seen(trainer) == {"Dario", "Elisa"} and theirs.seen(trainer) == {"Fabio"}
    assert theirs.names(trainer) == ["Fabio"]


@pytest.mark.criterion("C-34x")
def test_they_change_nothing_and_no_other_door_opens(front: Front) -> None:
    place = Place(front)
    base = f"/v1/partners/{place.partner.id}"
    before = everything()
    for who in (a_supervisor(place.partner, organizations=[place.acme]), a_trainer(place.fire)):
        assert front.post(contacts(place.partner), who, {"first_name": "X"}).code == "not-allowed"
        path = f"{contacts(place.partner)}/{place.ids['Elisa']}"
        assert front.patch(path, who, {"first_name": "X"}).code == "not-allowed"
        for other in ("organizations", "audit", f"contacts/{place.ids['Elisa']}/views"):
            assert front.get(f"{base}/{other}", who).code == "not-allowed", other
    kept = [item for item in everything() if not item["pk"]["S"].startswith(("PERSON#", "IDENTITY#"))]
    assert kept == [item for item in before if not item["pk"]["S"].startswith(("PERSON#", "IDENTITY#"))]


@pytest.mark.criterion("C-34x")
def test_a_scope_that_changed_ends_its_cursors_and_counts_at_once(front: Front) -> None:
    place = Place(front)
    who = a_supervisor(place.partner, organizations=[place.acme, place.zeta])
    cursor = front.get(contacts(place.partner), who, limit=1).json["next_cursor"]
    membership = {"role": "supervisor", "partner_id": place.partner.id, "scope": {"organizations": [place.zeta]}}
    write(keys.partner_membership(who, place.partner.id), membership)

    assert front.get(contacts(place.partner), who, limit=1, cursor=cursor).code == "cursor-invalid"
    assert place.names(who) == ["Bruno"]
    assert place.seen(who) == {"Bruno"}


@pytest.mark.criterion("C-34x")
def test_a_page_waits_twice_and_reads_no_more_when_the_partner_is_large(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(front)
    for number in range(30):
        place.add(f"Zoe{number}", organization_id=place.zeta, tags=["green"], courses=[a_course(f"K{number}")])

    for who, queries in (
        (a_supervisor(place.partner, organizations=[place.acme]), 1),
        (a_supervisor(place.partner, tags=["red"]), 1),
        (a_supervisor(place.partner, courses=[place.safety]), 1),
    ):
        with Meter(dynamo.client()) as meter:
            assert front.get(contacts(place.partner), who).json["items"]
        assert meter.order == ["BatchGetItem", *["Query"] * queries, "BatchGetItem"]
    assert lists.AT_ONCE >= 16
