"""How a room declares what contacts may be shown of it: fields, actions, and the functions that read and change.

Declared once, a module is served as JSON under `/v1/business/…` and `/v1/me/…`, searched, sorted, filtered, exported,
documented, and can be granted or withheld field by field by access profiles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from functions.portal_api.lists import Page
from functions.portal_api.modules.narrowed import Narrowed

Access = Literal["hidden", "read", "edit"]
"""What a profile grants of a field; editing means reading too."""
Records = Literal["own", "organization"]
"""Whose records: only those about the contact, or all of the organization's."""
FieldType = Literal[
    "text", "email", "phone", "address", "date", "moment", "credits", "number", "choice", "flag", "reference"
]
Tone = Literal["plain", "good", "warn", "bad", "info"]
"""How a choice looks on a page: as it should be, to watch, wrong."""
Via = Literal["record", "list", "export"]
"""How records are looked at: one of them, a page, a file."""
Record = Mapping[str, Any]
"""A record with its `id` and every declared field, before anything is withheld. A reference is `{"id", "name"}`."""


@dataclass(frozen=True)
class Field:
    """One field; labels are marked for translation.

    `shape` is what a change may set it to where the type does not say enough (null is allowed unless `required`).
    Searched is what has tokens, sorted what a real order exists for, filtered what equals a value (of a reference,
    its id). `tones` makes a choice a badge on pages; what is not `listed` stands only on the page of
    its record and in files.
    """

    name: str
    label: str
    type: FieldType = "text"
    searchable: bool = False
    sortable: bool = False
    filterable: bool = False
    editable: bool = False
    required: bool = False
    listed: bool = True
    choices: Mapping[str, str] = field(default_factory=dict)
    tones: Mapping[str, Tone] = field(default_factory=dict)
    shape: Any = None


@dataclass(frozen=True)
class Action:
    """Something a profile grants beyond reading: `create`, `edit`, `export`, or a verb of the module's own.

    `of_admin`: among the organization's records only its admin does it, however much a profile grants.
    `of_organization`: it makes sense only for who sees the organization's records.
    `commits`: it enrols or orders, so a suspended partner's contacts may not.
    """

    name: str
    label: str
    of_admin: bool = False
    of_organization: bool = False
    commits: bool = False


@dataclass(frozen=True)
class Reach:
    """Whose records a caller reaches, whatever they ask for: every read and change of a module is held to it.

    `organization_id` None is the contact's own place, across organizations; `own` narrows to what is about the
    contact. `viewer_id` is the person who looks, from which `view` of the portal; with `preview` it is one of the
    partner's staff, through the contact's eyes.
    """

    partner_id: str
    contact_id: str
    organization_id: str | None
    own: bool
    viewer_id: str
    view: str = "api"
    preview: bool = False


@dataclass(frozen=True)
class Wanted:
    """What of these records a list is asked for: checked, so it speaks of nothing that is withheld.

    `words`, None for no search, must all begin words of the `searched` fields; `sort` is a field, `ascending` its
    direction, None the list's own order.
    """

    page: Page
    words: tuple[str, ...] | None = None
    searched: tuple[str, ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str | None = None
    ascending: bool = False

    def listing(self, module: str, reach: Reach) -> str:
        """The list's name for its cursors: another profile, filter or place is another list."""
        who = reach.contact_id if reach.own or reach.organization_id is None else ""
        about = f"{self.words}#{self.searched}#{sorted(self.filters.items())}#{self.sort}#{self.ascending}"
        return f"{module}#{reach.partner_id}#{reach.organization_id}#{who}#{about}"


Found = tuple[list[Record], str | None]
"""A page of records and the cursor to go on with."""


@dataclass(frozen=True)
class Module:
    """A module, and what serves it.

    `find` and `read` are held to the reach they are given; `read` raises Problem `not-found` for what lies outside.
    `create` and `update` are the room's own verbs, so that all their rules hold; they answer what `asking.commit`
    answered. `looked_at` is told of the records as they were shown, where it is written down who looks at what;
    beside it `named` puts in what the references of these records are called, where `find` and `read` leave that out.
    `own_label` is what a contact's own place calls it, where that is another word; `titled_by` the fields that
    together name a record on its page, where it is not the first alone.
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    actions: tuple[Action, ...]
    records: tuple[Records, ...]
    find: Callable[[Reach, Wanted], Found]
    read: Callable[[Reach, str], Record]
    create: Callable[[Narrowed, Reach, dict[str, Any]], Any] | None = None
    update: Callable[[Narrowed, Reach, str, dict[str, Any]], Any] | None = None
    looked_at: Callable[[Reach, Sequence[Record], Via], None] | None = None
    named: Callable[[Reach, Sequence[Record]], list[Record]] | None = None
    own_label: str = ""
    titled_by: tuple[str, ...] = ()

    @property
    def naming(self) -> tuple[str, ...]:
        """The fields that name a record."""
        return self.titled_by or (self.fields[0].name,)

    def field(self, name: str) -> Field | None:
        """Its field of this name."""
        return next((one for one in self.fields if one.name == name), None)

    def action(self, name: str) -> Action | None:
        """Its action of this name."""
        return next((one for one in self.actions if one.name == name), None)
