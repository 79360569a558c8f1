"""The built-in partner of the platform's direct customers, made once; asked by `infra.first_admin` alone."""

from __future__ import annotations

from functions.portal_api.partners.create_partner import partner_item
from shared import keys
from shared.clock import stamp
from shared.commit import Refused, commit, put
from shared.settings import settings

NAME = "Direct customers"


def make_house(time_zone: str) -> None:
    """The house, unless it is there."""
    fields = {
        "name": NAME,
        "language": settings().default_language,
        "time_zone": time_zone,
        "low_credit_threshold": 0,
        "list_pk": keys.PARTNERS,
        "list_sk": keys.HOUSE,
    }
    try:
        commit([put("there", keys.partner(keys.HOUSE), partner_item(keys.HOUSE, "house", stamp(), fields))])
    except Refused:
        return
