"""Find people's records of a partner: by id, newest first, of an organization, by the beginnings of words."""

from __future__ import annotations

from functools import partial

from functions.portal_api.contacts import store
from functions.portal_api.contacts.contact import SEARCHED, Contact
from functions.portal_api.lists import Page, filtered
from functions.portal_api.search import Search, words
from shared import keys
from shared.ids import is_id
from shared.problems import Problem


def contact_of(partner_id: str, contact_id: str) -> Contact:
    """The partner's contact of this id, archived or not. Raises: Problem `not-found`."""
    contact = store.contact(partner_id, contact_id) if is_id("con", contact_id) else None
    if contact is None:
        raise Problem("not-found")
    return contact


def find_contacts(
    page: Page, partner_id: str, *, q: str | None = None, organization_id: str | None = None, archived: bool = False
) -> tuple[list[Contact], str | None]:
    """A page of the partner's contacts.

    Args: `q`, words of which all must begin a word of name or email (the order is then that of the words found,
    else newest first); one organization's only; those that are archived instead of those that are not.
    Raises: Problem `not-found` for an organization id that can't be one, `cursor-invalid`.
    """
    if organization_id is not None and not is_id("org", organization_id):
        raise Problem("not-found")
    asked = words(q) if q and q.strip() else None
    listing = f"contacts#{partner_id}#{organization_id}#{archived}#{asked}"
    if asked is not None:
        search = Search(
            pk=store.words_pk(partner_id),
            fields=SEARCHED,
            asked=asked,
            load=partial(store.contacts, partner_id),
            tokens_of=Contact.tokens,
            keep=lambda one: (
                one.archived == archived and (organization_id is None or organization_id in one.organization_ids)
            ),
        )
        return page.read(listing, search.page)
    if organization_id is None:
        pk, rows = keys.contact(partner_id, "").pk, partial(store.newest, partner_id)
    else:
        pk = keys.member(partner_id, organization_id, "").pk
        rows = partial(store.members, partner_id, organization_id)
    read = filtered(rows, lambda item: item.get("archived", False) == archived, partial(store.place_among, pk))
    items, cursor = page.read(listing, read)
    return [Contact.of(item) for item in items], cursor
