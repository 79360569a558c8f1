"""What one partner reads is the same to the byte, whatever other partners live through."""

from __future__ import annotations

import pytest

from shared.keys import HOUSE
from tests.flow.api import Api, World
from tests.flow.matrix import BODIES, NARROWED, filled, rows
from tests.flow.scene import Ids, same

SEARCHES = (
    "/v1/partners?q=al",
    "/v1/partners/{partner_id}/contacts?q=ada",
    "/v1/partners/{partner_id}/contacts?q=neri&archived=true",
    "/v1/partners/{partner_id}/organizations?q=gialli",
    "/v1/partners/{partner_id}/enrollments?status=withdrawn",
    "/v1/partners/{partner_id}/wallet/entries.csv?before=4",
)


def everything(api: Api, ids: Ids) -> dict[str, str]:
    """All that somebody can read: every GET, lists whole and page by page, searches, and what commands would cost."""
    paths = [row.path for row in rows() if row.method == "GET"] + [name.split()[1] for name in NARROWED] + [*SEARCHES]
    batch = "/v1/partners/{partner_id}/enrollments/batches"
    withdrawal = "/v1/partners/{partner_id}/enrollments/{enrollment_id}/withdrawal?dry_run=true"
    dry = filled(BODIES[f"POST {batch}"], ids) | {"dry_run": True}
    heard = {path: api.post(path.format_map(ids), body) for path, body in ((batch, dry), (withdrawal, None))}
    while paths:
        path = paths.pop().format_map(ids)
        heard[path] = api.get(path)
        if '"next_cursor"' not in heard[path].text:
            continue
        start, _, rest = path.partition("limit=2")
        cursor = heard[path].json()["next_cursor"]
        if not rest and "limit=2" not in path:
            paths.append(f"{start}{'&' if '?' in start else '?'}limit=2")
        elif cursor:
            paths.append(f"{start}limit=2&cursor={cursor}")
    return {path: same(answer) for path, answer in heard.items()}


def some_life(world: World, partner: str, shared: str | None = None) -> Ids:
    """People, an organization, courses, enrollments, money and a refusal; `shared` is a course another has too."""
    base, ok = f"/v1/partners/{partner}", world.platform.ok
    world.top_up(partner, 50)
    firm = ok("POST", f"{base}/organizations", {"name": "Gialli", "vat_number": "IT00743110157"}, 201)["id"]
    ada, leo, old = (
        world.contact(partner, name, last_name="Neri", email=f"{name}@gialli.example", organization_id=firm)
        for name in ("Ada", "Leo", "Old")
    )
    ok("PATCH", f"{base}/contacts/{old}", {"archived": True})
    course = world.course(3, partner, own=2)
    ids = {"partner_id": partner, "course_id": course, "contact_id": ada, "organization_id": firm}
    enroll = {"course_id": course, "organization_id": firm}
    first = ok("POST", f"{base}/enrollments", enroll | {"contact_id": ada}, 201)["id"]
    ok("POST", f"{base}/enrollments/batches", enroll | {"contact_ids": [leo, ada], "mode": "partial"})
    if shared:
        second = ok("POST", f"{base}/enrollments", {"course_id": shared, "contact_id": leo}, 201)["id"]
        ok("POST", f"{base}/enrollments/{second}/withdrawal")
    ok("POST", f"{base}/wallet/deductions", {"credits": 5, "reason": "Storno"}, 201)
    dear = world.course(1000, partner)
    world.platform.refused("POST", f"{base}/enrollments", {"course_id": dear, "contact_id": ada})
    return ids | {"enrollment_id": first}


@pytest.mark.criterion("C-09", "C-10", "C-14", "C-15", "C-30")
def test_what_one_partner_reads_is_the_same_whatever_another_does(world: World) -> None:
    alfa, beta, email = world.partner("Alfa"), world.partner("Beta"), world.email("laura")
    shared = world.course(4, alfa)
    ids = some_life(world, alfa, shared) | {"person_id": world.invite(alfa, world.email("mario"))["id"]}
    admin, ok = world.admin(alfa, email), world.platform.ok
    before, mails = everything(admin, ids), world.mails(email)

    costs = [{"partner_id": alfa}, {"partner_id": beta, "enrollment_cost": 1}]
    ok("PATCH", f"/v1/courses/{shared}", {"assignment": {"partners": costs}})
    world.admin(beta).ok("PATCH", f"/v1/partners/{beta}", {"low_credit_threshold": 90})
    for partner in (beta, world.partner("Alfa")):
        some_life(world, partner, shared if partner == beta else None)
        ok("PATCH", f"/v1/partners/{partner}", {"name": "Alfa"})
        ok("POST", f"/v1/partners/{partner}/suspension")
    ok("POST", f"/v1/partners/{beta}/closure")
    world.contact(HOUSE, "Ada", last_name="Neri", email="ada@gialli.example")

    after = everything(admin, ids)
    assert [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)] == []
    assert world.mails(email) == mails
