"""Identities of SES: one of a domain is one in the whole account, so its tags say whose it is.

Whoever makes it has it: `CreateEmailIdentity` is refused where there is one. One that carries no tag of ours, such as
the platform's own sender, or another partner's, is never taken for ours, however verified it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from shared import aws
from shared.patience import A_TRY, patiently
from shared.settings import settings

STAGE, PARTNER = "portico", "partner"
"""Tags: which stage it belongs to (the worker's role may change no other), and which partner."""


class NotOurs(Exception):
    """There is an identity of this name, and it is not this partner's."""


@dataclass(frozen=True)
class Identity:
    """What SES says of one: its three DKIM tokens, its word for what it found of them, and whether mails may come
    from it."""

    tokens: tuple[str, ...]
    dkim: str
    verified: bool


def make(name: str, partner_id: str) -> Identity:
    """The identity, made where there is none. Raises: NotOurs."""
    if found := find(name, partner_id):
        return found
    tags = [{"Key": STAGE, "Value": settings().stage}, {"Key": PARTNER, "Value": partner_id}]
    asked = {"DkimSigningAttributes": {"NextSigningKeyLength": "RSA_2048_BIT"}, "Tags": tags}
    try:
        patiently(lambda: client().create_email_identity(EmailIdentity=name, **asked))
    except client().exceptions.AlreadyExistsException:
        pass  # a twin was faster, or the answer of a try before this one was lost
    found = find(name, partner_id)
    if found is None:
        raise RuntimeError("an identity that was just made is not there; it is looked for again")
    return found


def find(name: str, partner_id: str) -> Identity | None:
    """The partner's identity of this name, None when there is none at all. Raises: NotOurs."""
    try:
        found: dict[str, Any] = patiently(lambda: client().get_email_identity(EmailIdentity=name))
    except client().exceptions.NotFoundException:
        return None
    tags = {one["Key"]: one["Value"] for one in found.get("Tags", [])}
    if (tags.get(STAGE), tags.get(PARTNER)) != (settings().stage, partner_id):
        raise NotOurs(name)
    dkim = found.get("DkimAttributes", {})
    verified = bool(found.get("VerifiedForSendingStatus")) and dkim.get("Status") == "SUCCESS"
    return Identity(tuple(dkim.get("Tokens", ())), dkim.get("Status", ""), verified)


def drop(name: str, partner_id: str) -> None:
    """Take it away, if it is there and this partner's."""
    try:
        if find(name, partner_id):
            patiently(lambda: client().delete_email_identity(EmailIdentity=name))
    except (NotOurs, client().exceptions.NotFoundException):
        pass


@cache
def client() -> Any:
    """The client of SES of this process."""
    from botocore.config import Config

    return aws.client("sesv2", Config(connect_timeout=1, read_timeout=A_TRY * 2, retries={"total_max_attempts": 1}))
