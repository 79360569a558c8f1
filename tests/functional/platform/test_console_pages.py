"""Every page of the platform's console: for whom it opens, what it does to hostile names, what it asks of the table."""

from __future__ import annotations

import re

import pytest

from shared import keys
from shared.clock import stamp
from shared.ids import new_id
from tests.builders import a_partner, a_partner_admin, a_person, write
from tests.functional.front import Front
from tests.functional.narrowed import a_course, a_trainer
from tests.functional.platform.scene import HOSTILE, Console, an_admin, enters, moved
from tests.functional.web.browser import look

PAGES = (
    "/platform",
    "/platform/partners",
    "/platform/partners/new",
    "/platform/courses",
    "/platform/courses/new",
    "/platform/users",
    "/platform/users/trainers",
    "/platform/users/new",
    "/platform/users/new?role=trainer",
    "/platform/search",
    "/platform/search?q=al",
    "/platform/audit",
    "/platform/settings",
)
OF_A_PARTNER = ("", "/people", "/courses", "/settings")


@pytest.fixture
def console(front: Front) -> Console:
    return Console.opened(front)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_for_the_platform_alone(console: Console, path: str) -> None:
    partner = a_partner()

    assert look(console.front, path.partition("?")[0]).headers["location"].startswith("/sign-in?next=/platform")
    for person in (a_person(), a_partner_admin(partner), a_trainer(new_id("crs"))):
        assert enters(console.front, path.partition("?")[0], person).status == 403
    assert '<main id="main"' in console.html(path)


@pytest.mark.parametrize("below", OF_A_PARTNER)
def test_a_partners_page_at_the_platform_is_not_the_partners(console: Console, below: str) -> None:
    partner = a_partner("Segreta srl")
    path = f"/platform/partners/{partner.id}{below}"

    own, others = (enters(console.front, path, an_admin(whose)) for whose in (partner, a_partner()))

    assert own.status == 403 and others.status == 404
    assert "Segreta" not in others.text + own.text
    assert "Segreta srl" in console.html(path)
    assert console.asks(f"/platform/partners/{new_id('prt')}{below}").status == 404
    assert console.asks(f"/platform/partners/prt_x{below}").status == 404


def test_no_name_is_ever_markup(console: Console) -> None:
    partner = a_partner(HOSTILE)
    course = a_course(HOSTILE, 10, partner)
    person = a_person(HOSTILE)
    row = {"person_id": person, "email": "x@alfa.example", "first_name": HOSTILE, "last_name": HOSTILE}
    row |= {"invited": True, "since": stamp(), "by": person}
    write(keys.partner_admin(partner.id, person), row)
    write(keys.platform_admin(person), row)
    moved(partner, person, 20)
    console.does("PATCH", f"/v1/courses/{course}", {"description": HOSTILE.replace("%", "")})
    pages = [*PAGES, *(f"/platform/partners/{partner.id}{below}" for below in OF_A_PARTNER)]
    pages += [f"/platform/courses/{course}", f"/platform/courses/{course}/partners/new", "/platform/search?q=script"]

    for path in pages:
        html = console.html(path)
        assert "<script>alert" not in html, path
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style", html), f"{path}: nothing inline"


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_asks_no_more_when_there_is_more(console: Console, count: int) -> None:
    partners = [a_partner(f"Partner {number}") for number in range(count)]
    courses = [a_course(f"Corso {number}", 10, *partners) for number in range(count)]
    for number in range(count):
        console.does("PATCH", f"/v1/courses/{courses[0]}", {"title": f"Corso {number}, nuovo"})
    moved(partners[0], console.admin, *([5] * count))
    visit = {"BatchGetItem": 1, "Query": 1}
    base = f"/platform/partners/{partners[0].id}"

    # each asks for a list and, where it is not enough, once for what is named in it; what goes side by side is one wait
    for path, wants in {
        "/platform/partners": {"Query": 1, "BatchGetItem": 1},
        "/platform/partners/new": {"Query": 1},
        "/platform/courses": {"Query": 1},
        "/platform/courses/new": {"Query": 1},
        "/platform/users/new": {"Query": 1},
        f"/platform/courses/{courses[0]}": {"Query": 1, "BatchGetItem": 2},
        f"/platform/courses/{courses[0]}/partners/new": {"Query": 1, "BatchGetItem": 1},
        "/platform/users": {"Query": 1, "BatchGetItem": 1},
        "/platform/settings": {},
        "/platform/audit": {"Query": 1, "BatchGetItem": 1},
        base: {"Query": 2, "BatchGetItem": 2},
        f"{base}/people": {"Query": 2},
        f"{base}/settings": {"BatchGetItem": 1},
        f"/partner/{partners[0].id}/audit": {"Query": 1},
    }.items():
        expected = {name: visit.get(name, 0) + wants.get(name, 0) for name in visit}
        assert console.calls(path) == expected, path
