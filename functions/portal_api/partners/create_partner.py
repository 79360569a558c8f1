"""Make a partner: its record and its slug, and in the same write its first admin and its first courses if named.

Its wallet is made by its first movement, which is wallet's own command.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from functions.portal_api.account import guesses
from functions.portal_api.account.admin import Invitee
from functions.portal_api.account.admit import admission
from functions.portal_api.account.person import sign_in_domain_of
from functions.portal_api.account.platform import platform_language
from functions.portal_api.catalog.assign_partner import joined, settled
from functions.portal_api.command import Asking, Replayed
from functions.portal_api.partners import store
from functions.portal_api.partners.shape import FirstCourse, NewPartner, PartnerView
from functions.portal_api.partners.slug import candidates
from functions.wallet.wallet import Wallet
from shared.addresses import has_addresses
from shared.commit import Refused, Write
from shared.dynamo import Item
from shared.hosts import PLATFORM_SIGN_IN
from shared.ids import is_id, new_id
from shared.language import mark as _
from shared.partner import Partner
from shared.patience import Patience
from shared.problems import Problem

ADMINS_OF_NEW = guesses.Limit("admin-of-new", 20, 86400)
"""Invitations to one address as the first admin of a new partner."""


def partner_item(partner_id: str, kind: str, at: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A new partner's record, active. One with an address of its own has people of its own from the start."""
    own = kind == "whitelabel" and has_addresses()
    return fields | {
        "sign_in_domain": partner_id if own else PLATFORM_SIGN_IN,
        "id": partner_id,
        "kind": kind,
        "status": "active",
        "admins_count": 0,
        "accepted_count": 0,
        "created_at": at,
        "version": 1,
    }


def create_partner(asking: Asking, body: NewPartner) -> dict[str, Any]:
    """Make a partner of kind default or whitelabel.

    Raises: Problem `invalid-request` for a course that is unknown or named twice, `too-many-attempts`, `busy`;
    Replayed.
    """
    fields = body.model_dump(exclude={"kind", "admin", "courses"})
    fields["language"] = body.language or platform_language()
    _each_once(body.courses)
    if body.admin:
        guesses.count(ADMINS_OF_NEW, body.admin.email)
    try:
        return _made(asking, new_id("prt"), body, fields)
    except (Problem, Replayed):
        if body.admin:
            guesses.give_back(ADMINS_OF_NEW, body.admin.email)
        raise


def _made(asking: Asking, partner_id: str, body: NewPartner, fields: dict[str, Any]) -> dict[str, Any]:
    """The record under the first slug that is free; what it refers to is read anew when it changed meanwhile."""
    slugs, patience = candidates(body.name), Patience(tries=10)
    slug = next(slugs)
    while True:
        item = partner_item(partner_id, body.kind, asking.at, fields | {"slug": slug})
        item |= {"admins_count": 1} if body.admin else {}
        answer = PartnerView.of(item, Wallet(partner_id)).model_dump()
        writes = [*store.creation(item), *_admin(asking, item, body.admin), *_courses(partner_id, body.courses)]
        try:
            asking.commit(writes, "partner.create", partner_id, status=201, answer=answer)
        except Refused as refused:
            blame = refused.first[0].blame
            if blame not in ("slug", "course", "person", "standing"):
                raise
            if blame == "slug":
                slug = next(slugs)  # the last of them is nobody's
            else:
                patience.again()
            continue
        return answer


def _admin(asking: Asking, item: Item, invitee: Invitee | None) -> list[Write]:
    """The writes of its first admin; the new record counts them already."""
    if invitee is None:
        return []
    domain, by = sign_in_domain_of(Partner.of(item)), asking.caller.person_id
    view, writes = admission(invitee, item["id"], by, asking.at, item["language"], sign_in_domain=domain)
    told = asking.audit("admin.invite", view.id, scope=f"PARTNER#{item['id']}")
    return [*(write for write in writes if write.blame != "place"), told]


def _courses(partner_id: str, courses: Sequence[FirstCourse]) -> list[Write]:
    """The writes of its first courses."""
    writes: list[Write] = []
    for place, one in enumerate(courses):
        course, row = settled(partner_id, one.course_id)
        if course is None:
            raise _unfit(place, _("unknown course"))
        writes += joined(course, partner_id, row, one.enrollment_cost)
    return writes


def _each_once(courses: Sequence[FirstCourse]) -> None:
    seen: set[str] = set()
    for place, one in enumerate(courses):
        if not is_id("crs", one.course_id):
            raise _unfit(place, _("unknown course"))
        if one.course_id in seen:
            raise _unfit(place, _("named twice"))
        seen.add(one.course_id)


def _unfit(place: int, why: str) -> Problem:
    return Problem("invalid-request", errors=[{"path": f"/courses/{place}/course_id", "detail": why}])
