"""A member of a team: one role at a partner or a trainer of the platform, and to what it is narrowed.

A supervisor sees chosen courses, or people chosen by organization or by tag; a trainer chosen courses. All other
roles see everything their role is about.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from functions.portal_api.account.admin import Invitee
from functions.portal_api.contacts.tag import Tag
from shared.dynamo import Item
from shared.language import mark as _
from shared.problems import invalid
from shared.requests import Body, Change
from shared.scope import Scope
from shared.text import Line

StaffRole = Literal["partner_enrollment", "partner_finance", "partner_read_only", "supervisor"]
NARROWED: StaffRole = "supervisor"
TRAINER = "trainer"
MOST_IN_A_SCOPE = 50
MOST_COURSES = 200
"""Of a trainer; the scope stands in the membership, which every request reads."""

Ids = Annotated[list[Line], Field(max_length=MOST_IN_A_SCOPE)]
Courses = Annotated[list[Line], Field(min_length=1, max_length=MOST_COURSES)]


class ScopeGiven(Body):
    """To what a supervisor is narrowed: one of the three, with 1 to 50 entries."""

    courses: Ids = Field(default_factory=list)
    organizations: Ids = Field(default_factory=list)
    tags: Annotated[list[Tag], Field(max_length=MOST_IN_A_SCOPE)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(map(bool, (self.courses, self.organizations, self.tags))) != 1:
            raise ValueError(_("must name at least one: a course, an organization or a tag"))
        return self

    def scope(self) -> Scope:
        """As the table keeps it: each entry once."""
        return Scope(frozenset(self.courses), frozenset(self.organizations), frozenset(self.tags))


class NewStaff(Invitee):
    """`POST …/staff`: whom, as what; a supervisor with a scope, all others without."""

    role: StaffRole
    scope: ScopeGiven | None = None


class StaffChange(Change):
    """`PATCH …/staff/{person_id}`: another role, another scope; who is no supervisor any more has none."""

    role: StaffRole = Field(default_factory=str)  # type: ignore[arg-type]
    scope: ScopeGiven | None = None


class NewTrainer(Invitee):
    """`POST /v1/platform/trainers`: whom, and for which of the platform's courses."""

    courses: Courses


class TrainerChange(Body):
    """`PATCH /v1/platform/trainers/{person_id}`: these courses instead."""

    courses: Courses


class ScopeView(BaseModel):
    """To what somebody is narrowed; two of the three are empty."""

    courses: list[str]
    organizations: list[str]
    tags: list[str]


class StaffView(BaseModel):
    """One of a partner's staff; `id` is the person's, `since` when they were first invited here."""

    id: str
    email: str
    first_name: str
    last_name: str
    role: StaffRole
    scope: ScopeView | None
    invited: bool
    since: str


class TrainerView(BaseModel):
    """A trainer; `id` is the person's, `since` when they were first invited."""

    id: str
    email: str
    first_name: str
    last_name: str
    courses: list[str]
    invited: bool
    since: str


def view(item: Item) -> dict[str, Any]:
    """How the API shows a member, from the place's list."""
    shown = {name: item[name] for name in ("email", "first_name", "last_name", "invited", "since")}
    shown["id"] = item["person_id"]
    if item["role"] == TRAINER:
        return TrainerView(courses=Scope.of(item).stored()["courses"], **shown).model_dump()
    return StaffView(role=item["role"], scope=item.get("scope"), **shown).model_dump()


def scope_for(role: str, given: ScopeGiven | None) -> Scope | None:
    """The scope that goes with a role of a partner's staff. Raises: Problem `invalid-request`."""
    if role == NARROWED and given is None:
        raise invalid("/scope", _("is required for a supervisor"))
    if role != NARROWED and given is not None:
        raise invalid("/scope", _("is for supervisors only"))
    return given.scope() if given else None
