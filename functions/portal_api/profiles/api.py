"""`/v1/partners/{partner_id}/profiles`: access profiles of a partner's contacts, and what there is to grant."""

from __future__ import annotations

from typing import Annotated, Any, Self

from fastapi import APIRouter, Response
from pydantic import Field, model_validator

from functions.portal_api.command import Asks
from functions.portal_api.lists import Listed, Paged, listed
from functions.portal_api.modules.grant import Grant, Name
from functions.portal_api.modules.registry import MODULES
from functions.portal_api.modules.told import Declarations, declared
from functions.portal_api.profiles.change_profile import change_profile
from functions.portal_api.profiles.create_profile import create_profile
from functions.portal_api.profiles.delete_profile import delete_profile
from functions.portal_api.profiles.differences import Differences, differences
from functions.portal_api.profiles.find_profiles import find_profiles, profile_of, told
from functions.portal_api.profiles.profile import ProfileView, fit
from shared.language import mark as _
from shared.requests import Body, Change
from shared.text import Line

router = APIRouter(prefix="/v1/partners/{partner_id}", tags=["access profiles"])
Modules = Annotated[dict[Name, Grant], Field(max_length=50, description="What it grants, by module; all else is not")]


class NewProfile(Body):
    """`POST`: a name of its own, and what it grants."""

    name: Line
    modules: Modules


class ProfileChange(Change):
    """`PATCH`: another name, or other grants for those there are."""

    version: int = Field(ge=1, description="The version that was looked at; another one is refused")
    name: Line = Field(default_factory=str)
    modules: Modules = Field(default_factory=dict)

    @model_validator(mode="after")
    def _more_than_the_version(self) -> Self:
        if self.model_fields_set == {"version"}:
            raise ValueError(_("nothing to change"))
        return self


class Draft(Body):
    """What a profile would grant."""

    modules: Modules


@router.get("/modules", response_model=Declarations)
def get_modules(asking: Asks) -> Any:
    """What there is to grant: every module with its actions and fields."""
    asking.allow_at_partner("profile:read")
    return declared(MODULES, asking.caller.language)


@router.get("/profiles", response_model=Listed[ProfileView])
def get_profiles(asking: Asks, page: Paged) -> Any:
    """The partner's own access profiles, the oldest first; those built in are `key_contact` and `learner`, by id."""
    partner = asking.allow_at_partner("profile:read")
    found, cursor = find_profiles(page, partner.id)
    return listed([told(one, asking.caller.language) for one in found], cursor)


@router.post("/profiles", status_code=201, response_model=ProfileView)
def post_profile(asking: Asks, body: NewProfile) -> Any:
    """Make an access profile; what it does not name is withheld."""
    partner = asking.allow_at_partner("profile:manage")
    return create_profile(asking, partner, body.name, body.modules)


@router.get("/profiles/{profile_id}", response_model=ProfileView)
def get_profile(asking: Asks, profile_id: str) -> Any:
    """One access profile, the partner's own or built in."""
    partner = asking.allow_at_partner("profile:read")
    return told(profile_of(partner.id, profile_id), asking.caller.language)


@router.patch("/profiles/{profile_id}", response_model=ProfileView)
def patch_profile(asking: Asks, profile_id: str, body: ProfileChange) -> Any:
    """Change an access profile; it counts from the next request of everybody who has it."""
    partner = asking.allow_at_partner("profile:manage")
    given: dict[str, Any] = {name: getattr(body, name) for name in ("name", "modules") if name in body.model_fields_set}
    return change_profile(asking, partner, profile_id, body.version, given)


@router.delete("/profiles/{profile_id}", status_code=204)
def delete_one_profile(asking: Asks, profile_id: str) -> Response:
    """Delete an access profile that nobody has."""
    delete_profile(asking, asking.allow_at_partner("profile:manage"), profile_id)
    return Response(status_code=204)


@router.post("/profiles/{profile_id}/differences", response_model=Differences)
def post_differences(asking: Asks, profile_id: str, body: Draft) -> Any:
    """What a draft would change for those who have the profile; nothing is written."""
    partner = asking.allow_at_partner("profile:read")
    profile = profile_of(partner.id, profile_id)
    found = differences(profile.modules, fit(body.modules), asking.caller.language)
    return Differences(items=found, users=profile.users)
