"""Clients of AWS, by botocore alone: boto3 adds resources and transfers that nobody here uses, to every cold start.

Every client has a session of its own, so that its credentials are those of now; what botocore reads from its own files
is read once for all of them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.config import Config
    from botocore.loaders import Loader


def client(service: str, config: Config | None = None) -> Any:
    """A client of this service, with the credentials, region and endpoint that the environment gives."""
    from botocore.config import Config
    from botocore.session import get_session

    session = get_session()
    session.register_component("data_loader", _loader())
    named = Config(user_agent="Portico")  # botocore puts its long one together anew for each call, a tenth of its time
    return session.create_client(service, config=named.merge(config) if config else named)


@cache
def _loader() -> Loader:
    from botocore.loaders import create_loader

    return create_loader()
