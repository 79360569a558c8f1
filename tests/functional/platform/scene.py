"""The platform's console as its tests meet it: an admin's browser, partners, courses, and who may not come in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import unescape
from typing import Any

from functions.wallet.entry import Movement
from functions.wallet.wallet import Wallet
from shared import dynamo, keys
from shared.clock import stamp
from shared.partner import Partner
from tests.builders import a_person, a_platform_admin, write
from tests.functional.front import Answer, Front
from tests.functional.web.browser import a_session, look
from tests.meter import Meter

HOSTILE = "<script>alert(1)</script> & %(name)s"


@dataclass
class Console:
    """A platform admin in front of the pages."""

    front: Front
    admin: str
    browser: dict[str, str]

    @classmethod
    def opened(cls, front: Front) -> Console:
        admin = a_platform_admin()
        row = {"person_id": admin, "email": "ada@portico.example", "first_name": "Ada", "last_name": "Rossi"}
        write(keys.platform_admin(admin), row | {"invited": False, "since": stamp(), "by": admin})
        return cls(front, admin, a_session(admin))

    def sees(self, path: str, **headers: str) -> str:
        """A page's words, entities read."""
        return unescape(self.html(path, **headers))

    def html(self, path: str, **headers: str) -> str:
        answer = self.asks(path, **headers)
        assert answer.status == 200, (path, answer.status, answer.text[:300])
        return answer.text

    def asks(self, path: str, **headers: str) -> Answer:
        path, _, query = path.partition("?")
        asked = dict(part.split("=", 1) for part in query.split("&")) if query else None
        return self.front.ask("GET", path, headers=self.browser | headers, query=asked)

    def calls(self, path: str) -> Counter[str]:
        """What a page asks of DynamoDB."""
        with Meter(dynamo.client()) as meter:
            self.html(path)
        return meter.calls

    def does(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer = self.front.ask(method, path, self.admin, body=body, headers={"portico-view": "platform"})
        assert answer.status == status, answer
        return answer.json if answer.text else None


def an_admin(partner: Partner) -> str:
    """Somebody who administers a partner."""
    person = a_person("Laura")
    row = {"person_id": person, "email": "laura@alfa.example", "first_name": "Laura", "last_name": "Moretti"}
    write(keys.partner_admin(partner.id, person), row | {"invited": False, "since": stamp(), "by": person})
    write(keys.partner_membership(person, partner.id), {"role": "partner_admin", "partner_id": partner.id})
    return person


def enters(front: Front, path: str, person_id: str) -> Answer:
    """The page as somebody else's browser gets it."""
    return look(front, path, a_session(person_id))


def moved(partner: Partner, actor: str, *amounts: int) -> None:
    """Credits moved in and out, as the wallet writes them."""
    wallet = Wallet(partner.id)
    for amount in amounts:
        kind: Any = "top_up" if amount > 0 else "deduction"
        step = wallet.move(Movement(kind, amount, actor, stamp(), "Contract", "ORD-1"), partner.low_credit_threshold)
        wallet = step.wallet
        write(keys.entry(partner.id, step.entry.seq), step.entry.stored())
    write(keys.wallet(partner.id), wallet.stored())
