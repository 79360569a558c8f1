"""Facts: what happened, in frozen classes, and the outbox a record carries them in.

A write that causes facts puts them, with the state they describe, into the record's `facts` attribute:
`{"id": …, "all": [fact, …]}`; the next write that causes facts replaces it, and a wallet's movement without any takes
it off. `notify/publish` reads the table's stream and puts each fact of a changed `facts.id` on the bus: source
`portico.<room>`, detail-type the class's name, detail the fact itself: `{id, type, version, occurred_at, data}`. JSON
schema and a sample of each are generated into `infra/events/`. Facts carry ids, codes and amounts, never names or
addresses.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict
from ulid import ULID


class Fact(BaseModel):
    """Something that happened; subclasses are its `data`."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # most starts state one of them, or none
    room: ClassVar[str]
    version: ClassVar[int] = 1


class CreditsLow(Fact):
    """Available credits fell to the partner's threshold; once until they are above it again."""

    room: ClassVar[str] = "wallet"
    partner_id: str
    available: int
    threshold: int


class CreditsNotEnough(Fact):
    """An enrollment was refused for lack of credits; the first time since credits last came in."""

    room: ClassVar[str] = "wallet"
    partner_id: str
    required: int
    available: int
    course_id: str


class CreditsExhausted(Fact):
    """Available credits reached 0; once until they are above 0 again."""

    room: ClassVar[str] = "wallet"
    partner_id: str


class CreditsToppedUp(Fact):
    """The platform put credits into a partner's wallet."""

    room: ClassVar[str] = "wallet"
    partner_id: str
    credits: int
    available: int
    seq: int


class TopUpAsked(Fact):
    """A partner asked the platform for credits; what it wrote with it stands in the request."""

    room: ClassVar[str] = "partners"
    partner_id: str
    request_id: str
    asked_by: str
    available: int
    credits: int | None = None


class LedgerDiffers(Fact):
    """Reconciliation found that a partner's books do not add up."""

    room: ClassVar[str] = "wallet"
    partner_id: str
    differences: list[Literal["balance", "chain", "enrollment_without_entry", "entry_without_enrollment"]]
    seq: int


class AdminInvited(Fact):
    """A person was made an admin of a partner, or (no partner) of the platform."""

    room: ClassVar[str] = "account"
    person_id: str
    partner_id: str | None = None
    invited_by: str


class StaffInvited(Fact):
    """A person was given a role at a partner other than an admin's."""

    room: ClassVar[str] = "team"
    person_id: str
    partner_id: str
    role: Literal["partner_enrollment", "partner_finance", "partner_read_only", "supervisor"]
    invited_by: str


class TrainerInvited(Fact):
    """A person was made a trainer of the platform."""

    room: ClassVar[str] = "team"
    person_id: str
    invited_by: str


class KeyContactGranted(Fact):
    """A contact of an organization was made its key contact."""

    room: ClassVar[str] = "portal_access"
    person_id: str
    partner_id: str
    organization_id: str
    invited_by: str


class PortalAccessGranted(Fact):
    """A contact may sign in from now on: to an organization's portal, or (none named) to learn."""

    room: ClassVar[str] = "portal_access"
    person_id: str
    partner_id: str
    organization_id: str | None = None
    invited_by: str


class PasswordLinkAsked(Fact):
    """Somebody asked for a link to set this person's password."""

    room: ClassVar[str] = "account"
    person_id: str


class SecondFactorTakenAway(Fact):
    """An admin took away the authenticator app that this person had lost."""

    room: ClassVar[str] = "account"
    person_id: str


class DomainAsked(Fact):
    """A partner asked something of a domain of its own: to have it, to have it looked at now, to give it up."""

    room: ClassVar[str] = "domains"
    partner_id: str
    domain: str


class DomainServed(Fact):
    """A partner's own domain is served from now on."""

    room: ClassVar[str] = "domains"
    partner_id: str
    domain: str


class DomainFailing(Fact):
    """DNS records of a served domain are gone; links no longer use it, its name is answered for so many days more."""

    room: ClassVar[str] = "domains"
    partner_id: str
    domain: str
    days: int


class DomainStopped(Fact):
    """A domain whose DNS records stayed away is no longer served."""

    room: ClassVar[str] = "domains"
    partner_id: str
    domain: str


class SenderAsked(Fact):
    """A partner asked for its mails to come from a domain of its own, or no longer."""

    room: ClassVar[str] = "senders"
    partner_id: str
    sender: str


class SenderFailing(Fact):
    """What lets a partner's mails come from a domain of its own is gone: its DNS records, or the domain that backs it.

    `in_use` while mails still come from there; told once until it is as it should be again.
    """

    room: ClassVar[str] = "senders"
    partner_id: str
    domain: str
    problem: Literal["records", "domain", "taken"]
    in_use: bool


class AddressSuppressed(Fact):
    """No mail goes to an address any more: it bounced for good, or its owner complained; for whom the mail was."""

    room: ClassVar[str] = "notify"
    reason: Literal["bounce", "complaint"]
    person_id: str | None = None


FACTS: dict[str, type[Fact]] = {fact.__name__: fact for fact in Fact.__subclasses__()}
"""Every fact by its name on the bus."""


def outbox(at: str, *facts: Fact) -> dict[str, Any] | None:
    """The `facts` attribute for a record written at this time; None when nothing happened."""
    if not facts:
        return None
    stated = [
        {
            "id": f"fct_{ULID()}",
            "type": type(fact).__name__,
            "version": fact.version,
            "occurred_at": at,
            "data": fact.model_dump(exclude_none=True),
        }
        for fact in facts
    ]
    return {"id": stated[0]["id"], "all": stated}
