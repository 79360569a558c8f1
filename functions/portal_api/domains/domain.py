"""A domain that a partner brings: where it stands, which DNS records it wants, what was seen of them and when.

`pending_dns` until its ownership record is seen, `issuing` until certificate and gateway are there and it points to us,
then `active`. An active one is looked at every hour; after `MISSES` looks in a row that found a record gone it is
`failing`: links go to the partner's address below the platform's at once, the name itself is answered for `SERVED_FOR`
more. `removing` takes the gateway's and the certificate's part down, after which the record goes, or starts over.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from shared import keys
from shared.clock import parse, stamp
from shared.dynamo import Item

Status = Literal["pending_dns", "issuing", "active", "failing", "removing"]
Purpose = Literal["ownership", "certificate", "target", "authority"]
State = Literal["seen", "missing", "unknown"]
"""What DNS says of a record: it is there, it is not (or another value is), or the resolvers did not agree or answer."""
CHALLENGE = "_portico"
MISSES = 3
"""Looks in a row that found a record gone, after which a domain fails; resolvers that say nothing do not count."""
SERVED_FOR = timedelta(days=7)
"""How long the name of a failing domain is still answered."""
RECHECK = timedelta(hours=1)
RECHECK_FAILING = timedelta(minutes=10)
LEASE = timedelta(minutes=15)
"""How soon whoever took a domain up and crashed is followed by another; within the hour of ACM's idempotency tokens."""
REMEMBERED = 30
"""Steps that the record keeps."""
MOST = 5
"""Domains of one partner."""


@dataclass(frozen=True)
class Seen:
    """What the last look found of one record: its state, the values that stood there, when."""

    state: State
    values: tuple[str, ...] = ()
    at: str = ""


@dataclass(frozen=True)
class Record:
    """A DNS record that somebody is to set, and what was seen of it."""

    purpose: Purpose
    type: str
    name: str
    value: str
    seen: Seen | None = None


@dataclass(frozen=True)
class Domain:
    """`token` proves that DNS of the name is in the partner's hands; times are RFC 3339, empty before that happened.

    `claimed_at`: since when `HOST#<name>` is this partner's. `asked` counts the requests for a certificate; its state
    is ACM's. `target` is what the name shall point to, `target_zone` its hosted zone. `problem` says why it does not
    go on: `taken`, `authority` (CAA), `certificate` (ACM's word in `refused`), `gateway`, `kind` (of the partner).
    """

    id: str
    partner_id: str
    name: str
    token: str
    added_at: str
    apex: bool = False
    status: Status = "pending_dns"
    provider: str = "api_gateway"
    version: int = 0
    asked: int = 0
    asked_at: str = ""
    certificate: str = ""
    certificate_state: str = ""
    certificate_record: tuple[str, ...] = ()
    refused: str = ""
    claimed_at: str = ""
    target: str = ""
    target_zone: str = ""
    active_at: str = ""
    failing_at: str = ""
    misses: int = 0
    problem: str = ""
    starts_over: bool = False
    seen: dict[Purpose, Seen] = field(default_factory=dict)
    history: tuple[dict[str, str], ...] = ()
    checked_at: str = ""
    due_at: str = ""

    @property
    def served_until(self) -> str:
        """When the name of a failing domain is no longer answered; empty for all others."""
        return stamp(parse(self.failing_at) + SERVED_FOR) if self.failing_at else ""

    @property
    def records(self) -> list[Record]:
        """The DNS records to set, as far as they are known: the target's name is known once there is a certificate."""
        wanted = [Record("ownership", "TXT", f"{CHALLENGE}.{self.name}", self.token, self.seen.get("ownership"))]
        if self.certificate_record:
            name, value = self.certificate_record
            wanted.append(Record("certificate", "CNAME", name, value, self.seen.get("certificate")))
        if self.target:
            kind = "ALIAS" if self.apex else "CNAME"
            wanted.append(Record("target", kind, self.name, self.target, self.seen.get("target")))
        if self.problem == "authority":
            wanted.append(Record("authority", "CAA", self.name, '0 issue "amazon.com"', self.seen.get("authority")))
        return wanted

    def is_seen(self, purpose: Purpose) -> bool:
        """Whether the last look found this record."""
        return purpose in self.seen and self.seen[purpose].state == "seen"

    def noted(self, at: str, what: str, seen: str = "", **changes: Any) -> Domain:
        """Changed, with a line about it in its history; the same line is not written twice in a row."""
        line = {"at": at, "what": what} | ({"seen": seen[:200]} if seen else {})
        last = self.history[-1] if self.history else {}
        again = last.get("what") == what and last.get("seen", "") == line.get("seen", "")
        history = self.history if again else (*self.history, line)[-REMEMBERED:]
        return replace(self, history=history, **changes)

    def due(self, at: datetime) -> Domain:
        """To be looked at again at this time."""
        return replace(self, due_at=stamp(at))

    def waits(self, now: datetime) -> Domain:
        """Due again after a while: often at first, then less; one that nobody finishes in a month rests until asked."""
        if self.status == "active":
            return self.due(now + (RECHECK_FAILING if self.misses else RECHECK))
        if self.status == "failing":
            return self.due(now + RECHECK_FAILING)
        age = now - parse(self._begun)
        for older, pause in _PAUSES:
            if age < older:
                return self.due(now + pause)
        return replace(self, due_at="")

    @property
    def _begun(self) -> str:
        """When somebody last did something for it: added it, or asked to look."""
        asked = [line["at"] for line in self.history if line["what"] in ("added", "check_asked", "started_over")]
        return asked[-1] if asked else self.added_at

    def stored(self) -> Item:
        """As its item; in the list of what is due unless it rests."""
        item = {name: value for name, value in asdict(self).items() if value not in ("", (), {}, False, None)}
        item["version"] = self.version
        item["history"], item["certificate_record"] = list(self.history), list(self.certificate_record)
        item["seen"] = {
            name: {"state": one.state, "values": list(one.values), "at": one.at} for name, one in self.seen.items()
        }
        if self.due_at:
            item |= {"list_pk": keys.DOMAINS, "list_sk": f"{self.due_at}#{self.partner_id}#{self.name}"}
        return item

    @classmethod
    def of(cls, item: Item) -> Domain:
        """From its item."""
        known = {one.name: item[one.name] for one in fields(cls) if one.name in item}
        known["seen"] = {
            name: Seen(one["state"], tuple(one["values"]), one["at"]) for name, one in item.get("seen", {}).items()
        }
        known["history"] = tuple(item.get("history", ()))
        known["certificate_record"] = tuple(item.get("certificate_record", ()))
        return cls(**known)


_PAUSES = (
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(minutes=10)),
    (timedelta(days=30), timedelta(hours=1)),
)
