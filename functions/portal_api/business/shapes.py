"""The shapes of a module's records and changes, made from its declaration.

Every field of an answer is optional, since a profile may withhold it: a field that is absent is withheld, one that is
null is empty. A body takes every field that can be set; which of them its sender may set is the sight's to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field, create_model

from functions.portal_api.modules.module import Field as Declared
from functions.portal_api.modules.module import Module
from functions.portal_api.organizations.organization import Address, Phone
from shared.requests import Body, Change
from shared.text import Email, Line


class Reference(BaseModel):
    """Another record by id, and what it is called; null once nobody knows."""

    id: str
    name: str | None


_ANSWERED: Mapping[str, Any] = {"number": int, "credits": int, "flag": bool, "address": Address, "reference": Reference}
"""How a type is answered; all others as text."""
_TAKEN: Mapping[str, Any] = {"email": Email, "phone": Phone, "number": int, "credits": int, "flag": bool}
"""What a type takes where its field says nothing else; all others a line of text."""


def record_shape(module: Module) -> type[BaseModel]:
    """A record as it is answered."""
    fields: dict[str, Any] = {"id": (str, Field(description="Its id"))}
    for one in module.fields:
        shape = Literal[tuple(one.choices)] if one.choices else _ANSWERED.get(one.type, str)
        fields[one.name] = (shape | None, Field(default=None, description=one.label))
    return create_model(f"{_called(module)}Record", __doc__=f"One record of {module.label!r}.", **fields)


def new_shape(module: Module) -> type[Body]:
    """What makes a record."""
    fields: dict[str, Any] = {
        one.name: (_taken(one), ...) if one.required else (_taken(one) | None, None) for one in _settable(module)
    }
    return create_model(f"New{_called(module)}Record", __base__=Body, __doc__="A new record.", **fields)


def change_shape(module: Module) -> type[Change]:
    """What changes a record: what is given changes, null clears what is not required."""
    fields: dict[str, Any] = {
        one.name: (_taken(one), Field(default_factory=str)) if one.required else (_taken(one) | None, None)
        for one in _settable(module)
    }
    return create_model(f"{_called(module)}RecordChange", __base__=Change, __doc__="What to change.", **fields)


def _settable(module: Module) -> list[Declared]:
    return [one for one in module.fields if one.editable]


def _taken(one: Declared) -> Any:
    if one.shape is not None:
        return one.shape
    return Literal[tuple(one.choices)] if one.choices else _TAKEN.get(one.type, Line)


def _called(module: Module) -> str:
    return module.name.title().replace("_", "")
