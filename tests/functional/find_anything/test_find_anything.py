"""One box for everything: found by whom it may be, by the beginnings of words and by ids, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from shared import keys
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, an_enrollment, write
from tests.functional.front import Front

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


def test_people_who_sign_in_are_found_by_address_and_the_platforms_by_name(front: Front) -> None:
    partner, platform = a_partner(), a_platform_admin()
    laura = a_person("Laura", email="laura@beta.example")
    write(keys.partner_membership(laura, partner.id), {"role": "partner_finance", "partner_id": partner.id})
    a_person("Lauro", email="laura@nowhere.example")
    row = {"person_id": platform, "email": "ugo@portico.example", "first_name": "Ugo", "last_name": "Blu"}
    write(keys.platform_admin(platform), row)

    [found] = front.get(SEARCH, platform, q="laura@b").json["items"]
    assert (found["kind"], found["id"], found["path"]) == ("person", laura, f"/partner/{partner.id}/team")
    assert find(front, platform, "laura@") == [("person", "Laura Rossi", "laura@beta.example")]
    assert find(front, platform, "ugo") == [("person", "Ugo Blu", "ugo@portico.example")]


def test_a_pasted_id_leads_to_what_has_it(front: Front) -> None:
    partner, platform = a_partner("Alfa"), a_platform_admin()
    course = {"title": "Uno", "enrollment_cost": 1, "assignment": {"all_partners": True}}
    course_id = front.post("/v1/courses", platform, course).json["id"]
    enrollment = an_enrollment(partner, course_id, new_id("con"))

    assert find(front, platform, f" {partner.id} ") == [("partner", "Alfa", None)]
    assert find(front, platform, course_id) == [("course", "Uno", None)]
    assert find(front, platform, enrollment.id) == [("enrollment", "Uno", "Alfa")]
    unknown = an_enrollment(partner, course_id, new_id("con")).id[:-4] + "AAAE"
    for text in (new_id("prt"), new_id("crs"), new_id("con"), unknown):
        assert find(front, platform, text) == []


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
