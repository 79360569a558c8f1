"""`/partner/{partner_id}/profiles`: the access profiles of a partner's contacts, and the editor of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi.responses import HTMLResponse

from functions.portal_api.lists import Page
from functions.portal_api.modules.grant import Grant
from functions.portal_api.modules.module import Module
from functions.portal_api.modules.registry import MODULES
from functions.portal_api.profiles.find_profiles import find_profiles, profile_of
from functions.portal_api.profiles.profile import BUILT_IN, MOST, Profile
from functions.portal_api.web.routes import PageRouter
from functions.portal_api.web.table import Column
from functions.portal_api.web.visit import Visit, Visits
from shared.language import mark as _

router = PageRouter()

COLUMNS = (
    Column("name", _("Name"), "link"),
    Column("modules", _("Shows"), "tags"),
    Column("users", _("Portal users"), "number"),
    Column("changed_at", _("Changed"), "day"),
)
_BUILT_IN = {
    "key_contact": _("All there is of their organization. Every key contact has it, and nothing narrows it."),
    "learner": _("What is about themselves, to read. Whoever has no other profile has it."),
}


@dataclass(frozen=True)
class Row:
    """A module in the editor: what it declares, and what the profile grants of it."""

    module: Module
    grant: Grant

    @property
    def records(self) -> str:
        """Whose records, as far as the module has both."""
        return self.grant.records if self.grant.records in self.module.records else self.module.records[0]

    def access(self, name: str) -> str:
        """What is granted of a field."""
        return self.grant.fields.get(name, "hidden")


@router.page("/partner/{partner_id}/profiles")
def profiles_page(visit: Visits) -> HTMLResponse:
    """All of them: a partner has at most fifty."""
    partner = visit.allow_at_partner("profile:read")
    found, _cursor = find_profiles(Page(limit=MOST, cursor=None), partner.id)
    table = visit.table(
        name="profiles",
        caption=_("Access profiles"),
        columns=COLUMNS,
        rows=[_row(visit, one) for one in found],
    )
    return visit.page(
        "profiles/list.html",
        title=visit.say(_("Access profiles")),
        here="profiles",
        table=table,
        built_in=[
            (f"{visit.path}/{one}", visit.say(BUILT_IN[one]().name), visit.say(_BUILT_IN[one])) for one in BUILT_IN
        ],
        manages=visit.may("profile:manage"),
        full=len(found) >= MOST,
    )


def _row(visit: Visit, profile: Profile) -> dict[str, object]:
    shown = [one.module for one in rows_of(profile.modules) if one.grant.visible]
    return {
        "id": profile.id,
        "href": f"{visit.path}/{profile.id}",
        "name": profile.name,
        "modules": [visit.say(one.label) for one in shown],
        "users": profile.users,
        "changed_at": profile.changed_at,
    }


@router.page("/partner/{partner_id}/profiles/new")
def new_profile_page(visit: Visits) -> HTMLResponse:
    """The editor of a profile to be: it begins with what a learner has."""
    partner = visit.allow_at_partner("profile:manage")
    draft = Profile(id="", name="", modules=BUILT_IN["learner"]().modules)
    return _editor(visit, partner.id, draft, visit.say(_("New access profile")), manages=True)


@router.page("/partner/{partner_id}/profiles/{profile_id}")
def profile_page(visit: Visits, profile_id: str) -> HTMLResponse:
    """The editor of one profile; those built in, and to who may only read, it shows."""
    partner = visit.allow_at_partner("profile:read")
    profile = profile_of(partner.id, profile_id)
    manages = visit.may("profile:manage") and not profile.built_in
    name = visit.say(profile.name) if profile.built_in else profile.name
    return _editor(visit, partner.id, profile, name, manages=manages)


def _editor(visit: Visit, partner_id: str, profile: Profile, title: str, *, manages: bool) -> HTMLResponse:
    return visit.page(
        "profiles/edit.html",
        title=title,
        here="profiles",
        crumbs=[(visit.say(_("Access profiles")), f"/partner/{partner_id}/profiles")],
        profile=profile,
        about=visit.say(_BUILT_IN[profile.id]) if profile.built_in else None,
        rows=rows_of(profile.modules),
        manages=manages,
        api=f"/v1/partners/{partner_id}/profiles",
        base=f"/partner/{partner_id}/profiles",
    )


def rows_of(grants: Mapping[str, Grant]) -> Sequence[Row]:
    """Every module there is: first those that are shown, in the order of their menu, then the others."""
    rows = list(_rows(grants))
    return sorted(rows, key=lambda row: (not row.grant.visible, row.grant.order))


def _rows(grants: Mapping[str, Grant]) -> Iterator[Row]:
    for place, module in enumerate(MODULES, 1):
        yield Row(module, grants.get(module.name) or Grant(order=place))
