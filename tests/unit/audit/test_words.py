"""What the audit calls the fields that changed: words for all that commands write down, and no raw names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from functions.enroll.handler import ResultBody
from functions.portal_api.account.change_platform import PlatformChange
from functions.portal_api.account.me import MyChanges
from functions.portal_api.audit.pages import changed_fields
from functions.portal_api.audit.words import FIELDS
from functions.portal_api.brand.brand import attribute
from functions.portal_api.brand.shape import NewBrand, Variant
from functions.portal_api.catalog.api import CourseChange, NewCourse
from functions.portal_api.catalog.own_api import NewOwnCourse, OwnCourseChange
from functions.portal_api.contacts.api import ContactChange, NewContact
from functions.portal_api.modules.registry import MODULES
from functions.portal_api.organizations.api import NewOrganization, OrganizationChange
from functions.portal_api.partners.ask_for_top_up import TopUpRequest
from functions.portal_api.partners.shape import PartnerChanges
from functions.portal_api.portal_access import set_access
from functions.portal_api.profiles.api import ProfileChange
from functions.portal_api.team.member import StaffChange, TrainerChange

FUNCTIONS = Path(__file__).resolve().parents[3] / "functions"
WRITTEN: dict[str, Iterable[str]] = {
    "enroll/set_result.py": ResultBody.model_fields,
    "portal_api/account/change_platform.py": PlatformChange.model_fields,
    "portal_api/account/me.py": MyChanges.model_fields,
    "portal_api/brand/change_brand.py": [*NewBrand.model_fields, *map(attribute, get_args(Variant))],
    "portal_api/catalog/create_course.py": NewCourse.model_fields,
    "portal_api/catalog/create_own_course.py": NewOwnCourse.model_fields,
    "portal_api/catalog/update_course.py": CourseChange.model_fields,
    "portal_api/catalog/update_own_course.py": OwnCourseChange.model_fields,
    "portal_api/contacts/create_contact.py": NewContact.model_fields,
    "portal_api/contacts/update_contact.py": ContactChange.model_fields,
    "portal_api/organizations/create_organization.py": NewOrganization.model_fields,
    "portal_api/organizations/update_organization.py": OrganizationChange.model_fields,
    "portal_api/partners/ask_for_top_up.py": TopUpRequest.model_fields,
    "portal_api/partners/change_partner.py": [*PartnerChanges.model_fields, "suspended_at", "closed_at", "status"],
    "portal_api/portal_access/key_contacts.py": ["key_contact_of"],
    "portal_api/portal_access/set_access.py": set_access.FIELDS,
    "portal_api/profiles/change_profile.py": set(ProfileChange.model_fields) - {"version"},
    "portal_api/profiles/create_profile.py": [module.name for module in MODULES],
    "portal_api/team/change_member.py": [*StaffChange.model_fields, *TrainerChange.model_fields],
}
HANDED_ON = {
    "portal_api/catalog/assign.py",
    "portal_api/command.py",
    "portal_api/modules/narrowed.py",
    "portal_api/portal_access/change_access.py",
}
"""Files that write down what another one names."""


def test_every_field_that_a_command_writes_down_has_words() -> None:
    told = {f"{place}: {name}" for place, names in WRITTEN.items() for name in names if name not in FIELDS}

    assert not told, "say them in audit/words.py"


def test_every_command_that_writes_down_fields_is_listed_here() -> None:
    files = {path.relative_to(FUNCTIONS).as_posix() for path in FUNCTIONS.rglob("*.py")}
    writing = {name for name in files if "changed=" in (FUNCTIONS / name).read_text()}

    assert writing - HANDED_ON == set(WRITTEN)


def test_a_field_without_words_is_written_as_a_person_would() -> None:
    assert changed_fields(["first_name", "shoe_size", "former_id"], "it") == "Nome, Shoe size, Former"
