"""Values of records as pages write them, by the type of their field: cells, details, titles, records in short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from functions.portal_api.business.portal import Portal
from functions.portal_api.modules.module import Field
from functions.portal_api.modules.sight import Sight
from functions.portal_api.web.table import Badge, Column, Kind
from shared.language import mark as _

_KINDS: Mapping[str, Kind] = {
    "email": "email", "date": "day", "moment": "day", "credits": "credits", "number": "number",
}  # fmt: skip
_FLAG = {True: _("Yes"), False: _("No")}
_AS_TEXT = frozenset({"text", "email", "phone", "address", "choice", "reference"})
OPEN = "open"
"""The column that leads to a record where no field that is seen could."""

Shown = Mapping[str, Any]
"""A record with its `id` and only what is seen of it."""


@dataclass(frozen=True)
class Short:
    """A record in a few words: what it is called, where its page is, its badges, and what else is worth a line."""

    title: str
    href: str
    badges: Sequence[Badge]
    more: Sequence[tuple[str, Any, Kind]]


def columns(sight: Sight, *, sorts: bool = True) -> list[Column]:
    """A column a field that is seen; the first one leads to the record."""
    fields = [one for one in sight.fields if one.listed]
    leading = next((one for one in fields if one.type in _AS_TEXT and not one.tones), None)
    if leading is None:
        return [Column(OPEN, _("Record"), "link"), *(_column(one, sorts) for one in fields)]
    first = Column(leading.name, leading.label, "link", sort=sorts and leading.sortable)
    return [first, *(_column(one, sorts) for one in fields if one is not leading)]


def _column(field: Field, sorts: bool) -> Column:
    return Column(field.name, field.label, kind_of(field), sort=sorts and field.sortable)


def kind_of(field: Field) -> Kind:
    """How a cell of a table writes this field."""
    return "badge" if field.tones else _KINDS.get(field.type, "text")


def row(portal: Portal, sight: Sight, columns: Sequence[Column], record: Shown) -> dict[str, Any]:
    """A row of the table with these columns."""
    cells = {one.name: value(portal, one, record.get(one.name)) for one in sight.fields}
    lead = columns[0].key
    text = cells.get(lead) or portal.visit.say(_("Open the record"))
    leading = {"text": text, "href": portal.href(sight.module.name, record["id"])}
    return {"id": record["id"], **cells, lead: leading}


def value(portal: Portal, field: Field, given: Any) -> Any:
    """What a cell of the field's kind takes; None for nothing."""
    if given is None:
        return None
    if field.choices:
        word = field.choices.get(given, str(given))
        return Badge(word, field.tones.get(given, "plain")) if field.tones else portal.visit.say(word)
    if field.type == "flag":
        return portal.visit.say(_FLAG[bool(given)])
    if field.type == "reference":
        return given["name"] or given["id"]
    if isinstance(given, Mapping):
        return ", ".join(str(part) for part in given.values() if part)
    return given


def details(portal: Portal, sight: Sight, record: Shown, fields: Sequence[Field]) -> list[tuple[str, Any, str]]:
    """These fields as label, value and kind; a reference leads to all that has it, where it is a filter."""
    return [(portal.visit.say(one.label), *_detail(portal, sight, one, record.get(one.name))) for one in fields]


def _detail(portal: Portal, sight: Sight, field: Field, given: Any) -> tuple[Any, str]:
    told = value(portal, field, given)
    if field.type == "reference" and given and sight.may_filter(field.name):
        return {"text": told, "href": portal.href(sight.module.name, **{field.name: given["id"]})}, "link"
    return told, "moment" if field.type == "moment" else kind_of(field)


def title_of(portal: Portal, sight: Sight, record: Shown) -> str:
    """What a record is called by the fields that are seen."""
    named = [sight.module.field(name) for name in sight.module.naming]
    fields = [one for one in named if one and one.name in record]
    if not fields:
        fields = [one for one in sight.fields if one.type in _AS_TEXT and not one.tones][:1]
    words = [str(value(portal, one, record.get(one.name)) or "") for one in fields]
    return " ".join(word for word in words if word) or portal.label(sight.module)


def short(portal: Portal, sight: Sight, record: Shown) -> Short:
    """A record in a few words."""
    badges = [value(portal, one, record[one.name]) for one in sight.fields if one.tones and record.get(one.name)]
    href = portal.href(sight.module.name, record["id"])
    return Short(title_of(portal, sight, record), href, badges, list(_more(portal, sight, record)))


def _more(portal: Portal, sight: Sight, record: Shown) -> Iterator[tuple[str, Any, Kind]]:
    naming = [name for name in sight.module.naming if name in record] or [
        one.name for one in sight.fields if one.type in _AS_TEXT and not one.tones
    ][:1]
    for one in sight.fields:
        given = record.get(one.name)
        oneself = one.type == "reference" and given and given["id"] == portal.visitor.standing.contact_id
        if given is not None and one.listed and one.name not in naming and not one.tones and not oneself:
            yield portal.visit.say(one.label), value(portal, one, given), kind_of(one)
