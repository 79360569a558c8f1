"""enroll, ready: its handler, its log and metrics, the client of its tables, the keys that tokens are checked by."""

from functions.enroll import handler  # noqa: F401
from shared import dynamo, telemetry, tokens

telemetry.logger(), telemetry.metrics()
dynamo.client(), tokens.signing_keys()
