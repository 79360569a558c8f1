"""A change as a contact makes it: by the room's own verb, but answered, and kept for its repetition, as they see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from functions.portal_api.command import Asking
from shared.commit import Refused, Write
from shared.problems import Problem


@dataclass(frozen=True)
class Narrowed(Asking):
    """An `Asking` whose `commit` shows only what its caller sees, and holds only as long as its `guards` do."""

    shown: Callable[[Any], Any] = dict
    guards: tuple[Write, ...] = ()

    def guarded(self, *guards: Write) -> Self:
        """The same, on condition of these looks: when one fails, what was to be changed is not reached any more."""
        return replace(self, guards=(*self.guards, *guards))

    def commit(
        self,
        writes: Sequence[Write],
        action: str,
        subject: str,
        *,
        status: int,
        answer: Any,
        changed: Sequence[str] = (),
        scope: str | None = None,
    ) -> Any:
        """As `Asking.commit`. Raises: Problem `not-found` too, when a guard failed."""
        try:
            return super().commit(
                [*self.guards, *writes],
                action,
                subject,
                status=status,
                answer=self.shown(answer),
                changed=changed,
                scope=scope,
            )
        except Refused as refused:
            if refused.first[0] in self.guards:
                raise Problem("not-found") from None
            raise
