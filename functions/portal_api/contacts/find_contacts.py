"""Find people's records of a partner: by id, newest first, of an organization, with a tag, by the beginnings of words.

Whoever has a scope finds those in it and no others, whatever is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
    enrolled_in,
    is_chosen,
    organization_ids,
    seen,
)
from functions.portal_api.lists import Page, chained, filtered
from functions.portal_api.search import Search, words
from shared import keys
from shared.dynamo import Item
from shared.ids import is_id
from shared.problems import Problem
from shared.scope import Scope
from shared.together import Together

PAIRS = 100
"""Of people that a search came across and courses somebody is narrowed to, that it asks for if a page has no more."""


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
    names: dict[str, str] | None = None,
) -> tuple[list[Contact], str | None]:
    """A page of the partner's contacts.

    Args: `q`, words of which all must begin a word of name or email (the order is then that of the words found,
    else newest first); one organization's only; those with a tag (as tags are kept); those that are archived instead
    of those that are not; the caller's scope, whose organizations, tags and courses the list then goes through;
    `names`, where to put what their organizations are called, as far as one read with the records tells it.
    Raises: Problem `not-found` for an organization id that can't be one, `cursor-invalid`.
    """
    if organization_id is not None and not is_id("org", organization_id):
        raise Problem("not-found")
    asked = words(q) if q and q.strip() else None
    listing = f"contacts#{partner_id}#{organization_id}#{archived}#{asked}#{tag}#{scope.stored() if scope else None}"

    def kept(one: Contact) -> bool:
        in_place = organization_id is None or organization_id in one.organization_ids
        return one.archived == archived and in_place and (tag is None or tag in one.tags)

    people = _People(partner_id, scope, kept, names)
    if asked is not None:
        within = None if scope is None or scope.courses else scope
        search = Search(
            pk=store.words_pk(partner_id),
            fields=SEARCHED,
            asked=asked,
            load=people.seen,
            tokens_of=Contact.tokens,
            keep=kept,
            may=partial(_may, within, organization_id, tag, archived),
            rare=archived or any((organization_id, tag, within)),
            most=PAIRS // len(scope.courses) if scope and scope.courses else 0,
        )
        return page.read(listing, search.page)
    if scope is None and tag is None:
        return _whole(page, partner_id, listing, organization_id, archived)
    if tag is not None or organization_id is not None:
        source = by_tag(partner_id, tag) if tag is not None else by_organization(partner_id, str(organization_id))
        return page.read(listing, chained([source], people.listed, _wider(archived)))
    chosen = Chosen(partner_id, scope or Scope())
    return page.read(listing, chained(chosen.sources(), partial(people.first_listed, chosen), _wider(archived)))


def _whole(
    page: Page, partner_id: str, listing: str, organization_id: str | None, archived: bool
) -> tuple[list[Contact], str | None]:
    """All of the partner's, or of one of its organizations."""
    if organization_id is None:
        pk, rows = keys.contact(partner_id, "").pk, partial(store.newest, partner_id)
    else:
        pk = keys.member(partner_id, organization_id, "").pk
        rows = partial(store.members, partner_id, organization_id)
    place = partial(store.place_among, pk)
    read = filtered(rows, lambda item: item.get("archived", False) == archived, place, _wider(archived))
    items, cursor = page.read(listing, read)
    return [Contact.of(item) for item in items], cursor


def _wider(archived: bool) -> int:
    """How many times as many are looked at as a page has: few are archived, so those take more to find."""
    return 8 if archived else 2


def _may(scope: Scope | None, organization_id: str | None, tag: str | None, archived: bool, token: Item) -> bool:
    """Whether a token's contact may be shown, by what the token says of it."""
    there, tags = token["organization_ids"], token["tags"]
    in_place = (organization_id is None or organization_id in there) and (tag is None or tag in tags)
    return token["archived"] == archived and in_place and (scope is None or is_chosen(scope, there, tags))


@dataclass(frozen=True)
class _People:
    """How the contacts of a list are read: with what their organizations are called, and held to the scope."""

    partner_id: str
    scope: Scope | None
    kept: Callable[[Contact], bool]
    names: dict[str, str] | None

    def seen(self, rows: Sequence[Item]) -> Mapping[str, Contact]:
        """Of these rows' contacts those that are kept and in the scope, in one wait."""
        who = list(dict.fromkeys(contact_id(one) for one in rows))
        courses = sorted(self.scope.courses) if self.scope else []
        with Together() as pool:
            learning = pool.submit(enrolled_in, self.partner_id, [(one, course) for one in who for course in courses])
            found = self._read(who, rows)
        fitting = {one.id: one for one in found.values() if self.kept(one)}
        if self.scope is None:
            return fitting
        visible = seen(self.scope, fitting.values(), learning.result())
        return {one: contact for one, contact in fitting.items() if one in visible}

    def listed(self, rows: list[Row]) -> list[Contact | None]:
        """Of each row its contact, if it is to be shown."""
        found = self.seen([item for _, item in rows])
        return [found.get(contact_id(item)) for _, item in rows]

    def first_listed(self, chosen: Chosen, rows: list[Row]) -> list[Contact | None]:
        """The same at the first of a scope's sources that has the contact; what stands in one is in the scope."""
        with Together() as pool:
            learning = pool.submit(chosen.learning, rows)
            found = self._read(list(dict.fromkeys(contact_id(item) for _, item in rows)), [item for _, item in rows])
        fitting = {one.id: one for one in found.values() if self.kept(one)}
        return chosen.first_shown(rows, fitting.get, learning.result())

    def _read(self, who: Sequence[str], rows: Sequence[Item]) -> Mapping[str, Contact]:
        if self.names is None:
            return store.contacts(self.partner_id, who)
        unnamed = [one for row in rows for one in organization_ids(row) if one not in self.names]
        found, named = store.contacts_and_organizations(self.partner_id, who, unnamed)
        self.names.update(named)
        return found
