"""Find whatever a text may mean: an id first, else the beginnings of words, all kinds at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from functions.portal_api.find_anything import by_word
from functions.portal_api.find_anything.by_id import by_id
from functions.portal_api.find_anything.found import Finds, Found
from functions.portal_api.find_anything.people import people
from functions.portal_api.search import words


def find_anything(text: str) -> Finds:
    """Up to ten of each kind; nothing for a text without words."""
    asked = words(text)
    if not asked:
        return Finds(items=[], more=[])
    if exact := by_id(text.strip()):
        return Finds(items=exact, more=[])
    kinds = (by_word.courses, by_word.contacts, by_word.organizations)
    with ThreadPoolExecutor(len(kinds) + 2) as pool:
        partners, known = pool.submit(by_word.partners, asked), pool.submit(people, asked)
        found = [one for kind in pool.map(lambda kind: kind(asked), kinds) for one in kind]
    named, names = partners.result()
    found += [*named, *(one.found(names) for one in known.result())]
    return _cut(found)


def _cut(found: list[Found]) -> Finds:
    """Each once, ten of a kind, partners first."""
    kept: dict[tuple[str, str], Found] = {}
    for one in found:
        kept.setdefault((one.kind, one.id), one)
    finds = Finds(items=[], more=[])
    for kind in ("partner", "course", "person", "contact", "organization"):
        own = [one for one in kept.values() if one.kind == kind]
        finds.items += own[: by_word.MOST]
        if len(own) > by_word.MOST:
            finds.more.append(own[0].kind)
    return finds
