"""The contacts that somebody with a scope sees: members of chosen organizations, people with chosen tags, and
whoever is enrolled in chosen courses.

A list goes through the chosen organizations, tags and courses one after another, each by its own key; who stands in
several is shown at the first. Consistent reads decide, but for very many people and courses at once: enrollments are
never deleted, so an index that lags behind shows too little and never too much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from functions.portal_api.contacts import store, tag
from functions.portal_api.contacts.contact import Contact
from functions.portal_api.lists import Source
from shared import keys
from shared.dynamo import AT_ONCE, KEYS_A_BATCH, Item, place_of, query_all, read
from shared.scope import Scope

Row = tuple[int, Item]
PAIRS_AT_ONCE = AT_ONCE * KEYS_A_BATCH
"""Of people and courses, that are read in one wait."""


def contact_if_seen(partner_id: str, contact_id: str, scope: Scope) -> Contact | None:
    """One record, consistently, if it is in the scope; all in one wait."""
    place = keys.contact(partner_id, contact_id)
    firsts = [keys.enrollment(partner_id, course, contact_id, 1) for course in scope.courses]
    found = read([place, *firsts])
    contact = Contact.of(found[place]) if place in found else None
    if contact is None or not (is_chosen(scope, contact.organization_ids, contact.tags) or len(found) > 1):
        return None
    return contact


def seen(scope: Scope, contacts: Iterable[Contact], learning: Mapping[str, set[str]]) -> set[str]:
    """The ids of those of these contacts that are in the scope. Args: `learning`, the courses of each of them."""
    return {
        one.id
        for one in contacts
        if is_chosen(scope, one.organization_ids, one.tags) or learning.get(one.id, set()) & scope.courses
    }


def by_tag(partner_id: str, one: str) -> Source:
    """The tokens of a tag."""
    return Source(partial(store.tagged, partner_id, one), lambda item: place_of(item, None))


def by_organization(partner_id: str, one: str) -> Source:
    """The rows of an organization's members."""
    return Source(partial(store.member_rows, partner_id, one), lambda item: place_of(item, None))


def by_course(partner_id: str, one: str) -> Source:
    """Who is or was enrolled in a course."""
    return Source(partial(store.first_attempts, partner_id, one), lambda item: place_of(item, None))


class Chosen:
    """A scope's sources in their order, and which of several a contact is shown at."""

    def __init__(self, partner_id: str, scope: Scope) -> None:
        self._partner_id, self._scope = partner_id, scope
        self._organizations, self._courses = sorted(scope.organizations), sorted(scope.courses)
        self._tags = sorted({tag.fold(one) for one in scope.tags})

    def sources(self) -> list[Source]:
        """The chosen organizations, then the tags, then the courses."""
        who = self._partner_id
        return [
            *(by_organization(who, one) for one in self._organizations),
            *(by_tag(who, one) for one in self._tags),
            *(by_course(who, one) for one in self._courses),
        ]

    def learning(self, rows: Sequence[Row]) -> dict[str, set[str]]:
        """Of those whom a course led to, which of the courses before it would have led to them too."""
        earlier = [
            (contact_id(item), course)
            for number, item in rows
            for course in self._courses[: number - self._people_end]
            if number > self._people_end
        ]
        return enrolled_in(self._partner_id, earlier)

    def first_shown(
        self, rows: Sequence[Row], contacts: Callable[[str], Contact | None], learning: Mapping[str, set[str]]
    ) -> list[Contact | None]:
        """Of each row its contact if this is the first source that has it, else None."""
        found = [(number, contacts(contact_id(item))) for number, item in rows]
        return [one if one and self._first(one, number, learning) == number else None for number, one in found]

    @property
    def _people_end(self) -> int:
        return len(self._organizations) + len(self._tags)

    def _first(self, contact: Contact, number: int, learning: Mapping[str, set[str]]) -> int:
        own = [*self._organizations, *self._tags]
        for at, chosen in enumerate(own):
            if chosen in (contact.organization_ids if at < len(self._organizations) else contact.tags):
                return at
        courses = learning.get(contact.id, set())
        earlier = [at for at, course in enumerate(self._courses) if course in courses]
        return min([self._people_end + at for at in earlier] + [number])


def contact_id(row: Item) -> str:
    """Whom a member's row, a tag's token or an enrollment is about."""
    return str(row["id"] if "word" in row else row["contact_id"])


def organization_ids(row: Item) -> list[str]:
    """Which organizations such a row says its contact belongs to; an enrollment, through which it was made."""
    own = [row["organization_id"]] if row.get("organization_id") else []
    return list(row.get("organization_ids", own))


def is_chosen(scope: Scope, organizations: Iterable[str], tags: Iterable[str]) -> bool:
    """Whether a scope names one of these organizations or tags of a contact."""
    folded = {tag.fold(one) for one in scope.tags}
    return not scope.organizations.isdisjoint(organizations) or not folded.isdisjoint(tags)


def enrolled_in(partner_id: str, asked: Sequence[tuple[str, str]]) -> dict[str, set[str]]:
    """Of these pairs of a contact and a course those of which the one was ever enrolled in the other, by contact.

    Each of them has a first attempt, so that a read tells; for very many pairs the index by contact is asked instead.
    """
    if len(asked) > PAIRS_AT_ONCE:
        return _courses_of(partner_id, [who for who, _ in asked])
    firsts = {keys.enrollment(partner_id, course, who, 1): (who, course) for who, course in asked}
    learning: dict[str, set[str]] = {}
    for key in read(firsts):
        who, course = firsts[key]
        learning.setdefault(who, set()).add(course)
    return learning


def _courses_of(partner_id: str, contact_ids: Sequence[str]) -> dict[str, set[str]]:
    """The courses each of these contacts was ever enrolled in, by the index."""

    def one(who: str) -> set[str]:
        return {item["course_id"] for item in query_all("portal", store.learning_pk(partner_id, who), index="by_a")}

    asked = list(dict.fromkeys(contact_ids))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(asked, pool.map(one, asked), strict=True))
