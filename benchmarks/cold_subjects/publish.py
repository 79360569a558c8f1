"""publish, ready: its handler, its log, the client of the bus."""

from functions.notify import publish, publish_handler  # noqa: F401
from shared import telemetry

telemetry.logger()
publish.bus()
