"""The module *people*: the contacts of an organization as its key contacts and portal users meet them, or oneself.

Changes go through the contacts' own verbs, so an email stays its contact's alone and search finds the new words. The
email here is where the contact is written to: changing it never changes with which address somebody signs in, nor
takes over their account; that address is its owner's to change.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from functions.portal_api.contacts import store
from functions.portal_api.contacts.contact import SEARCHED, Contact
from functions.portal_api.contacts.create_contact import create_contact
from functions.portal_api.contacts.find_contacts import contact_of
from functions.portal_api.contacts.update_contact import update_contact
from functions.portal_api.lists import filtered
from functions.portal_api.modules.module import Action, Field, Found, Module, Reach, Record, Wanted
from functions.portal_api.modules.narrowed import Narrowed
from functions.portal_api.search import Search, Token
from shared import keys
from shared.commit import check
from shared.dynamo import Item, query, read
from shared.language import mark as _
from shared.partner import Partner
from shared.problems import Problem

LANGUAGES = {"en": _("English"), "it": _("Italian")}


def find_people(reach: Reach, wanted: Wanted) -> Found:
    """The people that are reached, newest first unless sorted; archived ones are left out."""
    listing = wanted.listing("people", reach)
    if reach.own or reach.organization_id is None:
        itself, cursor = wanted.page.read(listing, lambda limit, after: (_oneself(reach, wanted), None))
        return [one.view() for one in itself], cursor
    if wanted.words is not None:
        found, cursor = wanted.page.read(listing, _search(reach, wanted).page)
        return [one.view() for one in found], cursor
    pk = keys.member(reach.partner_id, reach.organization_id, "").pk
    rows = partial(_members, reach.partner_id, pk, wanted.ascending)
    wider = 8 if wanted.filters else 2
    look = filtered(rows, lambda item: _among(reach, wanted, Contact.of(item)), partial(store.place_among, pk), wider)
    items, cursor = wanted.page.read(listing, look)
    return [Contact.of(item).view() for item in items], cursor


def read_person(reach: Reach, contact_id: str) -> Record:
    """One of the people that are reached. Raises: Problem `not-found`."""
    return _person(reach, contact_id).view()


def add_person(asking: Narrowed, reach: Reach, given: dict[str, Any]) -> Any:
    """Make a contact of the organization. Raises: Problem `contact-exists`, which does not tell whose email it is."""
    try:
        return create_contact(asking, _partner(asking), given | {"organization_id": reach.organization_id})
    except Problem as problem:
        raise _told(problem) from None


def change_person(asking: Narrowed, reach: Reach, contact_id: str, given: dict[str, Any]) -> Any:
    """Change one of the people that are reached, as long as they belong to the organization while it is written.

    Raises: Problem `not-found`, `contact-exists`, `busy`.
    """
    _person(reach, contact_id)
    if contact_id != reach.contact_id and reach.organization_id:
        member = keys.member(reach.partner_id, reach.organization_id, contact_id)
        asking = asking.guarded(check("reach", member, "attribute_exists(pk)"))
    try:
        return update_contact(asking, _partner(asking), contact_id, given)
    except Problem as problem:
        raise _told(problem) from None


def _partner(asking: Narrowed) -> Partner:
    assert asking.partner
    return asking.partner


def _told(problem: Problem) -> Problem:
    """A contact of another organization may have the email: its id is not for this caller."""
    return Problem("contact-exists") if problem.code == "contact-exists" else problem


def _person(reach: Reach, contact_id: str) -> Contact:
    own = contact_id == reach.contact_id
    if (reach.own or reach.organization_id is None) and not own:
        raise Problem("not-found")
    contact = contact_of(reach.partner_id, contact_id)
    if not own and (contact.archived or reach.organization_id not in contact.organization_ids):
        raise Problem("not-found")
    return contact


def _oneself(reach: Reach, wanted: Wanted) -> list[Contact]:
    contact = store.contact(reach.partner_id, reach.contact_id)
    if contact is None or not _listed(contact, wanted):
        return []
    own = [word for _, word in _tokens(wanted, contact)]
    found = wanted.words is None or (
        wanted.words and all(any(word.startswith(part) for word in own) for part in wanted.words)
    )
    return [contact] if found else []


def _tokens(wanted: Wanted, contact: Contact) -> list[Token]:
    """What a contact is found by here: words of the fields that are seen."""
    return [token for token in contact.tokens() if token[0] in wanted.searched]


def _search(reach: Reach, wanted: Wanted) -> Search[Contact]:
    return Search(
        pk=store.words_pk(reach.partner_id),
        fields=[field for field in SEARCHED if field in wanted.searched],
        asked=wanted.words or (),
        load=lambda tokens: store.contacts(reach.partner_id, [one["id"] for one in tokens]),
        tokens_of=partial(_tokens, wanted),
        keep=partial(_among, reach, wanted),
        may=lambda token: reach.organization_id in token["organization_ids"] and not token["archived"],
        rare=True,
    )


def _among(reach: Reach, wanted: Wanted, contact: Contact) -> bool:
    return _listed(contact, wanted) and reach.organization_id in contact.organization_ids


def _listed(contact: Contact, wanted: Wanted) -> bool:
    matching = all(getattr(contact, name) == value for name, value in wanted.filters.items())
    return matching and not contact.archived


def _members(
    partner_id: str, pk: str, ascending: bool, limit: int, after: Item | None
) -> tuple[list[Item], Item | None]:
    rows, last = query("portal", pk, limit=limit, after=after, newest_first=not ascending)
    wanted = [keys.contact(partner_id, row["sk"]) for row in rows]
    found = read(wanted)
    return [found[key] for key in wanted if key in found], last


MODULE = Module(
    name="people",
    label=_("People"),
    fields=(
        Field("first_name", _("First name"), searchable=True, editable=True, required=True),
        Field("last_name", _("Last name"), searchable=True, editable=True),
        Field("email", _("E-mail"), "email", searchable=True, editable=True),
        Field("language", _("Language"), "choice", filterable=True, editable=True, choices=LANGUAGES),
        Field("created_at", _("Added"), "moment", sortable=True),
    ),
    actions=(
        Action("create", _("Add people"), of_admin=True, of_organization=True),
        Action("edit", _("Edit people"), of_admin=True),
        Action("export", _("Export")),
    ),
    records=("own", "organization"),
    find=find_people,
    read=read_person,
    create=add_person,
    update=change_person,
    own_label=_("Your details"),
    titled_by=("first_name", "last_name"),
)
