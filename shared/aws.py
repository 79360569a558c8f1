"""Clients of AWS, by botocore alone: boto3 adds resources and transfers that nobody here uses, to every cold start.

Clients with the same credentials have one session, which takes as long to make as a client; what botocore reads from
its own files is read once for all of them.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.config import Config
    from botocore.loaders import Loader
    from botocore.session import Session

_CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


def client(service: str, config: Config | None = None) -> Any:
    """A client of this service, with the credentials, region and endpoint that the environment gives."""
    from botocore.config import Config

    named = Config(user_agent="Portico")  # botocore puts its long one together anew for each call, a tenth of its time
    session = _session(*map(os.environ.get, _CREDENTIALS))
    return session.create_client(service, config=named.merge(config) if config else named)


@cache
def _session(*_: str | None) -> Session:
    """The session of these credentials, which it remembers once it has read them."""
    from botocore.session import get_session

    session = get_session()
    session.register_component("data_loader", _loader())
    return session


@cache
def _loader() -> Loader:
    from botocore.loaders import create_loader

    return create_loader()
