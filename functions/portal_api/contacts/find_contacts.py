"""Find people's records of a partner: by id, newest first, of an organization, with a tag, by the beginnings of words.

Whoever has a scope finds those in it and no others, whatever is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from functions.portal_api.contacts import store
from functions.portal_api.contacts.contact import SEARCHED, Contact
from functions.portal_api.contacts.narrow import (
    Chosen,
    Row,
    by_organization,
    by_tag,
    contact_id,
    contact_if_seen,
    seen,
)
from functions.portal_api.lists import Page, chained, filtered
from functions.portal_api.search import Search, words
from shared import keys
from shared.ids import is_id
from shared.problems import Problem
from shared.scope import Scope


def contact_of(partner_id: str, contact_id: str, scope: Scope | None = None) -> Contact:
    """The partner's contact of this id, archived or not, if it is in the scope. Raises: Problem `not-found`."""
    if not is_id("con", contact_id):
        raise Problem("not-found")
    whole = scope is None
    contact = (
        store.contact(partner_id, contact_id) if whole else contact_if_seen(partner_id, contact_id, scope or Scope())
    )
    if contact is None:
        raise Problem("not-found")
    return contact


def find_contacts(
    page: Page,
    partner_id: str,
    *,
    q: str | None = None,
    organization_id: str | None = None,
    tag: str | None = None,
    archived: bool = False,
    scope: Scope | None = None,
) -> tuple[list[Contact], str | None]:
    """A page of the partner's contacts.

    Args: `q`, words of which all must begin a word of name or email (the order is then that of the words found,
    else newest first); one organization's only; those with a tag (as tags are kept); those that are archived instead
    of those that are not; the caller's scope, whose organizations, tags and courses the list then goes through.
    Raises: Problem `not-found` for an organization id that can't be one, `cursor-invalid`.
    """
    if organization_id is not None and not is_id("org", organization_id):
        raise Problem("not-found")
    asked = words(q) if q and q.strip() else None
    listing = f"contacts#{partner_id}#{organization_id}#{archived}#{asked}#{tag}#{scope.stored() if scope else None}"

    def kept(one: Contact) -> bool:
        in_place = organization_id is None or organization_id in one.organization_ids
        return one.archived == archived and in_place and (tag is None or tag in one.tags)

    if asked is not None:
        search = Search(
            pk=store.words_pk(partner_id),
            fields=SEARCHED,
            asked=asked,
            load=partial(_load, partner_id, scope, kept, asked),
            tokens_of=Contact.tokens,
            keep=kept,
        )
        return page.read(listing, search.page)
    if scope is None and tag is None:
        return _whole(page, partner_id, listing, organization_id, archived)
    chosen = Chosen(partner_id, scope or Scope())
    if tag is not None or organization_id is not None:
        source = by_tag(partner_id, tag) if tag is not None else by_organization(partner_id, str(organization_id))
        return page.read(listing, chained([source], partial(_shown, partner_id, scope, kept, None)))
    return page.read(listing, chained(chosen.sources(), partial(_shown, partner_id, scope, kept, chosen)))


def _whole(
    page: Page, partner_id: str, listing: str, organization_id: str | None, archived: bool
) -> tuple[list[Contact], str | None]:
    """All of the partner's, or of one of its organizations."""
    if organization_id is None:
        pk, rows = keys.contact(partner_id, "").pk, partial(store.newest, partner_id)
    else:
        pk = keys.member(partner_id, organization_id, "").pk
        rows = partial(store.members, partner_id, organization_id)
    read = filtered(rows, lambda item: item.get("archived", False) == archived, partial(store.place_among, pk))
    items, cursor = page.read(listing, read)
    return [Contact.of(item) for item in items], cursor


def _load(
    partner_id: str, scope: Scope | None, kept: Callable[[Contact], bool], asked: Sequence[str], ids: Sequence[str]
) -> Mapping[str, Contact]:
    """Records that a search came across; for who has a scope those in it, asked only of records that match."""
    found = store.contacts(partner_id, ids)
    if scope is None:
        return found
    matching = [one for one in found.values() if kept(one) and _matches(one, asked)]
    visible = seen(partner_id, scope, matching)
    return {one.id: one for one in matching if one.id in visible}


def _matches(contact: Contact, asked: Sequence[str]) -> bool:
    own = [word for _, word in contact.tokens()]
    return all(any(word.startswith(part) for word in own) for part in asked)


def _shown(
    partner_id: str, scope: Scope | None, kept: Callable[[Contact], bool], chosen: Chosen | None, rows: list[Row]
) -> list[Contact | None]:
    """Of each row its contact, if it is to be shown: kept by the filters, in the scope, at its first source."""
    found = store.contacts(partner_id, list(dict.fromkeys(contact_id(item) for _, item in rows)))
    fitting = {who: one for who, one in found.items() if kept(one)}
    if chosen is not None:
        return chosen.first_shown(rows, fitting.get)
    visible = fitting.keys() if scope is None else seen(partner_id, scope, list(fitting.values()))
    return [fitting.get(who) if who in visible else None for who in (contact_id(item) for _, item in rows)]
