"""Under which name a request to the front desk came: found out once, by the gate, and kept with the request."""

from __future__ import annotations

from fastapi import Request

from shared.addresses import url_of
from shared.hosts import Host, trusted_host
from shared.problems import Problem


def find_host(request: Request) -> None:
    """Find out whose name it is, for `host_of`. Raises: Problem `unknown-host`."""
    request.state.host = trusted_host(request.headers)


def host_of(request: Request) -> Host:
    """The name a request came under. Raises: Problem `unknown-host` when the gate let none pass."""
    host = getattr(request.state, "host", None)
    if not isinstance(host, Host):
        raise Problem("unknown-host")
    return host


def base_of(request: Request) -> str:
    """Scheme and host for links to where the request came to, without a slash at the end."""
    return url_of(host_of(request).name)
