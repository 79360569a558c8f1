"""How a request says to whom a course is assigned, and whether those it names can be."""

from __future__ import annotations

from pydantic import Field, model_validator

from functions.portal_api.catalog import store
from functions.portal_api.catalog.course import Costs, unfit
from shared.language import mark as _
from shared.problems import Problem
from shared.requests import Body
from shared.text import Cost, Line

PARTNERS_A_COURSE = 500


class PartnerCost(Body):
    """One partner; without a cost of its own, or with null, it inherits the course's."""

    partner_id: Line
    enrollment_cost: Cost | None = None


class Assignment(Body):
    """All partners, later ones included; or those listed, which replaces the list there was.

    `{"all_partners": false}` alone goes back to the list kept. A list given together with `all_partners` true is
    kept and ignored until then.
    """

    all_partners: bool = False
    partners: list[PartnerCost] = Field(default_factory=list, max_length=PARTNERS_A_COURSE)

    @model_validator(mode="after")
    def _one_of_them(self) -> Assignment:
        if not self.model_fields_set:
            raise ValueError(_("either all_partners or partners"))
        return self


def list_of(assignment: Assignment) -> Costs | None:
    """The partners named, each with its own cost or None; None when no list was given.

    Raises: Problem `invalid-request` that points at those who are unknown, named twice, or the house.
    """
    if "partners" not in assignment.model_fields_set:
        return None
    named = [one.partner_id for one in assignment.partners]
    known = store.partner_items(who for who in set(named) if len(who) <= 30)
    wrong = unfit(named, set(known))
    if wrong:
        errors = [
            {"path": f"/assignment/partners/{place}/partner_id", "detail": detail} for place, detail in wrong[:20]
        ]
        raise Problem("invalid-request", errors=errors)
    return {one.partner_id: one.enrollment_cost for one in assignment.partners}
