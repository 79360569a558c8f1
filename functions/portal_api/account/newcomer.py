"""Somebody who is to become something here: known in the sign-in domain already, or made; either way they are told.

For every room that gives people a role: it finds the person, puts what it gives them into one transaction with
these writes, and on the blame `person` (who it is has changed meanwhile) finds and builds anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from functions.portal_api.account import store
from functions.portal_api.account.words import found_by
from shared import keys
from shared.commit import Write, put, update
from shared.events import Fact, outbox
from shared.hosts import PLATFORM_SIGN_IN
from shared.ids import new_id

FREE = "attribute_not_exists(pk)"
_UNFIT = re.compile(r"[/<>]|www\.", re.IGNORECASE)


@dataclass(frozen=True)
class Newcomer:
    """A person by e-mail address, `known` or yet to be made; `language` is a new person's until they choose."""

    id: str
    known: bool
    email: str
    first_name: str
    last_name: str
    language: str
    sign_in_domain: str

    @classmethod
    def find(
        cls, email: str, first_name: str, last_name: str, language: str, sign_in_domain: str = PLATFORM_SIGN_IN
    ) -> Newcomer:
        """Whoever has this address in the sign-in domain, else somebody new."""
        known = store.person_id_of(email, sign_in_domain)
        return cls(known or new_id("per"), bool(known), email, first_name, last_name, language, sign_in_domain)

    def writes(self, at: str, fact: Fact | None) -> list[Write]:
        """Tell them by this fact (None: do not), and make them if they are new; all with the blame `person`."""
        facts = outbox(at, fact) if fact else None
        if not self.known:
            record = {
                "id": self.id,
                "sign_in_domain": self.sign_in_domain,
                "email": self.email,
                "first_name": self.first_name,
                "last_name": self.last_name,
                "language": self.language,
                "status": "active",
                "invited": True,
                "created_at": at,
                "version": 1,
                "facts": facts,
            }
            identity = {"person_id": self.id}
            return [
                put("person", keys.identity(self.sign_in_domain, self.email), identity, FREE),
                put("person", keys.person(self.id), record, FREE),
                *found_by(self.id, record),
            ]
        if not facts:
            return []
        return [told(self.id, facts)]


def told(person_id: str, facts: dict[str, object] | None) -> Write:
    """Put an outbox on a person who is there. Blame `person`."""
    there = "attribute_exists(pk)"
    return update("person", keys.person(person_id), "SET facts = :facts", there, values={":facts": facts})


def fit_for_mail(name: str) -> str:
    """A name of a record as it may stand in a mail to a stranger: without what makes a web address or markup."""
    return " ".join(_UNFIT.sub(" ", name).split()) or "-"
