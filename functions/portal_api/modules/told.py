"""A module as one caller is told of it: labels in their language, what they see and may do; nothing that is withheld.

The same shapes tell the staff of a partner what there is to grant.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, Field

from functions.portal_api.modules.module import Access, FieldType, Module, Records
from functions.portal_api.modules.module import Field as Declared
from functions.portal_api.modules.sight import Sight
from shared.language import translate


class Choice(BaseModel):
    """A value that a field may have."""

    value: str
    label: str


class FieldTold(BaseModel):
    """A field that is seen."""

    name: str
    label: str
    type: FieldType
    access: Access = Field(description="`read` or `edit`: whether it may be changed, where an action changes anything")
    required: bool = Field(description="Never empty: a new record needs it")
    searchable: bool = Field(description="Whether `q` looks in it")
    sortable: bool = Field(description="Whether `sort` takes it")
    filterable: bool = Field(description="Whether it is a filter of the list")
    choices: list[Choice] = Field(description="The values it may have; empty where it is free")


class ActionTold(BaseModel):
    """An action that is granted."""

    name: str
    label: str


class ModuleTold(BaseModel):
    """A module of the menu as its caller sees it."""

    name: str
    label: str
    order: int = Field(description="Its place in the menu, the lowest first")
    records: Records = Field(description="`own`: only what is about the contact; `organization`: all")
    actions: list[ActionTold]
    fields: list[FieldTold]


class Menu(BaseModel):
    """The modules a caller has, in their order."""

    items: list[ModuleTold]


class Declaration(BaseModel):
    """A module as it can be granted; `access` of a field is the most that can be granted of it."""

    name: str
    label: str
    records: list[Records] = Field(description="Whose records it can show")
    actions: list[ActionTold]
    fields: list[FieldTold]


class Declarations(BaseModel):
    """All modules there are."""

    items: list[Declaration]


def menu(sights: Iterable[Sight], language: str) -> Menu:
    """The modules that are there for a caller; equal places keep the order of the registry."""
    shown = sorted((sight for sight in sights if sight.visible), key=lambda sight: sight.order)
    return Menu(items=[told(sight, language) for sight in shown])


def told(sight: Sight, language: str) -> ModuleTold:
    """One module as a caller sees it."""
    return ModuleTold(
        name=sight.module.name,
        label=translate(sight.module.label, language),
        order=sight.order,
        records=sight.records,
        actions=_actions(sight.module, sight.actions, language),
        fields=[_field(one, sight.access[one.name], language) for one in sight.fields],
    )


def declared(modules: Iterable[Module], language: str) -> Declarations:
    """Modules with all that can be granted of them."""
    return Declarations(
        items=[
            Declaration(
                name=one.name,
                label=translate(one.label, language),
                records=list(one.records),
                actions=_actions(one, [action.name for action in one.actions], language),
                fields=[_field(field, "edit" if field.editable else "read", language) for field in one.fields],
            )
            for one in modules
        ]
    )


def _actions(module: Module, names: Iterable[str], language: str) -> list[ActionTold]:
    granted = set(names)
    return [
        ActionTold(name=one.name, label=translate(one.label, language)) for one in module.actions if one.name in granted
    ]


def _field(field: Declared, access: Access, language: str) -> FieldTold:
    return FieldTold(
        name=field.name,
        label=translate(field.label, language),
        type=field.type,
        access=access,
        required=field.required,
        searchable=field.searchable,
        sortable=field.sortable,
        filterable=field.filterable,
        choices=[Choice(value=value, label=translate(label, language)) for value, label in field.choices.items()],
    )
