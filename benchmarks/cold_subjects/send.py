"""send, ready: its handler, its log and metrics, its record of what was sent (a client of the table), that of SES."""

from functions.notify import send, send_handler  # noqa: F401
from shared import telemetry

telemetry.logger(), telemetry.metrics()
send._once(), send.ses()
