"""What people read is the same to the byte, whatever other partners, and other organizations, live through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.local.stack import Stack
from shared.keys import HOUSE
from tests.flow.api import World
from tests.flow.bodies import BODIES
from tests.flow.callers import PORTAL, STAFF, TAG, Caller, Ids
from tests.flow.doors import doors
from tests.flow.hearing import same
from tests.flow.making import Making
from tests.flow.matrix import filled, rows
from tests.flow.operations import NARROWED

SEARCHES = (
    "/v1/partners?q=al",
    "/v1/partners/{partner_id}/contacts?q=ada",
    "/v1/partners/{partner_id}/contacts?q=neri&archived=true",
    "/v1/partners/{partner_id}/contacts?tag=primo%20soccorso",
    "/v1/partners/{partner_id}/organizations?q=gialli",
    "/v1/partners/{partner_id}/enrollments?status=withdrawn",
    "/v1/partners/{partner_id}/wallet/entries.csv?before=4",
    "/v1/business/{organization_id}/people?q=ada",
    "/v1/business/{organization_id}/people?sort=created_at",
    "/v1/business/{organization_id}/enrollments?status=completed",
    "/v1/me/{partner_id}/enrollments?sort=enrolled_at",
)
ASKED = [row.path for row in rows() if row.method == "GET"] + [name.split()[1] for name in NARROWED] + [*SEARCHES]
FORESEEN = ("enrollments/batches", "contacts/matches", "/differences", "preview/{module}")
"""Commands that only say what would be."""
PAGED = ("alfa", "key")
"""Who reads every list page by page too."""


@pytest.fixture(scope="module")
def making(stack: Stack) -> Iterator[Making]:
    with doors(stack) as http:
        yield Making(World(stack, http))


def everything(callers: dict[str, Caller], place: Ids) -> dict[tuple[str, str], str]:
    """All that these people can read. Who saw results comes last: reading them is what makes its rows."""
    heard: dict[tuple[str, str], str] = {}
    for last in (False, True):
        for name, caller in callers.items():
            paths = [path for path in ASKED if path.endswith("/views") is last]
            heard |= {(name, path): said for path, said in _read(caller, place | caller.own, paths).items()}
            if name == "alfa" and not last:
                heard |= {(name, path): said for path, said in _foreseen(caller, place).items()}
    return heard


def _read(caller: Caller, ids: Ids, paths: list[str]) -> dict[str, str]:
    heard = {}
    while paths:
        path = paths.pop().format_map(ids)
        answer = caller.api.get(path)
        heard[path] = same(answer)
        if caller.name not in PAGED or '"next_cursor"' not in answer.text:
            continue
        start, _, rest = path.partition("limit=2")
        cursor = answer.json()["next_cursor"]
        if not rest and "limit=2" not in path:
            paths.append(f"{start}{'&' if '?' in start else '?'}limit=2")
        elif cursor:
            paths.append(f"{start}limit=2&cursor={cursor}")
    return heard


def _foreseen(caller: Caller, ids: Ids) -> dict[str, str]:
    withdrawal = "/v1/partners/{partner_id}/enrollments/{enrollment_id}/withdrawal?dry_run=true".format_map(ids)
    heard = {withdrawal: same(caller.api.post(withdrawal))}
    for row in rows():
        if row.method == "POST" and row.operation.endswith(FORESEEN):
            body = filled(row.body, ids)
            path = row.path.format_map(ids)
            heard[path] = same(caller.api.post(path, body | {"dry_run": True} if "course_id" in body else body))
    return heard


def people(making: Making, place: Ids) -> dict[str, Caller]:
    """Somebody of every role of a partner, with a password and signed in."""
    emails = {name: making.world.email(name) for name in ("alfa", *STAFF, *PORTAL)}
    making.admin(place, emails["alfa"])
    own = {name: making.give_role(name, place, emails[name]) for name in (*STAFF, *PORTAL)}
    links = making.links()
    return {
        name: making.sign_in(name, "alfa", email, links[email], own.get(name, {})) for name, email in emails.items()
    }


def some_life(making: Making, place: Ids, shared: str | None = None) -> None:
    """Money, people, enrollments and a refusal; `shared` is a course another partner has too."""
    partner, ok = place["partner_id"], making.asked
    base, at = f"/v1/partners/{partner}", {"organization_id": place["organization_id"]}
    ada, leo, old = (
        making.world.contact(partner, name, last_name="Neri", email=f"{name}@gialli.example", **at)
        for name in ("Ada", "Leo", "Old")
    )
    ok("PATCH", f"{base}/contacts/{old}", {"archived": True})
    enroll = {"course_id": place["course_id"], **at}
    ok("POST", f"{base}/enrollments", enroll | {"contact_id": ada}, 201)
    ok("POST", f"{base}/enrollments/batches", enroll | {"contact_ids": [leo, ada], "mode": "partial"})
    if shared:
        second = ok("POST", f"{base}/enrollments", {"course_id": shared, "contact_id": leo}, 201)["id"]
        ok("POST", f"{base}/enrollments/{second}/withdrawal")
    making.make_key_contact(place, ada)
    making.let_in(place, leo, profile_id=place["profile_id"], admin=True, **at)
    if partner == HOUSE:
        return
    ok("POST", f"{base}/wallet/deductions", {"credits": 5, "reason": "Storno"}, 201)
    ok("POST", f"{base}/wallet/top-up-requests", {"note": "Presto"}, 202)
    dear = making.world.course(1000, partner)
    making.world.platform.refused("POST", f"{base}/enrollments", {"course_id": dear, "contact_id": ada})


def differing(before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    """What is not answered as it was."""
    return [question for question in before.keys() | after.keys() if before.get(question) != after.get(question)]


@pytest.mark.criterion("C-09", "C-10", "C-14", "C-15", "C-30")
def test_what_one_partners_people_read_is_the_same_whatever_another_does(making: Making) -> None:
    world, ok = making.world, making.asked
    partners = [world.partner(name, 100, kind="whitelabel") for name in ("Alfa", "Beta", "Alfa")]
    alfa, beta, _ = partners
    shared = world.course(4, alfa)
    place = making.records(alfa, TAG)
    some_life(making, place, shared)
    callers = people(making, place)
    emails = [caller.secrets["sign_in"] for caller in callers.values()]
    before = everything(callers, place)
    mails = [world.mails(email) for email in emails]

    costs = [{"partner_id": alfa}, {"partner_id": beta, "enrollment_cost": 1}]
    ok("PATCH", f"/v1/courses/{shared}", {"assignment": {"partners": costs}})
    ok("PATCH", f"/v1/partners/{beta}", {"low_credit_threshold": 90})
    for partner in (*partners[1:], HOUSE):
        theirs = making.records(partner, TAG)
        some_life(making, theirs, shared if partner == beta else None)
        if partner != HOUSE:
            people(making, theirs)
            ok("PUT", f"/v1/partners/{partner}/brand", BODIES["PUT /v1/partners/{partner_id}/brand"])
            ok("PATCH", f"/v1/partners/{partner}", {"name": "Alfa"})
            ok("POST", f"/v1/partners/{partner}/suspension")
    ok("POST", f"/v1/partners/{beta}/closure")

    assert sum(said.startswith("200") for said in before.values()) > len(before) / 4
    assert differing(before, everything(callers, place)) == []
    assert [world.mails(email) for email in emails] == mails


@pytest.mark.criterion("A-22", "A-23", "A-25", "C-30")
def test_what_an_organizations_people_read_is_the_same_whatever_another_one_of_the_partner_lives_through(
    making: Making,
) -> None:
    """And whatever its own people do for themselves: what is personal is nothing of the organization's."""
    partner = making.world.partner("Alfa", 200)
    place = making.records(partner, TAG)
    callers = {
        name: one for name, one in people(making, place).items() if name in (*PORTAL, "by_organization", "by_tag")
    }
    busy = making.contact(place)
    before = everything(callers, place)

    sister = making.records(partner) | {"course_id": place["course_id"]}
    some_life(making, sister)
    people(making, sister)
    making.enroll(place, busy, passed=True, personal=True)

    assert sum(said.startswith("200") for said in before.values()) > len(before) / 5
    assert differing(before, everything(callers, place)) == []
