"""Finds by the beginnings of words, kind by kind. All the words asked for must begin a word of the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from functions.portal_api.contacts.contact import Contact
from functions.portal_api.find_anything.found import Found, contact_found, organization_found
from functions.portal_api.organizations.organization import Organization
from functions.portal_api.search import WIDER, Token, everywhere_pk, words
from shared import keys
from shared.dynamo import Item, query, read
from shared.keys import Key

MOST = 10
TOKENS = 100
"""Of a word's tokens that many are looked at, in the order of words."""
PAGES, A_PAGE = 3, 1000
"""Of partners and of courses, by age, that many are looked at."""
Words = Sequence[str]


def partners(asked: Words) -> tuple[list[Found], dict[str, str]]:
    """Partners by the words of their name, the house among them, newest first; and all the names looked at, by id."""
    names: dict[str, str] = {}

    def has(item: Item) -> bool:
        names[item["id"]] = item["name"]
        return _has(item["name"], asked)

    found = [
        Found(kind="partner", id=item["id"], name=item["name"], detail=None, path=f"/platform/partners/{item['id']}")
        for item in _walked(keys.PARTNERS, "list", has)
    ]
    return found, names


def courses(asked: Words) -> list[Found]:
    """Platform courses by the words of their title, newest first."""
    found = _walked(keys.course("").pk, None, lambda item: _has(item["title"], asked))
    return [
        Found(kind="course", id=item["id"], name=item["title"], detail=None, path=f"/platform/courses/{item['id']}")
        for item in found
    ]


def contacts(asked: Words) -> list[Found]:
    """Contacts of all partners by the words of their names and addresses; archived ones too."""
    told = _everywhere("PEOPLE", keys.contact, lambda item: Contact.of(item).tokens(), asked)
    return [contact_found(item, whose) for item, whose in told]


def organizations(asked: Words) -> list[Found]:
    """Organizations of all partners by the words of their name."""
    told = _everywhere("ORGANIZATIONS", keys.organization, lambda item: Organization.of(item).tokens(), asked)
    return [organization_found(item, whose) for item, whose in told]


def _has(text: str, asked: Words) -> bool:
    return matches(words(text), asked)


def _walked(pk: str, index: str | None, keep: Callable[[Item], bool]) -> list[Item]:
    """Those kept of a bounded walk, one more than is shown."""
    found: list[Item] = []
    after: Item | None = None
    for _ in range(PAGES):
        items, after = query("portal", pk, index=index, limit=A_PAGE, after=after, newest_first=True)
        found += [item for item in items if keep(item)]
        if after is None or len(found) > MOST:
            break
    return found[: MOST + 1]


def tokens(kind: str, asked: Words) -> list[Item]:
    """Tokens of this kind whose records have all these words, as they say themselves; several may be of one record."""
    driver = max(asked, key=len)
    if len(driver) < 2:
        return []
    most = TOKENS * (WIDER if len(asked) > 1 else 1)
    found, _ = query("portal", everywhere_pk(kind, driver), index="list", prefix=driver, limit=most)
    return [item for item in found if matches([word for own in item["words"].values() for word in own], asked)]


def matches(own: Sequence[str], asked: Words) -> bool:
    """Whether each of the words asked for begins one of these."""
    return all(any(word.startswith(part) for word in own) for part in asked)


def _everywhere(
    kind: str, key_of: Callable[[str, str], Key], tokens_of: Callable[[Item], Sequence[Token]], asked: Words
) -> list[tuple[Item, Item]]:
    """Records of all partners, each with its partner's, by their tokens in index `list`."""
    whose = {key_of(one["pk"].split("#")[1], one["id"]): one["pk"].split("#")[1] for one in tokens(kind, asked)}
    first = dict(list(whose.items())[: MOST + 1])
    items = read([*first, *map(keys.partner, set(first.values()))])
    found = [(items[key], items[keys.partner(who)]) for key, who in first.items() if key in items]
    return [one for one in found if matches([word for _, word in tokens_of(one[0])], asked)]
