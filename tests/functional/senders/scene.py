"""SES's identities as its API reference has them, and partners with an active domain."""

from __future__ import annotations

from typing import Any

import botocore.session

from functions.portal_api.domains.domain import Domain
from functions.portal_api.senders import store
from functions.portal_api.senders.follow import follow
from functions.portal_api.senders.sender import Sender
from shared import keys
from shared.clock import stamp
from shared.dynamo import Item, read_one
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import write
from tests.functional.domains.cloud import REGION, Cloud
from tests.functional.domains.scene import a_whitelabel
from tests.functional.front import Answer, Front

NAME = "corsi.acme.it"
PARENT = "acme.it"


class Ses:
    """`identities` by name; `says(name, status)` is what its own search of DNS finds."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self.exceptions = botocore.session.get_session().create_client("sesv2", region_name=REGION).exceptions
        self.identities: dict[str, dict[str, Any]] = {}

    def says(self, name: str, status: str) -> None:
        one = self.identities[name]
        one["DkimAttributes"]["Status"] = status
        one["VerifiedForSendingStatus"] = status in ("SUCCESS", "TEMPORARY_FAILURE")

    def create_email_identity(self, EmailIdentity: str, DkimSigningAttributes: Any, Tags: list[Any]) -> Any:
        def created() -> Any:
            if EmailIdentity in self.identities:
                raise self.exceptions.AlreadyExistsException({"Error": {"Code": "AlreadyExistsException"}}, "Create")
            assert DkimSigningAttributes == {"NextSigningKeyLength": "RSA_2048_BIT"}
            dkim = {"Status": "PENDING", "Tokens": [f"t{number}" for number in range(3)], "SigningEnabled": True}
            made = {"VerifiedForSendingStatus": False, "DkimAttributes": dkim, "Tags": Tags}
            self.identities[EmailIdentity] = made
            return made

        return self._cloud.called(created)

    def get_email_identity(self, EmailIdentity: str) -> Any:
        return self._cloud.called(lambda: self._there(EmailIdentity))

    def delete_email_identity(self, EmailIdentity: str) -> Any:
        return self._cloud.called(lambda: self._there(EmailIdentity) and self.identities.pop(EmailIdentity))

    def _there(self, name: str) -> Any:
        if name not in self.identities:
            raise self.exceptions.NotFoundException({"Error": {"Code": "NotFoundException"}}, "Get")
        return self.identities[name]


def active(partner: Partner, name: str = NAME, status: Any = "active") -> None:
    """A domain of the partner's that is served."""
    domain = Domain(new_id("dom"), partner.id, name, "token", stamp(), status=status, active_at=stamp(), version=1)
    write(keys.own_domain(partner.id, name), domain.stored())


def served(name: str = "Acme", domain: str = NAME) -> tuple[Partner, str]:
    """A whitelabel partner with an active domain, and its admin."""
    partner, admin = a_whitelabel(name)
    active(partner, domain)
    return partner, admin


def names(desk: Front, partner: Partner, who: str | None, name: str = NAME, **more: Any) -> Answer:
    """The admin names a sending domain."""
    return desk.post(f"/v1/partners/{partner.id}/senders", who, {"name": name}, **more)


def named(desk: Front, partner: Partner, who: str, name: str = NAME) -> Sender:
    answer = names(desk, partner, who, name)
    assert answer.status == 201, answer
    found = store.by_name(partner.id, name)
    assert found
    return found


def turn(partner: Partner, name: str = NAME) -> Sender:
    """The worker's turn, and what stands after it."""
    follow(partner.id, name)
    found = store.by_name(partner.id, name)
    assert found
    return found


def partner_item(partner: Partner) -> Item:
    return read_one(keys.partner(partner.id)) or {}


def address(partner: Partner) -> str | None:
    """Where the partner's mails come from, as its record says."""
    found: str | None = partner_item(partner).get("sender", {}).get("address")
    return found
