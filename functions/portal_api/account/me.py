"""The signed-in person's own record: who they are, which views they have, and what they change of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, model_validator

from functions.portal_api.account import own_trail, store
from functions.portal_api.account.person import Person
from functions.portal_api.account.platform import platform_language
from functions.portal_api.command import Asking
from shared.caller import Caller
from shared.commit import Refused
from shared.language import Language
from shared.language import mark as _
from shared.patience import Patience
from shared.problems import Problem
from shared.requests import Body
from shared.text import PersonName


class View(BaseModel):
    """A view to choose from: `kind` is `platform`, `partner`, `business` or `learner`, `path` its pages.

    `id` is the partner's, the organization's, or of a learner the partner's whose contact they are.
    """

    kind: Literal["platform", "partner", "business", "learner"]
    id: str
    name: str
    path: str
    role: str
    needs_second_factor: bool


class Me(BaseModel):
    """The signed-in person."""

    id: str
    first_name: str
    last_name: str
    email: str
    language: str
    views: list[View]


class MyChanges(Body):
    """`PATCH /v1/me`; `language` null gives up one's own for that of the place."""

    language: Language | None = None
    first_name: PersonName = ""
    last_name: PersonName = ""

    @model_validator(mode="after")
    def _something(self) -> MyChanges:
        if not self.model_fields_set:
            raise ValueError(_("nothing to change"))
        return self


def show_me(caller: Caller) -> dict[str, Any]:
    """The person with the views they have now under this name.

    Raises: Problem `not-signed-in` when the record is gone.
    """
    return _view(_person(caller))


def change_me(asking: Asking, changes: MyChanges) -> dict[str, Any]:
    """Change one's own language or name. Raises: Problem `busy`; Replayed."""
    patience = Patience()
    given = changes.model_dump(exclude_unset=True)
    while True:
        person = _person(asking.caller)
        answer = _view(person) | {name: value for name, value in given.items() if value is not None}
        if "language" in given and given["language"] is None:
            answer["language"] = platform_language()
        try:
            writes = store.record_writes(person, given)
            asking.commit(
                writes,
                "me.change",
                person.id,
                status=200,
                answer=answer,
                changed=sorted(given),
                scope=own_trail.scope_of(person.id),
            )
        except Refused:
            patience.again()
            continue
        return answer


def _person(caller: Caller) -> Person:
    person = store.person_of(caller.person_id, caller.host)
    if person is None:
        raise Problem("not-signed-in")
    return person


def _view(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "language": person.language or platform_language(),
        "views": person.views(store.partners_of(person)),
    }
