"""What people read is the same to the byte, whatever other partners, and other organizations, live through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
from tests.flow.operations import NARROWED, SEARCHES

FORESEEN = ("enrollments/batches", "contacts/matches", "/differences", "preview/{module}")
"""Commands that only say what would be."""
Invited = dict[str, tuple[str, Ids]]
"""By role the address, and the ids of what is their own."""
PAGED = ("alfa", "key")
"""Who reads every list page by page too."""


@pytest.fixture(scope="module")
def making(stack: Stack) -> Iterator[Making]:
    with doors(stack) as http:
        yield Making(World(stack, http))


def asked_by(kind: str) -> list[str]:
    """Every GET that the matrix lets a kind of caller do with what is theirs, and what narrows it."""
    own = {row.path for row in rows() if row.method == "GET" and row.word(kind, "alfa", theirs=True) == "ok"}
    narrower = [name.split()[1] for name in NARROWED] + [*SEARCHES]
    return [*own, *(path for path in narrower if path.partition("?")[0] in own)]


def everything(callers: dict[str, Caller], place: Ids) -> dict[tuple[str, str], str]:
    """All that these people can read. Who saw results comes last: reading them is what makes its rows."""
    heard: dict[tuple[str, str], str] = {}
    for last in (False, True):
        for name, caller in callers.items():
            asked = (path for path in asked_by(caller.kind) if "{domain_id}" not in path)  # its worker goes on
            paths = [path for path in asked if path.endswith("/views") is last]
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
    withdrawal = "/v1/partners/{partner_id}/enrollments/{live_id}/withdrawal?dry_run=true".format_map(ids)
    heard = {withdrawal: same(caller.api.post(withdrawal))}
    for row in rows():
        if row.method == "POST" and row.operation.endswith(FORESEEN):
            body = filled(row.body, ids)
            path = row.path.format_map(ids)
            heard[path] = same(caller.api.post(path, body | {"dry_run": True} if "course_id" in body else body))
    return heard


def people(making: Making, place: Ids, names: tuple[str, ...] = ("alfa", *STAFF, *PORTAL)) -> Invited:
    """Somebody of every role of a partner, invited."""
    found: Invited = {name: (making.world.email(name), {}) for name in names}
    for name, (email, own) in found.items():
        if name == "alfa":
            making.admin(place, email)
        else:
            own.update(making.give_role(name, place, email))
    return found


def signed_in(making: Making, invited: Invited) -> dict[str, Caller]:
    """The same people, with a password."""
    links = making.links()
    return {name: making.sign_in(name, "alfa", email, links[email], own) for name, (email, own) in invited.items()}


def mailed(making: Making, invited: Invited) -> list[dict[str, Any]]:
    """The mails that these people got."""
    assert making.world.stack.settle()
    theirs = {email for email, _ in invited.values()}
    return [mail for mail in making.world.stack.mails() if not theirs.isdisjoint(mail["to"])]


def some_life(making: Making, place: Ids, shared: str | None = None) -> str:
    """Money, people, enrollments and a refusal.

    Args: `shared`, a course another partner has too. Returns: the id of an enrollment that is not over.
    """
    partner, ok = place["partner_id"], making.asked
    base, at = f"/v1/partners/{partner}", {"organization_id": place["organization_id"]}
    ada, leo, old = (
        making.world.contact(partner, name, last_name="Neri", email=f"{name}@gialli.example", **at)
        for name in ("Ada", "Leo", "Old")
    )
    ok("PATCH", f"{base}/contacts/{old}", {"archived": True})
    enroll = {"course_id": place["course_id"], **at}
    live = str(ok("POST", f"{base}/enrollments", enroll | {"contact_id": ada}, 201)["id"])
    ok("POST", f"{base}/enrollments/batches", enroll | {"contact_ids": [leo, ada], "mode": "partial"})
    if shared:
        second = ok("POST", f"{base}/enrollments", {"course_id": shared, "contact_id": leo}, 201)["id"]
        ok("POST", f"{base}/enrollments/{second}/withdrawal")
    making.make_key_contact(place, ada)
    making.let_in(place, leo, profile_id=place["profile_id"], admin=True, **at)
    if partner == HOUSE:
        return live
    ok("POST", f"{base}/wallet/deductions", {"credits": 5, "reason": "Storno"}, 201)
    ok("POST", f"{base}/wallet/top-up-requests", {"note": "Presto"}, 202)
    dear = making.world.course(1000, partner)
    making.world.platform.refused("POST", f"{base}/enrollments", {"course_id": dear, "contact_id": ada})
    return live


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
    place |= {"live_id": some_life(making, place, shared)}
    invited = people(making, place)
    callers = signed_in(making, invited)
    own_course = callers["alfa"].api.ok("POST", f"/v1/partners/{alfa}/courses", {"title": "Accoglienza"}, 201)
    place["partners_course_id"] = own_course["id"]
    before, mails = everything(callers, place), mailed(making, invited)

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

    assert [question for question, said in before.items() if not said.startswith("200")] == []
    assert differing(before, everything(callers, place)) == []
    assert mailed(making, invited) == mails


@pytest.mark.criterion("A-22", "A-23", "A-25", "C-30")
def test_what_an_organizations_people_read_is_the_same_whatever_another_one_of_the_partner_lives_through(
    making: Making,
) -> None:
    """And whatever its own people do for themselves: what is personal is nothing of the organization's."""
    partner = making.world.partner("Alfa", 200)
    place = making.records(partner, TAG)
    callers = signed_in(making, people(making, place, (*PORTAL, "by_organization", "by_tag")))
    busy = making.contact(place)
    before = everything(callers, place)

    sister = making.records(partner) | {"course_id": place["course_id"]}
    some_life(making, sister)
    people(making, sister)
    making.enroll(place, busy, passed=True, personal=True)

    assert [question for question, said in before.items() if not said.startswith("200")] == []
    assert differing(before, everything(callers, place)) == []
