"""Pages of own courses: who is shown the way to what, what a default partner never sees, their names everywhere."""

from __future__ import annotations

import csv
import html
import io
from typing import Any

import pytest

from shared import keys
from tests.builders import a_partner, a_partner_admin, a_platform_admin, an_enrollment, write
from tests.functional.catalog.own import WORDS, a_member, a_whitelabel, becomes, make_own
from tests.functional.front import Answer, Front
from tests.functional.narrowed import a_course, a_supervisor
from tests.waits import waits_for

HOSTILE = "<script>alert(1)</script> 100%"


def page(front: Front, path: str, who: str, **query: Any) -> Answer:
    return front.ask("GET", path, who, headers={"accept": "text/html"}, query=query)


def content(answer: Answer) -> str:
    """What stands on the page outside of the shell."""
    assert answer.status == 200, answer
    return answer.text[answer.text.index("<main") : answer.text.index("</main>")]


def a_contact(front: Front, admin: str, partner: Any, **more: Any) -> str:
    person = {"first_name": "Ada", "last_name": "Neri", "email": "ada@neri.example"} | more
    return str(front.post(f"/v1/partners/{partner.id}/contacts", admin, person).json["id"])


@pytest.mark.criterion("C-31")
def test_a_whitelabel_partners_catalogue_has_its_own_courses_before_the_platforms(front: Front) -> None:
    partner = a_whitelabel()
    admin, base = a_partner_admin(partner), f"/partner/{partner.id}/catalogue"
    theirs = a_course("Antincendio", 10)
    empty = content(page(front, base, admin))
    assert "No course of your own yet" in empty and f'href="{base}/new"' in empty

    draft = make_own(front, admin, partner, title=HOSTILE)
    course = make_own(front, admin, partner, "published")
    text = content(page(front, base, admin))

    assert text.index(course) < text.index(draft) < text.index(theirs)
    assert html.escape(HOSTILE) in text and "<script>alert" not in text
    assert "Draft" in text and "Published" in text and f'href="{base}/new"' in text
    assert text.count(f"enrol?course_id={course}") == 1 and f"enrol?course_id={draft}" not in text
    shown = page(front, f"{base}/{draft}", admin)
    assert "nobody can be enrolled" in shown.text and 'id="publish-form"' in shown.text
    assert html.escape(HOSTILE) in shown.text and "<script>alert" not in shown.text
    assert "Enrol people" in content(page(front, f"{base}/{course}", admin))
    assert 'data-send="POST' in content(page(front, f"{base}/new", admin))


@pytest.mark.criterion("C-31")
def test_a_default_partner_sees_nothing_of_it(front: Front) -> None:
    partner = a_partner("Alfa")
    admin, base = a_partner_admin(partner), f"/partner/{partner.id}/catalogue"
    course = a_course("Antincendio", 10)

    for text in (content(page(front, base, admin)), content(page(front, f"{base}/{course}", admin))):
        assert "own" not in text.lower().replace("download", "").split(), text
    assert page(front, f"{base}/new", admin).status == 403
    assert "optgroup" not in page(front, f"/partner/{partner.id}/enrol", admin).text


def test_more_than_the_newest_are_on_a_page_of_their_own(front: Front) -> None:
    partner = a_whitelabel()
    admin, base = a_partner_admin(partner), f"/partner/{partner.id}/catalogue"
    made = [make_own(front, admin, partner) for _ in range(12)]

    text = content(page(front, base, admin))
    assert f'href="{base}/own"' in text and made[0] not in text and made[-1] in text
    listed = content(page(front, f"{base}/own", admin, limit=100))
    assert all(one in listed for one in made)
    first = content(page(front, f"{base}/own", admin, limit=5))
    assert "cursor=" in first and made[0] not in first


@pytest.mark.criterion("C-07", "C-31")
def test_the_platform_and_staff_see_them_and_no_way_to_change_them(front: Front) -> None:
    partner = a_whitelabel()
    platform, admin = a_platform_admin(), a_partner_admin(partner)
    course = make_own(front, admin, partner, title="Accoglienza")
    base = f"/partner/{partner.id}/catalogue"

    for who in (platform, a_member(partner, "partner_read_only"), a_member(partner, "partner_enrollment")):
        for path in (base, f"{base}/own", f"{base}/{course}"):
            text = content(page(front, path, who))
            assert "Accoglienza" in text and 'data-send="P' not in text and f"{base}/new" not in text, path
        assert page(front, f"{base}/new", who).status == 403
    at_platform = content(page(front, f"/platform/partners/{partner.id}/courses", platform))
    assert "Accoglienza" in at_platform and "changes nothing" in at_platform and f"{base}/{course}" in at_platform
    default = a_partner("Alfa")
    assert "Its own courses" not in content(page(front, f"/platform/partners/{default.id}/courses", platform))
    supervisor = a_supervisor(partner, courses=[course])
    assert "Accoglienza" in content(page(front, f"{base}/{course}", supervisor))
    assert page(front, f"{base}/{course}", a_supervisor(partner, tags=["x"])).status == 404
    assert page(front, f"{base}/{course}", a_partner_admin(default)).status == 404


@pytest.mark.criterion("C-31")
def test_a_partner_that_was_a_whitelabel_one_is_told_what_became_of_them(front: Front) -> None:
    partner = a_whitelabel()
    admin, base = a_partner_admin(partner), f"/partner/{partner.id}"
    course = make_own(front, admin, partner, "published")
    contact = a_contact(front, admin, partner)
    an_enrollment(partner, course, contact, cost=0, entry_seq=None)
    becomes(partner, "default")

    text = content(page(front, f"{base}/catalogue/{course}", admin))
    assert "goes on to the end" in text and 'data-send="P' not in text and "Ada Neri" in text
    assert "goes on to the end" in content(page(front, f"{base}/catalogue/own", admin))
    assert course not in content(page(front, f"{base}/catalogue", admin))
    assert WORDS["title"] in content(page(front, f"{base}/enrollments", admin))
    assert course not in page(front, f"{base}/enrol", admin, course_id=course).text.partition("<select")[2]


@pytest.mark.criterion("C-31", "C-36x")
def test_its_title_stands_wherever_its_enrollments_do(front: Front) -> None:
    partner = a_whitelabel()
    admin, platform, base = a_partner_admin(partner), a_platform_admin(), f"/partner/{partner.id}"
    course = make_own(front, admin, partner, "published", title="Accoglienza")
    contact = a_contact(front, admin, partner)
    enrolled = an_enrollment(partner, course, contact, cost=0, entry_seq=None, status="completed", result="passed")
    sara = a_supervisor(partner, courses=[course])

    for path in (
        "", "/enrollments", f"/enrollments?course_id={course}", f"/enrollments/{enrolled.id}", f"/contacts/{contact}",
        f"/contacts/{contact}/views", f"/audit?subject={course}",
    ):  # fmt: skip
        address, _, asked = path.partition("?")
        query = dict([asked.split("=")]) if asked else {}
        if path.endswith("/views"):
            page(front, f"{base}/enrollments/{enrolled.id}", platform)
        assert "Accoglienza" in content(page(front, f"{base}{address}", admin, **query)), path
    assert "Accoglienza" in content(page(front, base, sara))
    api = f"/v1/partners/{partner.id}"
    rows = csv.DictReader(io.StringIO(front.get(f"{api}/enrollments.csv", admin).text.lstrip("\ufeff")))
    assert [one["course_title"] for one in rows] == ["Accoglienza"]
    [row] = front.get(f"{api}/enrollments", admin).json["items"]
    assert (row["course_title"], row["cost"]) == ("Accoglienza", 0)
    assert front.get(f"{api}/overview", admin).json["enrollments"]["by_course"][0]["title"] == "Accoglienza"
    assert "Accoglienza" in front.get("/v1/platform/search", platform, q=enrolled.id).text
    record = f"{base}/enrollments/{enrolled.id}"
    assert 'id="result-form"' in page(front, record, admin).text
    assert 'id="result-form"' not in page(front, record, platform).text
    theirs = an_enrollment(partner, a_course("Antincendio", 10), contact)
    assert 'id="result-form"' not in page(front, f"{base}/enrollments/{theirs.id}", admin).text


def test_the_enrol_page_offers_published_ones_at_no_credits_apart_from_the_platforms(front: Front) -> None:
    partner = a_whitelabel()
    admin = a_partner_admin(partner)
    theirs, draft = a_course("Antincendio", 10), make_own(front, admin, partner)
    course = make_own(front, admin, partner, "published", title=HOSTILE)

    text = content(page(front, f"/partner/{partner.id}/enrol", admin, course_id=course))

    groups = text.split("<optgroup")
    assert f'value="{course}" data-cost="0" selected' in groups[1] and "Your own courses" in groups[1]
    assert f'value="{theirs}" data-cost="10"' in groups[2]
    assert draft not in text and "<script>alert" not in text


def test_pages_of_own_courses_wait_at_most_twice_after_the_visitor_is_known(front: Front) -> None:
    partner = a_whitelabel()
    admin, base = a_partner_admin(partner), f"/partner/{partner.id}/catalogue"
    for number in range(12):
        a_course(f"Corso {number}", 1)
    course = [make_own(front, admin, partner, "published") for _ in range(12)][-1]
    contact = a_contact(front, admin, partner)
    an_enrollment(partner, course, contact, cost=0, entry_seq=None)
    write(keys.wallet(partner.id), {"available": 3, "held": 0, "seq": 1, "head": "0" * 64})

    for path in (base, f"{base}/own", f"{base}/new", f"{base}/{course}"):
        with waits_for("dynamodb") as waits:
            assert page(front, path, admin).status == 200
        # the visitor is known in one wait, or with a bearer token in two: who it is, then what they are where
        assert 0 < waits.in_a_row <= 4, (path, waits.calls)
