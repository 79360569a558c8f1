"""The environment, read late and once.

Every name the template gives a function is a field here and the other way round (a house test keeps it);
a function gets only the ones it needs, and asking for one it was not given is an error with the name in it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from functools import cache


class SettingMissing(RuntimeError):
    """The function asked for a setting its template entry does not give it."""


@dataclass(frozen=True)
class Settings:
    """What the template tells a function; all are strings, empty where not given."""

    stage: str
    platform_name: str
    platform_domain: str
    platform_url: str
    partner_addresses: str
    default_language: str
    ledger_table: str
    portal_table: str
    bus_name: str
    mail_queue_url: str
    mail_sender: str
    mail_configuration_set: str
    user_pool_id: str
    user_pool_client_id: str
    token_issuer: str
    jwks_url: str
    cursor_secret_arn: str
    api_id: str
    dns_resolvers: str
    domain_queue_url: str

    def __getattribute__(self, name: str) -> str:
        value = super().__getattribute__(name)
        if value == "" and not name.startswith("_"):
            raise SettingMissing(name.upper())
        return value  # type: ignore[no-any-return]


@cache
def settings() -> Settings:
    """The settings of this process; tests call `settings.cache_clear()` after changing the environment."""
    return Settings(**{field.name: os.environ.get(field.name.upper(), "") for field in fields(Settings)})
