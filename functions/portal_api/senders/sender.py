"""A sending domain of a partner: where it stands, which DNS records it wants, what SES says of them.

It is one of the partner's active domains, or the registered domain above one. The latter is proven by a record of its
own, as domains are: that a name below it is the partner's says nothing of whose it is. `pending` until SES finds the
three DKIM records, then `verified`, while it stays so; `removing` until the identity is gone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from functions.portal_api.domains.domain import CHALLENGE
from shared import keys
from shared.clock import stamp
from shared.dynamo import Item

Status = Literal["pending", "verified", "removing"]
Problem = Literal["", "domain", "proof", "taken", "failing", "failed", "kind"]
"""Why it does not go on: no active domain backs it any more, its ownership record is not seen, the name is somebody
else's at SES, SES no longer finds the DKIM records (a verified one's), it gave up looking for them, the partner is no
whitelabel partner."""
LOCAL_PART = "no-reply"
LEASE = timedelta(minutes=15)
"""How soon whoever took it up and crashed is followed by another."""
AGAIN, RECHECK = timedelta(minutes=5), timedelta(hours=1)
MISSES = 3
"""Looks in a row that found the ownership record gone, or SES without the DKIM records, after which they are gone."""


class Wanted(NamedTuple):
    """A DNS record to set, and whether it was seen (None: nobody has looked)."""

    purpose: Literal["ownership", "dkim"]
    type: Literal["TXT", "CNAME"]
    name: str
    value: str
    seen: bool | None


@dataclass(frozen=True)
class Sender:
    """`direct`: the partner has an active domain of this very name, which proves it; else `token` in its DNS does.

    Times are RFC 3339, empty before they came. `tokens` are SES's three names of DKIM keys, `dkim` is its word for what
    it found; `lost` counts the looks in a row at which a verified one's were gone.
    """

    id: str
    partner_id: str
    name: str
    added_at: str
    token: str
    direct: bool = False
    status: Status = "pending"
    problem: Problem = ""
    version: int = 0
    proven: bool = False
    misses: int = 0
    lost: int = 0
    tokens: tuple[str, ...] = ()
    dkim: str = ""
    verified_at: str = ""
    checked_at: str = ""
    due_at: str = ""

    @property
    def address(self) -> str:
        """What mails come from once it is verified."""
        return f"{LOCAL_PART}@{self.name}"

    @property
    def records(self) -> list[Wanted]:
        """The records to set, as far as they are known: SES names its own once it was asked."""
        found: list[Wanted] = []
        if not self.direct:
            seen = self.proven if self.checked_at else None
            found.append(Wanted("ownership", "TXT", f"{CHALLENGE}.{self.name}", self.token, seen))
        done = {"SUCCESS": True, "": None}.get(self.dkim, False)
        for token in self.tokens:
            found.append(
                Wanted("dkim", "CNAME", f"{token}._domainkey.{self.name}", f"{token}.dkim.amazonses.com", done)
            )
        return found

    def due(self, at: datetime) -> Sender:
        """To be looked at again at this time."""
        return replace(self, due_at=stamp(at))

    def stored(self) -> Item:
        """Its attributes as they are written."""
        due = f"{self.due_at}#{self.partner_id}#{self.name}"
        return asdict(self) | {"tokens": list(self.tokens), "list_pk": keys.SENDERS, "list_sk": due}

    @classmethod
    def of(cls, item: Item) -> Sender:
        """From its item."""
        known = {one.name: item[one.name] for one in fields(cls) if one.name in item}
        return cls(**known | {"tokens": tuple(item.get("tokens", ()))})
