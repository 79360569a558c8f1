"""Find a partner's organizations: by id, newest first, by the beginnings of the words of their names."""

from __future__ import annotations

from functools import partial

from functions.portal_api.lists import Page
from functions.portal_api.organizations import store
from functions.portal_api.organizations.organization import SEARCHED, Organization
from functions.portal_api.search import Search, words
from shared.ids import is_id
from shared.problems import Problem


def organization_of(partner_id: str, organization_id: str) -> Organization:
    """The partner's organization of this id. Raises: Problem `not-found`."""
    known = is_id("org", organization_id)
    organization = store.organization(partner_id, organization_id) if known else None
    if organization is None:
        raise Problem("not-found")
    return organization


def find_organizations(page: Page, partner_id: str, q: str | None = None) -> tuple[list[Organization], str | None]:
    """A page of the partner's organizations, newest first; with `q` those of whose name words begin with all of its."""
    asked = words(q) if q and q.strip() else None
    listing = f"organizations#{partner_id}#{asked}"
    if asked is None:
        return page.read(listing, partial(store.newest, partner_id))
    search = Search(
        pk=store.words_pk(partner_id),
        fields=SEARCHED,
        asked=asked,
        load=lambda tokens: store.organizations(partner_id, [one["id"] for one in tokens]),
        tokens_of=Organization.tokens,
        keep=lambda _: True,
    )
    return page.read(listing, search.page)
