"""Lists of people somebody pastes: who of them is known, and records for those who are not."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator

from functions.portal_api.command import Asks
from functions.portal_api.contacts.create_contacts import Made, NewPeople, create_contacts
from functions.portal_api.contacts.match_people import Match, match_people
from functions.portal_api.contacts.read_people import Person, read_person, read_text
from shared.language import mark as _
from shared.problems import invalid
from shared.requests import Body

router = APIRouter(prefix="/v1/partners/{partner_id}/contacts", tags=["contacts"])
MOST = 200


class Said(Body):
    """Somebody as a sheet names them, and the number of the line they stand on."""

    line: Annotated[int, Field(strict=True, ge=1, le=100_000)]
    name: Annotated[str, Field(strict=True, max_length=400)] | None = None
    email: Annotated[str, Field(strict=True, max_length=400)] | None = None


class PastedPeople(Body):
    """`POST …/contacts/matches`: lines of text as they were pasted, or people whose names and addresses came apart."""

    text: Annotated[str, Field(strict=True, max_length=50_000)] = ""
    people: Annotated[list[Said], Field(max_length=MOST)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_of_them(self) -> PastedPeople:
        if len(self.model_fields_set) != 1:
            raise ValueError(_("either text or people"))
        return self

    def read(self) -> list[Person]:
        """The people named. Raises: Problem `invalid-request` when they are too many."""
        people = read_text(self.text) if self.text else [read_person(o.line, o.name, o.email) for o in self.people]
        if len(people) > MOST:
            raise invalid("/text", _("names more than {most} people"), most=MOST)
        return people


class Matches(BaseModel):
    """What became of each, in the order they were named."""

    results: list[Match]


class MadePeople(BaseModel):
    """What became of each, in the order of the request."""

    results: list[Made]


@router.post("/matches", response_model=Matches)
def post_matches(asking: Asks, body: PastedPeople) -> Any:
    """Find which people of a pasted list are contacts already, and read the others; writes nothing."""
    partner = asking.allow_at_partner("contact:read")
    return Matches(results=match_people(partner.id, body.read()))


@router.post("/batches", response_model=MadePeople)
def post_contacts(asking: Asks, body: NewPeople) -> Any:
    """Make records for up to 100 people; an address that a contact has already leaves that contact as it is."""
    partner = asking.allow_at_partner("contact:write")
    return MadePeople(results=create_contacts(asking, partner, body))
