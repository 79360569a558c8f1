"""An access profile: a name and what it grants of each module; and the two that are built in.

Deny by default: a module, an action or a field that a stored profile does not name is withheld, those added later
among them. Change rights need read rights: a field that may be edited is read. A membership without a profile, or
whose profile is gone, sees what a learner sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from functions.portal_api.modules import grant
from functions.portal_api.modules.grant import Grant
from functions.portal_api.modules.module import Access, Module
from functions.portal_api.modules.registry import MODULES
from shared.language import mark as _
from shared.problems import Problem

MOST = 50
"""Profiles of a partner."""


class Profile(BaseModel):
    """Its record: only what is not withheld. `users` counts the memberships that name it, in an item of its own."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    modules: dict[str, Grant]
    built_in: bool = False
    users: int = 0
    created_at: str | None = None
    changed_at: str | None = None
    version: int = 1

    @classmethod
    def of(cls, item: Mapping[str, Any], users: int = 0) -> Profile:
        """From its item in the Portal table; what is no longer declared is left out."""
        named = {name: item[name] for name in ("id", "name", "created_at", "version")} | {"users": users}
        named["changed_at"] = item.get("changed_at", item["created_at"])
        declared = {one.name: one for one in MODULES}
        modules = {
            name: _of_today(Grant(**one), declared[name]) for name, one in item["modules"].items() if name in declared
        }
        return cls(modules=modules, **named)

    def stored(self) -> dict[str, Any]:
        """Its attributes as they are written; `users` is counted apart."""
        at = {"created_at": self.created_at, "changed_at": self.changed_at}
        return {"id": self.id, "name": self.name} | at | self.stored_modules()

    def stored_modules(self) -> dict[str, Any]:
        """Only the `modules` of it."""
        return {"modules": {name: one.model_dump() for name, one in self.modules.items()}}

    def changed(self, given: Mapping[str, Any]) -> Profile:
        """With another name or other grants."""
        return self.model_copy(update=dict(given))

    def view(self) -> dict[str, Any]:
        """How the API shows it: every module there is, with every field of it."""
        return self.model_dump(exclude={"modules"}) | {
            "modules": {one.name: _full(one, self.modules.get(one.name, Grant())) for one in MODULES}
        }


class GrantView(BaseModel):
    """What it grants of one module; every field of the module is named."""

    visible: bool
    order: int
    records: str
    actions: list[str]
    fields: dict[str, Access]


class ProfileView(BaseModel):
    """An access profile."""

    id: str
    name: str
    built_in: bool = Field(description="Whether it is part of the portal: it can be neither changed nor deleted")
    users: int = Field(description="How many portal users have it; not counted for those built in")
    created_at: str | None
    changed_at: str | None = Field(description="When its name or what it grants was last changed")
    version: int = Field(description="Counts its changes; send it with a change")
    modules: dict[str, GrantView] = Field(description="What it grants, by module")


def key_contact() -> Profile:
    """The built-in profile of an organization's key contacts: all there is, and nothing narrows it."""
    modules = {one.name: grant.everything(one, place) for place, one in enumerate(MODULES, 1)}
    return Profile(id="key_contact", name=_("Key contact"), modules=modules, built_in=True)


def learner() -> Profile:
    """The built-in profile of whoever has none: what is about themselves, to read."""
    modules = {one.name: grant.what_is_ones_own(one, place) for place, one in enumerate(MODULES, 1)}
    return Profile(id="learner", name=_("Learner"), modules=modules, built_in=True)


BUILT_IN = {"key_contact": key_contact, "learner": learner}
"""By id."""


def unfit(modules: Mapping[str, Grant]) -> list[dict[str, Any]]:
    """What can't be granted, as errors of `invalid-request`: where, and why."""
    declared = {one.name: one for one in MODULES}
    errors: list[tuple[str, str]] = []
    for name, one in modules.items():
        at = f"/modules/{name}"
        if name not in declared:
            errors.append((at, _("is not known here")))
            continue
        errors += [(f"{at}{where}", why) for where, why in _unfit_grant(declared[name], one)]
    return [{"path": path, "detail": why, "values": {}} for path, why in errors[:20]]


def _unfit_grant(module: Module, one: Grant) -> list[tuple[str, str]]:
    errors = []
    if one.records not in module.records and one.records != "own":  # own is the default, and grants the least
        errors.append(("/records", _("this module does not have them")))
    for place, action in enumerate(one.actions):
        if module.action(action) is None:
            errors.append((f"/actions/{place}", _("is not known here")))
    for name, access in one.fields.items():
        field = module.field(name)
        if field is None:
            errors.append((f"/fields/{name}", _("is not known here")))
        elif access == "edit" and not field.editable:
            errors.append((f"/fields/{name}", _("can only be read")))
    for field in module.fields if "create" in one.actions else ():
        if field.required and one.fields.get(field.name) != "edit":
            errors.append((f"/fields/{field.name}", _("must be editable for who may create")))
    return errors


def fit(modules: Mapping[str, Grant]) -> dict[str, Grant]:
    """The grants of a request without what says nothing. Raises: Problem `invalid-request`."""
    if errors := unfit(modules):
        raise Problem("invalid-request", errors=errors)
    return {name: _tidy(one) for name, one in modules.items()}


def _tidy(one: Grant) -> Grant:
    kept: dict[str, Access] = {name: access for name, access in one.fields.items() if access != "hidden"}
    return one.model_copy(update={"actions": list(dict.fromkeys(one.actions)), "fields": kept})


def _of_today(one: Grant, module: Module) -> Grant:
    fields = {name: access for name, access in one.fields.items() if module.field(name)}
    return one.model_copy(update={"fields": fields, "actions": [name for name in one.actions if module.action(name)]})


def _full(module: Module, one: Grant) -> dict[str, Any]:
    fields = {field.name: one.fields.get(field.name, "hidden") for field in module.fields}
    return one.model_dump() | {"fields": fields}
