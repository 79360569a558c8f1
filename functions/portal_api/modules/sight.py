"""What one caller sees of one module and may do there: computed in one place, from a profile and a membership.

A `Sight` is what all that serves a module goes through. What is withheld is answered like what does not exist: absent
from records, unknown to search, sort and filters; only a change that names a withheld field is told that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from functions.portal_api.lists import Page
from functions.portal_api.modules.grant import Grant, Grants
from functions.portal_api.modules.module import Access, Action, Field, Module, Record, Records, Wanted
from functions.portal_api.search import words
from shared.language import mark as _
from shared.problems import Problem, invalid

Place = Literal["business", "me"]
"""The portal of an organization, or a contact's own."""
NOTHING = Grant()


@dataclass(frozen=True)
class Asked:
    """What a list is asked for, as it came: search, sort (`-` before it for descending), filters by field."""

    q: str | None = None
    sort: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sight:
    """What a caller sees of a module; `access` holds the fields that are not hidden, `actions` those granted."""

    module: Module
    visible: bool = True
    order: int = 0
    records: Records = "own"
    actions: tuple[str, ...] = ()
    access: Mapping[str, Access] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that are seen, as declared."""
        return tuple(one for one in self.module.fields if one.name in self.access)

    @property
    def editable(self) -> tuple[Field, ...]:
        """The fields that may be set, where an action sets any."""
        return tuple(one for one in self.fields if self.access[one.name] == "edit")

    def may(self, name: str, *, suspended: bool = False) -> bool:
        """Whether to show the way to an action; the change itself asks again."""
        action = self.module.action(name)
        return self.visible and action is not None and name in self.actions and not (suspended and action.commits)

    def seen(self) -> Sight:
        """Itself, if the module is there for this caller. Raises: Problem `not-found`."""
        if not self.visible:
            raise Problem("not-found")
        return self

    def show(self, record: Record) -> dict[str, Any]:
        """The record's id and those of its fields that are seen."""
        return {"id": record["id"]} | {one.name: record[one.name] for one in self.fields if one.name in record}

    def may_search(self, name: str) -> bool:
        return any(one.name == name and one.searchable for one in self.fields)

    def may_sort(self, name: str) -> bool:
        return any(one.name == name and one.sortable for one in self.fields)

    def may_filter(self, name: str) -> bool:
        return any(one.name == name and one.filterable for one in self.fields)

    def wanted(self, page: Page, asked: Asked) -> Wanted:
        """A list's question, checked. Raises: Problem `invalid-request`; of what is withheld as of what is unknown."""
        searched = tuple(one.name for one in self.fields if one.searchable)
        sort = (asked.sort or "").removeprefix("-")
        asked_for = asked.q is not None and asked.q.strip()
        if asked.q is not None and not searched:
            raise invalid("/q", _("is not known here"))
        if asked.sort is not None and not self.may_sort(sort):
            raise invalid("/sort", _("is not known here"))
        if asked_for and sort:
            raise invalid("/sort", _("does not go with a search, which has an order of its own"))
        for name, value in asked.filters.items():
            self._check_filter(name, value)
        return Wanted(
            page=page,
            words=tuple(words(asked.q or "")) if asked_for else None,
            searched=searched if asked_for else (),
            filters=dict(asked.filters),
            sort=sort or None,
            ascending=bool(sort) and not (asked.sort or "").startswith("-"),
        )

    def _check_filter(self, name: str, value: str) -> None:
        if not self.may_filter(name):
            raise invalid(f"/{name[:100]}", _("is not known here"))
        declared = self.module.field(name)
        if declared and declared.choices and value not in declared.choices:
            raise invalid(f"/{name}", _("must be one of {expected}"), expected=", ".join(declared.choices))

    def allow(self, name: str, *, suspended: bool = False) -> Action:
        """Let an action of the module pass.

        Raises: Problem `not-found` where the module is not there, `not-allowed`, `partner-suspended`.
        """
        action = self.seen().module.action(name)
        if action is None or name not in self.actions:
            raise Problem("not-allowed")
        if suspended and action.commits:
            raise Problem("partner-suspended")
        return action

    def change(self, given: Iterable[str]) -> None:
        """Let these fields be set. Raises: Problem `field-withheld` (`field`) for the first hidden or read-only one.

        What is no field of the module is left to the shape of the body to refuse.
        """
        for name in given:
            if self.module.field(name) and self.access.get(name) != "edit":
                raise Problem("field-withheld", field=name)


def sight_of(module: Module, grants: Grants, *, admin: bool, place: Place) -> Sight:
    """What a profile with these grants lets see of a module.

    Args: `admin`, that the membership carries the organization's admin flag; it widens nothing, it is what some
    actions need beside the profile, so a restricted profile wins over it. At one's own place records are one's own.
    """
    grant = grants.get(module.name, NOTHING)
    if not grant.visible:
        return Sight(module, visible=False)
    own = "own" in module.records and (place == "me" or grant.records == "own" or "organization" not in module.records)
    records: Records = "own" if own else "organization"
    return Sight(
        module,
        order=grant.order,
        records=records,
        actions=tuple(one.name for one in module.actions if one.name in grant.actions and _fits(one, records, admin)),
        access={
            one.name: "read" if access == "read" or not one.editable else "edit"
            for one in module.fields
            if (access := grant.fields.get(one.name, "hidden")) != "hidden"
        },
    )


def _fits(action: Action, records: Records, admin: bool) -> bool:
    if records == "own":
        return not action.of_organization
    return admin or not action.of_admin
