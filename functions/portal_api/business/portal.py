"""A portal as its pages are made: whose it is, where its pages and commands are, what every address of it carries on.

The same pages serve an organization's portal, a contact's own, and a look at either through a contact's eyes, where
nothing can be changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from fastapi.responses import HTMLResponse

from functions.portal_api.business.own_views import sees_results
from functions.portal_api.business.standing import Visitor
from functions.portal_api.modules.module import Module
from functions.portal_api.modules.sight import Sight
from functions.portal_api.web.shell import Crumb, Link
from functions.portal_api.web.visit import Visit
from shared.language import mark as _

COURSES = "enrollments"
"""At their own place people come for their courses, so this module is its start page."""


@dataclass(frozen=True)
class Looking:
    """Somebody of the partner's staff looks through a contact's eyes: as whom, with which profile, and the way back."""

    person: str
    profile: str
    back: str
    elsewhere: str
    draft: bool = False


@dataclass(frozen=True)
class Portal:
    """A portal that is open to somebody.

    `base` is where its pages begin, `api` where its commands do, empty where nothing can be changed; `kept` what every
    address carries beside what is asked.
    """

    visit: Visit
    visitor: Visitor
    base: str
    api: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
    looking: Looking | None = None

    @property
    def own(self) -> bool:
        """Whether it is a contact's own place."""
        return self.visitor.standing.place == "me"

    @property
    def title(self) -> str:
        return self.visitor.name

    def href(self, *steps: str, **asked: str) -> str:
        """The address of one of its pages."""
        path = "/".join((self.base, *(quote(step, safe="") for step in steps)))
        query = urlencode({**self.kept, **asked})
        return f"{path}?{query}" if query else path

    def label(self, module: Module) -> str:
        """What a module is called here, in the reader's language."""
        return self.visit.say(self._marked(module))

    def may(self, sight: Sight, action: str) -> bool:
        """Whether to show the way to an action."""
        return bool(self.api) and sight.may(action, suspended=self.visitor.suspended)

    def home_is(self, module: Module) -> bool:
        """Whether the start page is this module's."""
        return self.own and module.name == COURSES

    def menu(self) -> list[Link]:
        """Home, then what the profile shows, in its order; for who sees results of their own, who else saw them."""
        sights = self.visitor.menu()
        links = [Link("home", _("Home"), self.href(), icon="home")]
        if self.own and any(sight.module.name == COURSES for sight in sights):
            links = [Link("home", _("Your courses"), self.href(), icon="courses")]
        for sight in sights:
            if not self.home_is(sight.module):
                links.append(Link(sight.module.name, self._marked(sight.module), self.href(sight.module.name)))
        if self.own and not self.looking and sees_results(self.visitor):
            links.append(Link("views", _("Who saw your results"), self.href("views")))
        return links

    def page(
        self, template: str, *, title: str, here: str, crumbs: Sequence[Crumb] = (), **context: Any
    ) -> HTMLResponse:
        """One of its pages, as `Visit.page`."""
        return self.visit.page(
            template,
            title=title,
            here=here,
            crumbs=crumbs,
            menu=self.menu(),
            place="" if self.looking else self.visitor.name,
            portal=self,
            **context,
        )

    def _marked(self, module: Module) -> str:
        return module.own_label if self.own and module.own_label else module.label
