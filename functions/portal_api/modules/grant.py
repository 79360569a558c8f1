"""What an access profile says of one module: shown or not, where in the menu, whose records, which actions and fields.

Whatever it does not name is withheld, so a field that is added later is hidden until somebody grants it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict, Field

from functions.portal_api.modules.module import Access, Module, Records
from shared.requests import Body

Name = Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z_]{0,39}$")]


class Grant(Body):
    """Of one module; `order` is its place in the menu, `actions` and `fields` only those that are granted."""

    model_config = ConfigDict(frozen=True)

    visible: bool = Field(default=False, description="Whether the module is there at all")
    order: int = Field(default=0, ge=0, le=1000, description="Its place in the menu, the lowest first")
    records: Records = Field(default="own", description="`own`: only what is about the contact; `organization`: all")
    actions: list[Name] = Field(default=[], max_length=50, description="The actions that are granted")
    fields: dict[Name, Access] = Field(default={}, max_length=200, description="What is granted of each field")


Grants = Mapping[str, Grant]
"""By module."""


def everything(module: Module, order: int) -> Grant:
    """All of a module: every field read, those that can be changed changed, every action, the widest records."""
    return Grant(
        visible=True,
        order=order,
        records="organization" if "organization" in module.records else "own",
        actions=[one.name for one in module.actions],
        fields={one.name: "edit" if one.editable else "read" for one in module.fields},
    )


def what_is_ones_own(module: Module, order: int) -> Grant:
    """What a learner sees without a profile: their own records, every field read, nothing changed."""
    fields = {one.name: "read" for one in module.fields}
    return Grant(visible="own" in module.records, order=order, records="own", fields=fields)  # type: ignore[arg-type]
