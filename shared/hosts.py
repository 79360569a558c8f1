"""Under which name a request came, and whether that name is ours.

Only the platform's domain counts here; whatever else stands in a Host header is answered 421 and never reaches
a link, a cookie, a redirect or a mail. X-Forwarded-Host is never looked at.
"""

from __future__ import annotations

from collections.abc import Mapping

from shared.problems import Problem
from shared.settings import settings


def trusted_host(headers: Mapping[str, str]) -> str:
    """The name a request may count on. Raises: Problem `unknown-host`."""
    host = headers.get("host", "").lower().rstrip(".")
    if host != settings().platform_domain:
        raise Problem("unknown-host")
    return host
