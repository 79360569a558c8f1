"""A draft of grants as an address carries it, so that a portal can be looked at through it before it is published.

Of every module that is visible: `name:order:records:actions:read:edit`, lists by commas, modules by semicolons.
"""

from __future__ import annotations

from pydantic import ValidationError

from functions.portal_api.modules.grant import Grant
from functions.portal_api.modules.module import Access
from functions.portal_api.profiles.profile import fit
from shared.language import mark as _
from shared.problems import invalid

LONGEST = 6000
"""Characters of a draft: with the rest of an address it has to pass every door before ours."""


def draft_of(text: str) -> dict[str, Grant]:
    """The grants. Raises: Problem `invalid-request` for what is no draft, or can't be granted."""
    try:
        modules = dict(_module(one) for one in text[: LONGEST + 1].split(";") if one)
    except (ValueError, ValidationError):
        raise invalid("/draft", _("is not valid")) from None
    if len(text) > LONGEST:
        raise invalid("/draft", _("is not valid"))
    return fit(modules)


def _module(text: str) -> tuple[str, Grant]:
    name, order, records, actions, read, edit = text.split(":")
    fields: dict[str, Access] = dict.fromkeys(_names(read), "read")
    fields |= dict.fromkeys(_names(edit), "edit")
    given = {"visible": True, "order": int(order), "records": records, "actions": _names(actions), "fields": fields}
    return name, Grant.model_validate(given)


def _names(text: str) -> list[str]:
    return [one for one in text.split(",") if one]
