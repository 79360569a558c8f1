"""Finds by the beginnings of words, kind by kind. All the words asked for must begin a word of the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from functions.portal_api.contacts.contact import Contact
from functions.portal_api.find_anything.found import Found
from functions.portal_api.organizations.organization import Organization
from functions.portal_api.search import everywhere_pk, words
from functions.portal_api.web.formats import name_of
from shared import keys
from shared.dynamo import Item, query, read
from shared.hosts import PLATFORM_SIGN_IN
from shared.keys import Key

MOST = 10
TOKENS = 100
"""Of a word's tokens that many are looked at, in the order of words."""
PAGES = 3
"""Of partners and of courses, by age, that many thousand."""
Words = Sequence[str]


def partners(asked: Words) -> list[Found]:
    """Partners by the words of their name, the house among them, newest first."""
    found = _walked(keys.PARTNERS, "list", lambda item: _has(item["name"], asked))
    return [
        Found(kind="partner", id=item["id"], name=item["name"], detail=None, path=f"/platform/partners/{item['id']}")
        for item in found
    ]


def courses(asked: Words) -> list[Found]:
    """Platform courses by the words of their title, newest first."""
    found = _walked(keys.course("").pk, None, lambda item: _has(item["title"], asked))
    return [
        Found(kind="course", id=item["id"], name=item["title"], detail=None, path=f"/platform/courses/{item['id']}")
        for item in found
    ]


def contacts(asked: Words) -> list[Found]:
    """Contacts of all partners by the words of their names and addresses; archived ones too."""
    return [
        Found(
            kind="contact",
            id=item["id"],
            name=name_of(item),
            detail=_of(whose),
            path=f"/partner/{whose['id']}/contacts/{item['id']}",
        )
        for item, whose in _everywhere("PEOPLE", keys.contact, lambda item: _words(Contact.of(item).tokens()), asked)
    ]


def organizations(asked: Words) -> list[Found]:
    """Organizations of all partners by the words of their name."""
    told = _everywhere("ORGANIZATIONS", keys.organization, lambda item: _words(Organization.of(item).tokens()), asked)
    return [
        Found(
            kind="organization",
            id=item["id"],
            name=item["name"],
            detail=_of(whose),
            path=f"/partner/{whose['id']}/organizations/{item['id']}",
        )
        for item, whose in told
    ]


def staff(asked: Words) -> list[Found]:
    """The platform's admins and trainers by the words of their names and addresses."""
    pks = (keys.platform_admin("").pk, keys.trainer("").pk)
    rows = [row for pk in pks for row in query("portal", pk, limit=1000)[0]]
    told = [row for row in rows if "email" in row and _has(f"{name_of(row)} {row['email']}", asked)]
    return [_person(row["person_id"], row, "/platform/users") for row in told]


def who_sign_in(text: str) -> list[Found]:
    """Whoever signs in with an address that begins like this and belongs to the team of a partner."""
    begin = text.strip().lower()
    if len(begin) < 3:
        return []
    rows, _ = query("portal", keys.identity(PLATFORM_SIGN_IN, "").pk, prefix=begin, limit=MOST)
    people = read(keys.person(row["person_id"]) for row in rows)
    found = []
    for key, person in people.items():
        members, _ = query("portal", key.pk, prefix="MEMBERSHIP#partner#", limit=1)
        if members:
            found.append(_person(person["id"], person, f"/partner/{members[0]['partner_id']}/team"))
    return found


def _person(person_id: str, item: Item, path: str) -> Found:
    return Found(kind="person", id=person_id, name=name_of(item), detail=item["email"], path=path)


def _has(text: str, asked: Words) -> bool:
    own = words(text)
    return all(any(word.startswith(part) for word in own) for part in asked)


def _words(tokens: Iterable[tuple[str, str]]) -> str:
    return " ".join(word for _, word in tokens)


def _of(partner: Item) -> str:
    return str(partner["name"])


def _walked(pk: str, index: str | None, keep: Callable[[Item], bool]) -> list[Item]:
    """Those kept of a bounded walk, one more than is shown."""
    found: list[Item] = []
    after: Item | None = None
    for _ in range(PAGES):
        items, after = query("portal", pk, index=index, limit=1000, after=after, newest_first=True)
        found += [item for item in items if keep(item)]
        if after is None or len(found) > MOST:
            break
    return found[: MOST + 1]


def _everywhere(
    kind: str, key_of: Callable[[str, str], Key], text_of: Callable[[Item], str], asked: Words
) -> list[tuple[Item, Item]]:
    """Records of all partners, each with its partner's, by their tokens in index `list`."""
    driver = max(asked, key=len)
    if len(driver) < 2:
        return []
    tokens, _ = query("portal", everywhere_pk(kind, driver), index="list", prefix=driver, limit=TOKENS)
    whose = {key_of(token["pk"].split("#")[1], token["id"]): token["pk"].split("#")[1] for token in tokens}
    items = read([*whose, *map(keys.partner, set(whose.values()))])
    found = [(items[key], items[keys.partner(who)]) for key, who in whose.items() if key in items]
    return [one for one in found if _has(text_of(one[0]), asked)][: MOST + 1]
