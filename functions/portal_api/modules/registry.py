"""Every module there is, in the order a menu has them unless a profile says otherwise.

A new capability exposes `MODULE` in its room's `module.py` and is added here; profiles stored before withhold it.
"""

from __future__ import annotations

from functions.portal_api.contacts.module import MODULE as PEOPLE
from functions.portal_api.enrollments.module import MODULE as ENROLLMENTS
from functions.portal_api.modules.module import Module
from functions.portal_api.organizations.module import MODULE as COMPANY
from shared.problems import Problem

MODULES: tuple[Module, ...] = (COMPANY, PEOPLE, ENROLLMENTS)


def module_of(name: str) -> Module:
    """The module of this name. Raises: Problem `not-found`."""
    found = next((one for one in MODULES if one.name == name), None)
    if found is None:
        raise Problem("not-found")
    return found
