"""How every search works: by the beginnings of words, through token items that are kept per field.

A record's text is folded (case, accents) and cut into words; each (field, word) is an item of its own that a
query finds by prefix. They are kept per field so that a field can be withheld from search. Of several words
asked for all must match, in whatever fields: the longest one drives the query, the record itself answers for the
others. A record found by several of its words is given once, at the first of them in the walk's order, so that a
page needs to know nothing of the pages before it.

A token also says what else its record is found by (`words`), and what else decides whether it is shown, so that only
records are read that may be. It is written anew with every change of what it says, in the record's own transaction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Query

from shared.dynamo import Item, query

T = TypeVar("T")
WORDS_A_FIELD = 10
"""Further words of a field are not found: a change must fit one transaction with all its tokens."""
LETTERS_A_WORD = 40
TOKENS_A_PAGE = 100
"""Tokens of a field that a page looks through at most, in one read."""
WIDER = 8
"""So many times more where not each of them leads to a record that is shown; it then may come back short."""
_WORD = re.compile(r"[^\W_]+")

Token = tuple[str, str]
"""A field and a folded word of it."""
Asked = Annotated[str | None, Query(alias="q", max_length=200)]
"""`?q=` of a list route."""


def words(text: str) -> list[str]:
    """The distinct words of a text in their order, without case and accents: `Òscar D'Ávila` → oscar, d, avila."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return list(dict.fromkeys(word[:LETTERS_A_WORD] for word in _WORD.findall(bare)))


def tokens(fields: Mapping[str, str | None]) -> list[Token]:
    """The tokens of a record, in the order of the walk: by field as given, then by word."""
    return [(field, word) for field, text in fields.items() for word in sorted(words(text or "")[:WORDS_A_FIELD])]


def by_field(record_tokens: Sequence[Token]) -> dict[str, list[str]]:
    """All the words of a record, as each of its tokens carries them."""
    fields = dict.fromkeys(field for field, _ in record_tokens)
    return {one: [word for field, word in record_tokens if field == one] for one in fields}


def everywhere(kind: str, word: str, record_id: str) -> Item:
    """Attributes by which a token is found over all partners too, in index `list`.

    Spread by the first letters, so that no one partition takes the words of everybody.
    """
    return {"list_pk": everywhere_pk(kind, word), "list_sk": f"{word}#{record_id}"}


def everywhere_pk(kind: str, word: str) -> str:
    """The partition of index `list` with the words of all partners that begin like this one (two letters)."""
    return f"PLATFORM#{kind}#{word[:2]}"


@dataclass(frozen=True)
class Search(Generic[T]):
    """One search in one partition of tokens.

    `fields` in the order of the walk, `asked` the folded words of which all must match, `load` the records of tokens
    by id, `tokens_of` a record's tokens, `keep` what else must hold of it. `may` is what else must hold of a token for
    its record to be loaded; `rare`, that it holds of few; `most`, how many records are loaded where not all of them
    will be kept.
    """

    pk: str
    fields: Sequence[str]
    asked: Sequence[str]
    load: Callable[[Sequence[Item]], Mapping[str, T]]
    tokens_of: Callable[[T], list[Token]]
    keep: Callable[[T], bool]
    may: Callable[[Item], bool] = lambda _: True
    rare: bool = False
    most: int = 0

    def page(self, limit: int, place: Item | None) -> tuple[list[T], Item | None]:
        """Up to `limit` records from a place on, and the place to go on from; in two waits, for tokens and records.

        Where little of what the tokens say matches, it is short or even empty, with a place.
        """
        if not self.asked:
            return [], None
        at, after = (place["field"], place["after"]) if place else (0, None)
        walk, onward = self._walk(at, after)
        chosen = [(field, item) for field, item in walk if self._may(field, item)]
        if len(chosen) > max(limit, self.most):
            chosen = chosen[: max(limit, self.most)]
            onward = self._behind(*chosen[-1])
        records = self.load([item for _, item in chosen]) if chosen else {}
        found: list[T] = []
        for field, item in chosen:
            record = records.get(item["id"])
            if record is None or not self._belongs(record, (self.fields[field], item["word"])):
                continue
            found.append(record)
            if len(found) == limit:
                return found, onward if item is walk[-1][1] else self._behind(field, item)
        return found, onward

    def _walk(self, at: int, after: Item | None) -> tuple[list[tuple[int, Item]], Item | None]:
        """The next tokens with the places of their fields, and where the walk goes on; all fields are asked at once."""
        most = TOKENS_A_PAGE * (WIDER if self.rare or len(self.asked) > 1 else 1)

        def ask(field: int) -> tuple[list[Item], Item | None]:
            prefix = f"{self.fields[field]}#{self._driver}"
            begin = after if field == at else None
            return query("portal", self.pk, prefix=prefix, limit=most, after=begin)

        left = range(at, len(self.fields))
        with ThreadPoolExecutor(len(left)) as pool:
            asked = list(pool.map(ask, left))
        walk: list[tuple[int, Item]] = []
        for field, (items, rest) in zip(left, asked, strict=True):
            walk += [(field, item) for item in items]
            if len(walk) > most:
                walk = walk[:most]
                return walk, self._behind(*walk[-1])
            if rest is not None:
                return walk, {"field": field, "after": rest}
        return walk, None

    def _behind(self, field: int, item: Item) -> Item:
        return {"field": field, "after": {"pk": self.pk, "sk": item["sk"]}}

    @property
    def _driver(self) -> str:
        return max(self.asked, key=len)

    def _may(self, field: int, item: Item) -> bool:
        """Whether a record may match, by what its token says of it; the record itself is asked again."""
        said: Mapping[str, Sequence[str]] = item["words"]
        own = [(name, word) for name in self.fields for word in sorted(said.get(name, ()))]
        return self.may(item) and self._is_first(own, (self.fields[field], item["word"]))

    def _belongs(self, record: T, token: Token) -> bool:
        return self._is_first(self.tokens_of(record), token) and self.keep(record)

    def _is_first(self, own: Sequence[Token], token: Token) -> bool:
        """Whether something with these tokens matches, and this is the first of them that the walk comes across."""
        matching = [one for one in own if one[1].startswith(self._driver)]
        return matching[:1] == [token] and all(any(word.startswith(part) for _, word in own) for part in self.asked)
