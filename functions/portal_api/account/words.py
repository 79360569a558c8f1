"""What the platform's search finds a person by: a token for each word of their names and of their e-mail address.

Nobody but the platform's admins searches for people who sign in; a partner finds its own by its lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.portal_api.search import Token, by_field, everywhere, tokens
from shared import keys
from shared.commit import Write, delete, put

SEARCHED = ("first_name", "last_name", "email")
WORDS_A_FIELD = 5
"""Further words are not found: people are made in transactions that hold much else."""
KIND = "PERSONS"


def tokens_of(record: Mapping[str, Any]) -> list[Token]:
    """What somebody is found by, from their record or from what is to become it."""
    found = tokens({field: record.get(field) for field in SEARCHED})
    return [one for field in SEARCHED for one in [token for token in found if token[0] == field][:WORDS_A_FIELD]]


def found_by(person_id: str, record: Mapping[str, Any]) -> list[Write]:
    """The writes that let a new person be found; blame `word`."""
    own = tokens_of(record)
    told = {"id": person_id, "words": by_field(own)}
    return [
        put(
            "word",
            keys.person_word(person_id, field, word),
            told | {"word": word} | everywhere(KIND, word, person_id),
            None,
        )
        for field, word in own
    ]


def found_anew(person_id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Write]:
    """The writes that let somebody be found by what they are called now, and no more by what they were."""
    old, new = tokens_of(before), tokens_of(after)
    if old == new:
        return []
    gone = [delete("word", keys.person_word(person_id, *one)) for one in old if one not in new]
    return [*found_by(person_id, after), *gone]
