"""Enrollments as supervisors and trainers see them: those of their scope, without credits, by every way to ask."""

from __future__ import annotations

from typing import Any

import pytest

from shared.ids import new_id
from tests.builders import a_partner, a_partner_admin, a_platform_admin, an_enrollment
from tests.functional.contacts.test_contacts import contacts
from tests.functional.enrollments.test_enrollments import at, enrollments
from tests.functional.front import Front
from tests.functional.narrowed import a_course, a_supervisor, a_trainer


class Place:
    """A partner with people in two organizations and with tags, who learn two courses for the one or the other."""

    def __init__(self, front: Front, name: str = "Alfa") -> None:
        self.front, self.partner = front, a_partner(name)
        self.admin = a_partner_admin(self.partner)
        base = f"/v1/partners/{self.partner.id}/organizations"
        self.acme, self.zeta = (front.post(base, self.admin, {"name": name}).json["id"] for name in ("Acme", "Zeta"))
        self.safety, self.fire = a_course("Sicurezza"), a_course("Antincendio")
        self.anna, self.bruno, self.carla = (self.person(*given) for given in (("Anna", "red"), ("Bruno", "blue"), ("Carla", "red", "blue")))  # fmt: skip # noqa: E501
        self.all = {
            "anna-safety-acme": self.learn(self.safety, self.anna, self.acme),
            "anna-safety-again": self.learn(self.safety, self.anna, None, 2),
            "anna-fire": self.learn(self.fire, self.anna, None),
            "bruno-fire-zeta": self.learn(self.fire, self.bruno, self.zeta),
            "bruno-safety-acme": self.learn(self.safety, self.bruno, self.acme),
            "carla-fire": self.learn(self.fire, self.carla, None),
        }

    def person(self, name: str, *tags: str) -> str:
        given = {"first_name": name, "tags": list(tags)}
        return str(self.front.post(contacts(self.partner), self.admin, given).json["id"])

    def learn(self, course: str, who: str, organization: str | None, attempt: int = 1) -> Any:
        more: Any = {"status": "completed", "result": "passed", "grade": 90} if attempt == 1 else {}
        minute = at(len(course + who) % 60)
        return an_enrollment(
            self.partner, course, who, attempt, organization_id=organization, cost=7, batch_id=new_id("bat"),
            enrolled_at=minute, **more,
        )  # fmt: skip

    def named(self, ids: list[str]) -> list[str]:
        names = {one.id: name for name, one in self.all.items()}
        return sorted(names[one] for one in ids)

    def matching(self, wanted: Any, **asked: Any) -> list[str]:
        def fits(one: Any) -> bool:
            own = {"course_id": one.key.course_id, "contact_id": one.key.contact_id, "status": one.status}
            return all((own | {"organization_id": one.organization_id})[name] == value for name, value in asked.items())

        return sorted(name for name, one in self.all.items() if name in wanted and fits(one))


def scopes(place: Place) -> list[tuple[str, set[str]]]:
    one, everything = place.partner, set(place.all)
    through_acme = {"anna-safety-acme", "bruno-safety-acme"}
    red = {"anna-safety-acme", "anna-safety-again", "anna-fire", "carla-fire"}
    fire = {"anna-fire", "bruno-fire-zeta", "carla-fire"}
    return [
        (a_supervisor(one, organizations=[place.acme]), through_acme),
        (a_supervisor(one, organizations=[place.acme, place.zeta]), through_acme | {"bruno-fire-zeta"}),
        (a_supervisor(one, tags=["Red"]), red),
        (a_supervisor(one, tags=["red", "blue"]), everything),
        (a_supervisor(one, courses=[place.fire]), fire),
        (a_supervisor(one, courses=[place.fire, place.safety]), everything),
        (a_supervisor(one, courses=[place.fire], organizations=[place.acme], tags=["red"]), everything),
        (a_supervisor(one), set()),
        (a_trainer(place.fire), fire),
        (a_trainer(), set()),
    ]


@pytest.mark.criterion("C-34x")
def test_by_id_and_in_lists_they_see_those_of_their_scope_each_once(front: Front) -> None:
    place = Place(front)
    for who, wanted in scopes(place):
        for limit in (1, 2, 3, 100):
            listed = [one["id"] for one in front.all(enrollments(place.partner), who, limit=limit)]
            assert place.named(listed) == sorted(wanted), limit
        for name, one in place.all.items():
            answer = front.get(f"{enrollments(place.partner)}/{one.id}", who)
            assert (answer.status == 200) == (name in wanted)
            assert answer.status == 200 or answer.code == "not-found"


@pytest.mark.criterion("C-34x")
def test_no_filter_leads_out_of_a_scope(front: Front) -> None:
    place = Place(front)
    filters: list[dict[str, str]] = [{"status": "completed"}, {"status": "withdrawn"}]
    for course in ({}, {"course_id": place.safety}, {"course_id": place.fire}):
        for person in ({}, {"contact_id": place.anna}, {"contact_id": place.bruno}):
            for organization in ({}, {"organization_id": place.acme}, {"organization_id": place.zeta}):
                filters.append(course | person | organization)
    for who, wanted in scopes(place):
        for asked in filters:
            listed = [one["id"] for one in front.all(enrollments(place.partner), who, limit=2, **asked)]
            assert place.named(listed) == place.matching(wanted, **asked), asked
            text = front.get(f"{enrollments(place.partner)}.csv", who, **asked).text
            assert place.named([line.split(",")[0] for line in text.splitlines()[1:]]) == place.matching(
                wanted, **asked
            )


@pytest.mark.criterion("C-34x")
def test_credits_are_the_partners_business_and_results_are_shown(front: Front) -> None:
    place = Place(front)
    path = f"{enrollments(place.partner)}/{place.all['anna-safety-acme'].id}"
    credits = ("cost", "entry_seq", "batch_id", "refunded")
    full = front.get(path, place.admin).json

    assert (full["cost"], full["entry_seq"]) == (7, 1) and full["batch_id"]
    assert (full["contact_name"], full["course_title"], full["organization_name"]) == ("Anna", "Sicurezza", "Acme")
    for who in (a_supervisor(place.partner, organizations=[place.acme]), a_trainer(place.safety)):
        shown = front.get(path, who).json
        assert shown == full | dict.fromkeys(credits)
        assert shown in front.all(enrollments(place.partner), who)
        line = next(one for one in front.get(f"{enrollments(place.partner)}.csv", who).text.splitlines() if full["id"] in one)  # fmt: skip # noqa: E501
        assert line.endswith(",passed,90,,,") and "Anna" in line


@pytest.mark.criterion("C-30", "C-34x")
def test_a_supervisor_is_nobody_elsewhere_and_a_trainer_teaches_at_every_partner(front: Front) -> None:
    ours, theirs = Place(front), Place(front, "Beta")
    foreign = an_enrollment(theirs.partner, ours.fire, theirs.carla)
    supervisor, trainer = a_supervisor(ours.partner, courses=[ours.fire]), a_trainer(ours.fire)

    for path in (enrollments(theirs.partner), f"{enrollments(theirs.partner)}/{foreign.id}",
                 f"{enrollments(ours.partner)}/{foreign.id}", f"{enrollments(theirs.partner)}.csv"):  # fmt: skip
        assert front.get(path, supervisor).code == "not-found"
    assert [one["id"] for one in front.all(enrollments(theirs.partner), trainer)] == [foreign.id]
    assert front.get(f"{enrollments(ours.partner)}/{foreign.id}", trainer).code == "not-found"


@pytest.mark.criterion("C-34x")
def test_somebody_with_many_enrollments_under_a_tag_is_shown_with_all_of_them(front: Front) -> None:
    partner = a_partner()
    admin = a_partner_admin(partner)
    made = []
    for name in ("Ada", "Eva", "Ugo"):
        person = front.post(contacts(partner), admin, {"first_name": name, "tags": ["many"]}).json["id"]
        made += [an_enrollment(partner, new_id("crs"), person, enrolled_at=at(n)).id for n in range(7)]
    who = a_supervisor(partner, tags=["many", "more"])

    for limit in (1, 2, 3, 7, 100):
        assert sorted(one["id"] for one in front.all(enrollments(partner), who, limit=limit)) == sorted(made)


@pytest.mark.criterion("C-34x")
def test_courses_are_those_of_the_scope_without_their_price(front: Front) -> None:
    partner, other = a_partner(), a_partner("Beta")
    safety, fire, theirs = a_course("Sicurezza"), a_course("Antincendio", 10, partner), a_course("Altrui", 10, other)
    everybodys = {"partner_id": partner.id}
    supervisor, trainer = a_supervisor(partner, courses=[fire, theirs]), a_trainer(fire, safety)
    people = a_supervisor(partner, tags=["red"])

    for query in ({}, everybodys):
        assert [(one["id"], one["effective_cost"]) for one in front.all("/v1/courses", supervisor, **query)] == [(fire, None)]  # fmt: skip # noqa: E501
        assert front.get(f"/v1/courses/{fire}", supervisor, **query).json["effective_cost"] is None
        for hidden in (safety, theirs, new_id("crs"), "x"):
            assert front.get(f"/v1/courses/{hidden}", supervisor, **query).code == "not-found"
        assert front.all("/v1/courses", people, **query) == []
    assert front.get("/v1/courses", supervisor, partner_id=other.id).code == "not-found"
    for limit in (1, 2):
        listed = front.all("/v1/courses", trainer, limit=limit)
        assert [(one["id"], one["enrollment_cost"]) for one in listed] == [
            (one, None) for one in sorted((fire, safety), reverse=True)
        ]
        assert sorted(one["id"] for one in front.all("/v1/courses", trainer, limit=limit, **everybodys)) == sorted((fire, safety))  # fmt: skip # noqa: E501
    assert front.get(f"/v1/courses/{fire}", trainer).json["title"] == "Antincendio"
    assert front.get(f"/v1/courses/{theirs}", trainer).code == "not-found"
    assert [(one["name"], one["effective_cost"]) for one in front.all(f"/v1/courses/{fire}/partners", trainer)] == [("Alfa", None)]  # fmt: skip # noqa: E501
    assert front.get(f"/v1/courses/{theirs}/partners", trainer).code == "not-found"
    assert front.get(f"/v1/courses/{fire}/partners", supervisor).code == "not-allowed"
    for who, course, code in (
        (trainer, fire, "not-allowed"), (trainer, theirs, "not-found"), (supervisor, fire, "not-allowed"),
        (supervisor, safety, "not-found"), (people, fire, "not-found"),
    ):  # fmt: skip
        assert front.patch(f"/v1/courses/{course}", who, {"title": "x"}).code == code
    assert front.get(f"/v1/courses/{theirs}", a_platform_admin()).json["enrollment_cost"] == 10
