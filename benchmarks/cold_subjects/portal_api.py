"""portal_api, ready: its application with the room of a partner's students open, its clients, its templates."""

from functions.portal_api import handler
from functions.portal_api.web import render
from shared import dynamo, telemetry, tokens

handler._mangum().app.state.rooms.open_for("/partner/prt_1/contacts")
render._environment("en")
telemetry.logger(), telemetry.metrics()
dynamo.client(), tokens.signing_keys()
