"""One box for everything: found by whom it may be, by the beginnings of words and by ids, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.account.words import found_by
from shared import dynamo, keys
from shared.commit import commit
from shared.ids import new_id, new_own_course_id
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, an_enrollment, write
from tests.functional.front import Front
from tests.functional.web.browser import a_session

SEARCH = "/v1/platform/search"


def find(front: Front, who: str, text: str) -> list[tuple[str, str, str | None]]:
    answer = front.get(SEARCH, who, q=text)
    assert answer.status == 200, answer
    return [(one["kind"], one["name"], one["detail"]) for one in answer.json["items"]]


def contact(front: Front, partner: Partner, who: str, **given: Any) -> str:
    made: str = front.post(f"/v1/partners/{partner.id}/contacts", who, given).json["id"]
    return made


def test_everything_is_found_over_all_partners(front: Front) -> None:
    alfa, rossi, platform = a_partner("Studio Alfa"), a_partner("Rossi & Figli"), a_platform_admin()
    course = {"title": "Rossini per tutti", "enrollment_cost": 1, "assignment": {"all_partners": True}}
    course_id = front.post("/v1/courses", platform, course).json["id"]
    maria = contact(front, alfa, platform, first_name="María", last_name="Rossi", email="maria@alfa.example")
    contact(front, rossi, platform, first_name="Rosso", last_name="Neri")
    front.post(f"/v1/partners/{alfa.id}/organizations", platform, {"name": "Rossotto S.r.l."})

    assert find(front, platform, "ross") == [
        ("partner", "Rossi & Figli", None),
        ("course", "Rossini per tutti", None),
        ("contact", "María Rossi", "Studio Alfa"),
        ("contact", "Rosso Neri", "Rossi & Figli"),
        ("organization", "Rossotto S.r.l.", "Studio Alfa"),
    ]
    assert find(front, platform, "ROSSI maria") == [("contact", "María Rossi", "Studio Alfa")]
    assert find(front, platform, "maria@alfa") == [("contact", "María Rossi", "Studio Alfa")]
    items = front.get(SEARCH, platform, q="ross").json["items"]
    assert [one["path"] for one in items][:3] == [
        f"/platform/partners/{rossi.id}", f"/platform/courses/{course_id}", f"/partner/{alfa.id}/contacts/{maria}",
    ]  # fmt: skip


def test_what_changed_its_name_is_found_by_the_new_one_alone(front: Front) -> None:
    partner, platform = a_partner(), a_platform_admin()
    who = contact(front, partner, platform, first_name="Maria", last_name="Rossi")
    front.patch(f"/v1/partners/{partner.id}/contacts/{who}", platform, {"last_name": "Verdi"})
    assert find(front, platform, "rossi") == []
    assert find(front, platform, "verdi") == [("contact", "Maria Verdi", "Alfa")]


def someone(first_name: str, email: str, *memberships: tuple[keys.Key, dict[str, Any]]) -> str:
    """A person who can be found, with what they are where; the keys are those of nobody yet."""
    who = a_person(first_name, email=email)
    commit(found_by(who, dynamo.read_one(keys.person(who)) or {}))
    for place, membership in memberships:
        write(place._replace(pk=keys.person(who).pk), membership)
    return who


def test_people_who_sign_in_are_found_by_name_and_address_with_where_they_are(front: Front) -> None:
    partner, platform = a_partner("Beta"), a_platform_admin()
    at_beta = {"partner_id": partner.id}
    staff = (keys.partner_membership("", partner.id), at_beta | {"role": "partner_finance"})
    key = (keys.organization_membership("", "org_1"), at_beta | {"role": "key_contact", "organization_id": "org_1"})
    learner = (keys.contact_membership("", partner.id), at_beta | {"role": "learner", "contact_id": "con_1"})
    trainer = (keys.platform_membership(""), {"role": "trainer"})
    laura = someone("Laura", "laura@beta.example", learner, staff)
    someone("Lauro", "lauro@beta.example", key)
    someone("Laurina", "laurina@beta.example", learner)
    someone("Laurella", "laurella@portico.example", staff, trainer)
    someone("Laurenzia", "laurenzia@nowhere.example")

    items = {one["name"]: one for one in front.get(SEARCH, platform, q="lau ross").json["items"]}
    assert {name: one["path"] for name, one in items.items()} == {
        "Laura Rossi": f"/partner/{partner.id}/team",
        "Lauro Rossi": f"/partner/{partner.id}/organizations/org_1",
        "Laurina Rossi": f"/partner/{partner.id}/contacts/con_1",
        "Laurella Rossi": "/platform/users",
        "Laurenzia Rossi": None,
    }
    assert {one["kind"] for one in items.values()} == {"person"}
    assert items["Laurenzia Rossi"]["detail"] == "laurenzia@nowhere.example"
    assert find(front, platform, "laura@b") == [("person", "Laura Rossi", "laura@beta.example · Beta")]
    assert items["Laura Rossi"]["id"] == laura
    page = front.ask("GET", "/platform/search", headers=a_session(platform), query={"q": "lau"})
    assert "Laurenzia Rossi" in page.text and f'href="/partner/{partner.id}/team"' in page.text


def test_staff_is_found_as_it_was_invited_and_by_a_new_name_alone_once_they_changed_it(front: Front) -> None:
    partner, platform = a_partner("Beta"), a_platform_admin()
    invited = {"email": "sofia@beta.example", "first_name": "Sofia", "last_name": "Verdi", "role": "partner_finance"}
    made = front.post(f"/v1/partners/{partner.id}/staff", platform, invited)
    assert made.status == 201, made
    admin = {"email": "ugo@beta.example", "first_name": "Ugo", "last_name": "Blu"}
    assert front.post(f"/v1/partners/{partner.id}/admins", platform, admin).status == 201

    assert find(front, platform, "ugo blu") == [("person", "Ugo Blu", "ugo@beta.example · Beta")]
    assert find(front, platform, "sof ver") == [("person", "Sofia Verdi", "sofia@beta.example · Beta")]
    assert front.patch("/v1/me", made.json["id"], {"last_name": "Neri"}).status == 200
    assert find(front, platform, "verdi") == []
    assert find(front, platform, "neri sofia") == [("person", "Sofia Neri", "sofia@beta.example · Beta")]


def test_of_partners_people_and_ids_nothing_tells_anybody_else(front: Front) -> None:
    partner, platform = a_partner("Beta"), a_platform_admin()
    made = contact(front, partner, platform, first_name="Ada")
    for who in (a_partner_admin(partner), a_partner_admin(a_partner()), a_person()):
        assert front.get(SEARCH, who, q=made).code == "not-allowed"


def test_a_pasted_id_leads_to_what_has_it(front: Front) -> None:
    partner, platform = a_partner("Alfa"), a_platform_admin()
    course = {"title": "Uno", "enrollment_cost": 1, "assignment": {"all_partners": True}}
    course_id = front.post("/v1/courses", platform, course).json["id"]
    enrollment = an_enrollment(partner, course_id, new_id("con"))
    base = f"/v1/partners/{partner.id}"
    ada = contact(front, partner, platform, first_name="Ada", last_name="Neri")
    body = {"people": [{"first_name": "Bea"}]}
    bea = front.post(f"{base}/contacts/batches", platform, body).json["results"][0]["contact_id"]
    acme = front.post(f"{base}/organizations", platform, {"name": "Acme"}).json["id"]

    assert find(front, platform, ada) == [("contact", "Ada Neri", "Alfa")]
    assert find(front, platform, bea) == [("contact", "Bea", "Alfa")]
    assert find(front, platform, acme) == [("organization", "Acme", "Alfa")]
    assert find(front, platform, f" {partner.id} ") == [("partner", "Alfa", None)]
    assert find(front, platform, course_id) == [("course", "Uno", None)]
    assert find(front, platform, enrollment.id) == [("enrollment", "Uno", "Alfa")]
    unknown = an_enrollment(partner, course_id, new_id("con")).id[:-4] + "AAAE"
    for text in (new_id("prt"), new_id("crs"), new_id("con"), new_id("org"), unknown):
        assert find(front, platform, text) == []


def test_the_id_of_a_partners_own_course_leads_to_it_too(front: Front) -> None:
    partner, platform = a_partner("Alfa", kind="whitelabel"), a_platform_admin()
    made = front.post(f"/v1/partners/{partner.id}/courses", a_partner_admin(partner), {"title": "Accoglienza"}).json

    [found] = front.get(SEARCH, platform, q=f" {made['id']} ").json["items"]

    path = f"/partner/{partner.id}/catalogue/{made['id']}"
    assert found == {"kind": "course", "id": made["id"], "name": "Accoglienza", "detail": "Alfa", "path": path}
    assert "Accoglienza" in front.ask("GET", path, headers=a_session(platform)).text
    assert find(front, platform, new_own_course_id()) == []
    assert front.get(SEARCH, a_partner_admin(partner), q=made["id"]).code == "not-allowed"


def test_ten_of_a_kind_and_what_there_is_more_of(front: Front) -> None:
    platform = a_platform_admin()
    partners = [a_partner(f"Studio {n}") for n in range(12)]
    for n in range(11):
        contact(front, partners[0], platform, first_name=f"Studiosa{n}")
    told = front.get(SEARCH, platform, q="studio").json
    assert [one["kind"] for one in told["items"]] == ["partner"] * 10 + ["contact"] * 10
    assert told["more"] == ["partner", "contact"]


@pytest.mark.parametrize("text", ["", " ", "!?", "x", "zzzz", "#", "PLATFORM#", "\u202e"])
def test_what_means_nothing_finds_nothing(front: Front, text: str) -> None:
    assert find(front, a_platform_admin(), text) == []


def test_nobody_else_searches_everything(front: Front) -> None:
    partner = a_partner()
    assert front.get(SEARCH, None, q="alfa").code == "not-signed-in"
    assert front.get(SEARCH, a_partner_admin(partner), q="alfa").code == "not-allowed"
    assert front.get(SEARCH, a_person(), q="alfa").code == "not-allowed"
    assert front.get(SEARCH, a_platform_admin(), q="x" * 201).at == ["/q"]
