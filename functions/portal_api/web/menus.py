"""The menus of platform and partners: each item with the action it needs; what somebody may not use is absent.

The menus of customer companies and of learners come from their modules; their pages hand them over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.portal_api.web.shell import Link
from shared import access
from shared.caller import Caller
from shared.language import mark as _


@dataclass(frozen=True)
class Entry:
    """An item as declared: `path` below the view's own, the action it needs, whether a narrowed role may use it."""

    key: str
    label: str
    path: str
    action: str
    scoped: bool = False
    needs_wallet: bool = False


PLATFORM: tuple[Entry, ...] = (
    Entry("dashboard", _("Dashboard"), "", "partner:list"),
    Entry("partners", _("Partners"), "/partners", "partner:list"),
    Entry("courses", _("Courses"), "/courses", "course:write"),
    Entry("users", _("Users"), "/users", "platform_admin:manage"),
    Entry("direct-customers", _("Direct customers"), "/direct-customers", "partner:list"),
    Entry("search", _("Search"), "/search", "platform:search"),
    Entry("audit", _("Audit"), "/audit", "audit:read"),
    Entry("settings", _("Settings"), "/settings", "partner:manage"),
)
PARTNER: tuple[Entry, ...] = (
    Entry("dashboard", _("Dashboard"), "", "partner:read", scoped=True),
    Entry("enrol", _("Enrol"), "/enrol", "enrollment:create"),
    Entry("contacts", _("Students"), "/contacts", "contact:read", scoped=True),
    Entry("organizations", _("Organizations"), "/organizations", "organization:read"),
    Entry("catalogue", _("Catalogue"), "/catalogue", "course:read", scoped=True),
    Entry("enrollments", _("Enrollments"), "/enrollments", "enrollment:read", scoped=True),
    Entry("wallet", _("Credits"), "/wallet", "wallet:read", needs_wallet=True),
    Entry("team", _("Team"), "/team", "partner_admin:read"),
    Entry("profiles", _("Access profiles"), "/profiles", "profile:read"),
    Entry("settings", _("Settings"), "/settings", "partner:settings"),
    Entry("audit", _("Audit"), "/audit", "audit:read"),
)


def links(kind: str, caller: Caller) -> Sequence[Link]:
    """The menu of a view as this caller may use it; none for the account's pages."""
    return list(_links(kind, caller))


def _links(kind: str, caller: Caller) -> Iterator[Link]:
    partner = caller.partner
    if kind == "platform":
        entries, base = PLATFORM, "/platform"
    elif kind == "partner" and partner:
        entries, base = PARTNER, f"/partner/{partner.id}"
    else:
        return
    for entry in entries:
        if entry.needs_wallet and partner and not partner.has_wallet:
            continue
        if _may(caller, entry):
            yield Link(entry.key, entry.label, base + entry.path, entry.key)


def _may(caller: Caller, entry: Entry) -> bool:
    return any(
        entry.action in access.GRANTS.get(role, ()) and (entry.scoped or role not in access.SCOPED)
        for role in caller.roles
    )
