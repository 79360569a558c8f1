"""What a change of an access profile would change for its users, in words and as data, before it is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import BaseModel, Field

from functions.portal_api.modules.grant import Grant, Grants
from functions.portal_api.modules.module import Access, Module
from functions.portal_api.modules.registry import MODULES
from shared.language import mark as _
from shared.language import translate

Kind = Literal["module", "order", "records", "action", "field"]
_RECORDS = {"own": _("one's own"), "organization": _("all of the organization")}
_ACCESS: Mapping[Access, str] = {"hidden": _("hidden"), "read": _("read only"), "edit": _("editable")}


class Difference(BaseModel):
    """One thing that would change; `name` is the action's or the field's."""

    module: str
    kind: Kind = Field(description="`module`: shown or hidden; `order`, `records`, `action`, `field`: what of it")
    name: str | None = Field(description="The action or the field; null for the module itself")
    before: str = Field(description="How it is")
    after: str = Field(description="How it would be")
    text: str = Field(description="A sentence for a person, in the caller's language")


class Differences(BaseModel):
    """What would change, and for how many."""

    items: list[Difference]
    users: int = Field(description="How many portal users it concerns")


def differences(before: Grants, after: Grants, language: str) -> list[Difference]:
    """What users of a profile would see change, module by module.

    Of a module that disappears only that is told; of one that appears all that is shown with it.
    """
    return [one for module in MODULES for one in _of(module, _grant(before, module), _grant(after, module), language)]


def _grant(grants: Grants, module: Module) -> Grant:
    """What a profile grants in effect: nothing of a module that is not shown."""
    one = grants.get(module.name, Grant())
    return one if one.visible else Grant(records=one.records, order=one.order)


def _of(module: Module, was: Grant, now: Grant, language: str) -> Iterator[Difference]:
    def said(kind: Kind, name: str | None, before: str, after: str, words: str, **values: str) -> Difference:
        values = {"module": module.label} | values
        text = translate(words, language).format_map({key: translate(one, language) for key, one in values.items()})
        return Difference(module=module.name, kind=kind, name=name, before=before, after=after, text=text)

    if was.visible and not now.visible:
        yield said("module", None, "shown", "hidden", _("{module}: is no longer there."))
        return
    if now.visible and not was.visible:
        yield said("module", None, "hidden", "shown", _("{module}: appears in the menu."))
    if now.visible and was.visible and was.order != now.order:
        words = _("{module}: has another place in the menu.")
        yield said("order", None, str(was.order), str(now.order), words)
    both = len(module.records) > 1
    if now.visible and both and (was.records != now.records or not was.visible):
        changed = _("{module}, records: {now} instead of {was}.")
        words = changed if was.visible else _("{module}, records: {now}.")
        shown = {"was": _RECORDS[was.records], "now": _RECORDS[now.records]}
        yield said("records", None, was.records if was.visible else "hidden", now.records, words, **shown)
    for action in module.actions:
        had, has = action.name in was.actions, action.name in now.actions
        if had != has:
            words = _("{module}: “{action}” is granted.") if has else _("{module}: “{action}” is withheld.")
            states = ("granted" if had else "withheld", "granted" if has else "withheld")
            yield said("action", action.name, *states, words, action=action.label)
    for field in module.fields:
        old, new = was.fields.get(field.name, "hidden"), now.fields.get(field.name, "hidden")
        if old != new:
            words = _("{module}, “{field}”: {now} instead of {was}.")
            shown = {"field": field.label, "was": _ACCESS[old], "now": _ACCESS[new]}
            yield said("field", field.name, old, new, words, **shown)
