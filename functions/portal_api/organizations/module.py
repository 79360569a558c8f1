"""The module *company*: an organization's record as its own people meet it; at a contact's own place all of theirs.

Changes go through the organizations' own verb, so a VAT number stays its organization's alone.
"""

from __future__ import annotations

from typing import Any

from functions.portal_api.contacts.find_contacts import contact_of
from functions.portal_api.modules.module import Action, Field, Found, Module, Reach, Record, Wanted
from functions.portal_api.modules.narrowed import Narrowed
from functions.portal_api.organizations import store
from functions.portal_api.organizations.find_organizations import organization_of
from functions.portal_api.organizations.organization import Address, Phone, VatNumber
from functions.portal_api.organizations.update_organization import update_organization
from shared import keys
from shared.commit import check
from shared.language import mark as _
from shared.problems import Problem

LANGUAGES = {"en": _("English"), "it": _("Italian")}


def find_companies(reach: Reach, wanted: Wanted) -> Found:
    """The organization of the place; at a contact's own place those the contact belongs to: a handful, on one page."""
    ids = _reached(reach)
    found = store.organizations(reach.partner_id, ids)
    companies: list[Record] = [found[one].view() for one in ids if one in found]
    return wanted.page.read(wanted.listing("company", reach), lambda limit, after: (companies, None))


def read_company(reach: Reach, organization_id: str) -> Record:
    """An organization that is reached. Raises: Problem `not-found`."""
    if organization_id not in _reached(reach):
        raise Problem("not-found")
    return organization_of(reach.partner_id, organization_id).view()


def change_company(asking: Narrowed, reach: Reach, organization_id: str, given: dict[str, Any]) -> Any:
    """Change it. Raises: Problem `not-found`, `organization-exists` (not whose number it is), `busy`."""
    if organization_id not in _reached(reach):
        raise Problem("not-found")
    if reach.organization_id is None:
        member = keys.member(reach.partner_id, organization_id, reach.contact_id)
        asking = asking.guarded(check("reach", member, "attribute_exists(pk)"))
    assert asking.partner
    try:
        return update_organization(asking, asking.partner, organization_id, given)
    except Problem as problem:
        raise Problem("organization-exists") if problem.code == "organization-exists" else problem from None


def _reached(reach: Reach) -> list[str]:
    """Ids of the organizations that are reached."""
    if reach.organization_id is not None:
        return [reach.organization_id]
    return contact_of(reach.partner_id, reach.contact_id).organization_ids


MODULE = Module(
    name="company",
    label=_("Company data"),
    fields=(
        Field("name", _("Name"), editable=True, required=True),
        Field("vat_number", _("VAT number"), editable=True, shape=VatNumber),
        Field("email", _("E-mail"), "email", editable=True),
        Field("phone", _("Phone"), "phone", editable=True, shape=Phone),
        Field("address", _("Address"), "address", editable=True, shape=Address),
        Field("language", _("Language"), "choice", editable=True, choices=LANGUAGES),
    ),
    actions=(
        Action("edit", _("Edit company data")),
        Action("export", _("Export")),
    ),
    records=("organization",),
    find=find_companies,
    read=read_company,
    update=change_company,
)
