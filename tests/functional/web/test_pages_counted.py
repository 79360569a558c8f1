"""What each page of a partner costs: how often it waits for DynamoDB, and that more records cost it nothing more.

Reckoned, not timed (`tests/waits.py`): the same on a busy machine.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest

from functions.portal_api import search
from functions.portal_api.enrollments import enrol_page
from functions.portal_api.enrollments import pages as enrollments_pages
from functions.portal_api.find_anything import by_word
from functions.portal_api.organizations import choose
from functions.portal_api.overview import partner_overview
from shared import cursors, keys
from shared.clock import stamp
from shared.links import hash_of
from shared.partner import Partner
from shared.session import COOKIE
from tests.builders import a_partner, a_partner_admin, a_platform_admin, an_enrollment, write
from tests.functional.front import DOMAIN, Front
from tests.functional.narrowed import a_supervisor
from tests.waits import Waits, waits_for

AT_FIRST, LATER = 27, 40
"""Records of each kind: both are more than a page."""
A_PAGE, BOUND = 3, 24
BOUNDS = (
    (choose, "MOST", BOUND),
    (enrol_page, "COURSES", BOUND),
    (enrollments_pages, "COURSES", BOUND),
    (partner_overview, "NEWEST", BOUND),
    (search, "TOKENS_A_PAGE", BOUND),
    (search, "WIDER", 1),
    (by_word, "TOKENS", BOUND),
    (by_word, "WIDER", 1),
    (by_word, "A_PAGE", BOUND),
    (by_word, "PAGES", 1),
)
"""What bounds how many records a form offers, a page shows, a dashboard or a search looks at; here it is less than
there are, and so is a page of a list, even eight times, as a list looks where no index serves what is asked."""
KNOWN = 1
"""The wait in which session, authority, partner, brand and memberships become known; the page's own come after it."""
OWN = 2


@dataclass
class Scene:
    """A partner that grows, its admin, the platform's; ids of the latest record of each kind."""

    front: Front
    partner: Partner
    admin: str
    platform: str
    ids: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def grow(self, to: int) -> None:
        """Have this many organizations, contacts, courses, enrollments, movements, staff."""
        base = f"/v1/partners/{self.partner.id}"
        for number in range(self.size, to):
            said = {"name": f"Officina {number:03}"}
            organization = self._made(f"{base}/organizations", self.admin, said)
            person = {
                "first_name": "Ada",
                "last_name": f"Neri {number:03}",
                "organization_id": self.ids.setdefault("organization_id", organization),
                "tags": ["blue"],
            }
            contact = self._made(f"{base}/contacts", self.admin, person | {"email": f"ada{number}@neri.example"})
            course = {"title": f"Corso {number:03}", "enrollment_cost": 1, "assignment": {"all_partners": True}}
            course_id = self._made("/v1/courses", self.platform, course)
            through = {"organization_id": self.ids["organization_id"]}
            enrollment = an_enrollment(self.partner, course_id, contact, **through)
            everybodys = self.ids.setdefault("first_course_id", course_id)
            first = an_enrollment(self.partner, everybodys, contact, **through) if number else enrollment
            self._move(number + 1)
            if number == 1:
                self.ids["second_course_id"] = course_id
            self.ids |= {"contact_id": contact, "course_id": course_id, "enrollment_id": first.id}
        self.size = to

    def _made(self, path: str, who: str, body: dict[str, Any]) -> str:
        answer = self.front.post(path, who, body)
        assert answer.status == 201, answer
        return str(answer.json["id"])

    def _move(self, seq: int) -> None:
        """A movement and the wallet behind it, as the ledger's rows stand."""
        row = {"seq": seq, "kind": "top_up", "credits": 1, "balance_after": seq, "held_after": 0, "at": stamp()}
        row |= {"actor_id": self.platform, "prev_hash": "0" * 64, "hash": "0" * 64}
        write(keys.entry(self.partner.id, seq), row)
        wallet = {"available": seq, "held": 0, "seq": seq, "head": "0" * 64}
        write(keys.wallet(self.partner.id), wallet)


@pytest.fixture
def scene(front: Front) -> Scene:
    partner = a_partner("Alfa")
    return Scene(front, partner, a_partner_admin(partner), a_platform_admin(), {"partner_id": partner.id})


@cache
def _secret(_who: str) -> str:
    return secrets.token_urlsafe(32)


def _session(who: str) -> str:
    """The cookie of a browser's session; its item is written again before each look, as moto's tables are new."""
    now = int(time.time())
    said = {"id": "ses_01", "person_id": who, "domain": DOMAIN, "signed_in_at": now, "last_seen_at": now}
    write(keys.session(hash_of(_secret(who))), said | {"expires_at": now + 3600})
    return f"{COOKIE}={who}.{_secret(who)}"


PARTNER = [
    "",
    "/contacts",
    "/contacts?q=neri",
    "/contacts?q=ada neri",
    "/contacts?q=neri&organization_id={organization_id}",
    "/contacts?organization_id={organization_id}",
    "/contacts?tag=blue",
    "/contacts/{contact_id}",
    "/contacts/{contact_id}/edit",
    "/contacts/{contact_id}/views",
    "/organizations",
    "/organizations?q=officina",
    "/organizations/{organization_id}",
    "/catalogue",
    "/catalogue/{course_id}",
    "/enrol",
    "/enrol?course_id={course_id}",
    "/enrollments",
    "/enrollments?organization_id={organization_id}",
    "/enrollments?course_id={first_course_id}",
    "/enrollments?contact_id={contact_id}",
    "/enrollments/{enrollment_id}",
    "/wallet",
    "/team",
    "/profiles",
    "/settings",
    "/audit",
]
PLATFORM = [
    "/platform",
    "/platform/partners",
    "/platform/partners/{partner_id}",
    "/platform/courses",
    "/platform/courses/{course_id}",
    "/platform/users",
    "/platform/audit",
    "/platform/settings",
    "/platform/search?q=neri",
    "/platform/search?q=officina",
    "/platform/search?q=ada rossi",
    "/platform/search?q={contact_id}",
    "/platform/search?q={organization_id}",
    "/platform/search?q={enrollment_id}",
]
NARROWED = [
    "",
    "/contacts",
    "/contacts?q=neri",
    "/contacts?q=ada neri",
    "/contacts?organization_id={organization_id}",
    "/contacts?tag=blue",
    "/contacts/{contact_id}",
    "/enrollments",
    "/enrollments?organization_id={organization_id}",
    "/enrollments?course_id={first_course_id}",
    "/enrollments?contact_id={contact_id}",
    "/enrollments/{enrollment_id}",
    "/catalogue",
]
SCOPES: dict[str, list[str]] = {
    "organizations": ["organization_id"],
    "courses": ["first_course_id", "second_course_id"],
    "tags": [],
}
"""What a supervisor chooses people by; each holds all the people there are."""
THRICE = {
    "tags": [
        "/enrollments",
        "/enrollments?organization_id={organization_id}",
        "/enrollments?course_id={first_course_id}",
    ],
}
"""A tag leads to people, they to what they are enrolled in, and only that to the titles of the courses."""


def _look(scene: Scene, who: str, path: str) -> Waits:
    """What the page takes: the fuller of two looks, as moto, asked by several threads at once, may miss something."""
    return max((_one_look(scene, who, path) for _ in range(2)), key=lambda waits: waits.items)


def _one_look(scene: Scene, who: str, path: str) -> Waits:
    address, _, asked = path.format_map(scene.ids).partition("?")
    query = dict(part.split("=") for part in asked.split("&")) if asked else {}
    sent = {"accept": "text/html", "cookie": _session(who)}
    with waits_for("dynamodb") as waits:
        answer = scene.front.ask("GET", address, query=query, headers=sent)
    assert answer.status == 200, (path, answer.status)
    return waits


def _operations(waits: Waits) -> list[str]:
    return sorted(operation for _, operation, _ in waits.calls)


def bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every bound smaller than what there is."""
    for module, name, bound in BOUNDS:
        monkeypatch.setattr(module, name, bound)
    monkeypatch.setattr(cursors, "limit", lambda _text: A_PAGE)


def _compared(
    scene: Scene, pages: list[tuple[str, str]], thrice: Collection[str] = ()
) -> tuple[dict[str, int], dict[str, str]]:
    """Pages that wait too often (`thrice`: that may wait once more), and pages that cost more once there is more."""
    scene.grow(AT_FIRST)
    small = {path: _look(scene, who, path) for who, path in pages}
    scene.grow(LATER)
    large = {path: _look(scene, who, path) for who, path in pages}
    slow = {
        path: waits.in_a_row
        for path, waits in large.items()
        if waits.in_a_row > KNOWN + OWN + (path.removeprefix("/partner/{partner_id}") in thrice)
    }
    grown = {
        path: f"{len(small[path].calls)} calls for {small[path].items} items, then {len(waits.calls)} for {waits.items}"
        for path, waits in large.items()
        if _operations(waits) != _operations(small[path]) or waits.items > small[path].items
    }
    return slow, grown


def test_a_page_waits_at_most_twice_after_the_session_is_known_and_growth_costs_it_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounded(monkeypatch)
    pages = [(scene.admin, f"/partner/{{partner_id}}{path}") for path in PARTNER]
    pages += [(scene.platform, path) for path in PLATFORM]

    assert _compared(scene, pages) == ({}, {})


@pytest.mark.parametrize("kind", SCOPES)
def test_so_does_each_page_of_a_supervisor(scene: Scene, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    bounded(monkeypatch)
    scene.grow(2)
    scope = {kind: [scene.ids[one] for one in SCOPES[kind]] or ["blue", "green"]}
    pages = [(a_supervisor(scene.partner, **scope), f"/partner/{{partner_id}}{path}") for path in NARROWED]

    assert _compared(scene, pages, THRICE.get(kind, ())) == ({}, {})
