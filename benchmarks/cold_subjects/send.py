"""send, ready: its handler, log and metrics, the clients of the tables and of SES, its record of what was sent."""

from functions.notify import send, send_handler  # noqa: F401
from shared import dynamo, telemetry

telemetry.logger(), telemetry.metrics()
dynamo.client(), send.sending(), send.ses()
