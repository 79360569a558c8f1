"""Under which name a request came, and whose name that is.

The platform's own domain counts, and what the table says is a partner's: its address below the platform's
(`<slug>.<platform domain>`) or a domain of its own that was verified. Whatever else stands in a Host header is answered
421 and never reaches a link, a cookie, a redirect or a mail. X-Forwarded-Host is never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shared import keys
from shared.dynamo import read_one
from shared.keys import Key
from shared.problems import Problem
from shared.settings import settings

PLATFORM_SIGN_IN = "platform"
"""The sign-in domain of the platform's own host, shared by the house and all default partners."""
_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")


@dataclass(frozen=True)
class Host:
    """A name that is ours, in lower case and without a port; `partner_id` None is the platform's own.

    `sign_in_domain` is where those who sign in under it are known by their e-mail address.
    """

    name: str
    partner_id: str | None = None
    sign_in_domain: str = PLATFORM_SIGN_IN

    @property
    def authority(self) -> str:
        """The name as browsers write it in a Host or Origin header."""
        return self.name + port()

    def shows(self, partner_id: str | None) -> bool:
        """Whether anything of this partner (None: of the platform) is served under it, whoever asks."""
        return self.partner_id is None or self.partner_id == partner_id

    def knows(self, sign_in_domain: str) -> bool:
        """Whether who belongs to this sign-in domain is anybody here.

        The platform's people are, everywhere; what they may do on a partner's domain is cut down to that partner.
        """
        return sign_in_domain in (PLATFORM_SIGN_IN, self.sign_in_domain)


def platform_name() -> str:
    """The platform's own domain, without a port."""
    return settings().platform_domain.partition(":")[0]


def port() -> str:
    """`:8000` where the platform, and so everything, is served on a port of its own; else empty."""
    _, colon, number = settings().platform_domain.partition(":")
    return colon + number


def trusted_host(headers: Mapping[str, str]) -> Host:
    """The name a request may count on; a partner's costs one consistent read. Raises: Problem `unknown-host`."""
    name = _asked(headers)
    if name == platform_name():
        return Host(name)
    item = read_one(_key(name))
    if not item or not item.get("served"):
        raise Problem("unknown-host")
    return Host(name, item["partner_id"], item.get("sign_in_domain", PLATFORM_SIGN_IN))


def _asked(headers: Mapping[str, str]) -> str:
    """The Host header's name, which ends in no dot; the port must be the platform's."""
    name, colon, number = headers.get("host", "").lower().partition(":")
    name = name.removesuffix(".")
    if colon + number != port() or len(name) > 253 or not _NAME.fullmatch(name):
        raise Problem("unknown-host")
    return name


def _key(name: str) -> Key:
    """What says whose a name is: the slug of an address below the platform's, else the domain's own item."""
    label, _, parent = name.partition(".")
    return keys.slug(label) if parent == platform_name() else keys.host(name)
