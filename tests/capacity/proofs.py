"""What asks for a proof of who somebody is, with the right one: the matrix only knows how wrong ones are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from functions.notify.link import mint
from tests.flow.api import PASSWORD, Api, World
from tests.flow.callers import OURS
from tests.flow.scene import Scene
from tests.functional.account.portal import totp

Question = tuple[str, Callable[[], httpx.Response]]
OWN = "/v1/me/second-factor"
_ADMINS = "/v1/platform/admins"


def signed_in(world: World, email: str, password: str = PASSWORD) -> Api:
    """Somebody, in a browser."""
    home = world.at_home(email)
    answer = home.send("POST", "/v1/browser-sessions", {"email": email, "password": password}, headers=OURS)
    assert answer.status_code == 201, answer.text
    cookie = answer.headers["set-cookie"].split(";")[0]
    return Api(world.stack, world.http, home.headers | OURS | {"Cookie": cookie})


@dataclass
class Proofs:
    """Admins of Alfa, who sign in under its name, and of the platform."""

    scene: Scene
    home: str | None

    @property
    def world(self) -> World:
        return self.scene.world

    def every(self) -> Iterator[Question]:
        """Passwords, then the second factor of an admin of Alfa's and of the platform's."""
        yield from self._passwords()
        yield from self._signed_in_with_two()
        yield from self._given_up()

    def _passwords(self) -> Iterator[Question]:
        email, person = self._invited()
        body = {"token": mint(person, "invitation"), "new_password": PASSWORD}
        yield "POST /v1/passwords", lambda: self.world.at_home(email).post("/v1/passwords", body)
        change = {"current_password": PASSWORD, "new_password": "altro cavallo batteria"}
        somebody = self.world.sign_in(self._newcomer()[0])
        yield "PUT /v1/me/password", lambda: somebody.send("PUT", "/v1/me/password", change)

    def _signed_in_with_two(self) -> Iterator[Question]:
        """Set up, signed in with, and taken away by the platform."""
        email, person = self._newcomer()
        home, somebody = self.world.at_home(email), self.world.sign_in(email)
        heard: list[Any] = []

        def begin() -> httpx.Response:
            answer = somebody.post(OWN, {"password": PASSWORD})
            heard.append(answer.json())
            return answer

        yield f"POST {OWN}", begin
        code = totp(heard[0]["secret"])
        first = {"challenge": heard[0]["challenge"], "code": code}
        yield f"PUT {OWN}", lambda: somebody.send("PUT", OWN, first)
        for path in ("/v1/session", "/v1/browser-sessions"):
            said = home.post(path, {"email": email, "password": PASSWORD}, headers=OURS).json()
            yield f"POST {path}/mfa", self._answer(home, f"{path}/mfa", {"challenge": said["challenge"], "code": code})
        name = "/v1/partners/{partner_id}/admins/{person_id}/second-factor"
        taken = name.format(partner_id=self.scene.places["alfa"]["partner_id"], person_id=person)
        yield f"DELETE {name}", lambda: self.world.platform.send("DELETE", taken)

    def _answer(self, home: Api, path: str, body: object) -> Callable[[], httpx.Response]:
        return lambda: home.post(path, body, headers=OURS)

    def _given_up(self) -> Iterator[Question]:
        """A platform admin's: given up by its owner and, set up again, taken away by another."""
        email, person = self._newcomer(_ADMINS)
        code = self._set_up(email)
        nobody = self.world.anonymous()
        said = nobody.post("/v1/session", {"email": email, "password": PASSWORD}).json()
        answer = nobody.ok("POST", "/v1/session/mfa", {"challenge": said["challenge"], "code": code})
        owner = Api(self.world.stack, self.world.http, {"Authorization": f"Bearer {answer['access_token']}"})
        yield f"DELETE {OWN}", lambda: owner.send("DELETE", OWN, {"password": PASSWORD, "code": code})
        self._set_up(email)
        taken = f"{_ADMINS}/{person}/second-factor"
        yield f"DELETE {_ADMINS}/{{person_id}}/second-factor", lambda: self.world.platform.send("DELETE", taken)

    def _set_up(self, email: str) -> str:
        """Somebody with an authenticator app; the code it shows."""
        browser = signed_in(self.world, email)
        begun = browser.ok("POST", OWN, {"password": PASSWORD}, 201)
        code = totp(begun["secret"])
        browser.ok("PUT", OWN, {"challenge": begun["challenge"], "code": code}, 204)
        return code

    def _newcomer(self, where: str = "") -> tuple[str, str]:
        """An admin of Alfa's, or of where it says, who has set a password: e-mail address and id."""
        email, person = self._invited(where)
        body = {"token": mint(person, "invitation"), "new_password": PASSWORD}
        self.world.at_home(email).ok("POST", "/v1/passwords", body, 204)
        return email, person

    def _invited(self, where: str = "") -> tuple[str, str]:
        """The same, without a password yet."""
        email = self.world.email("proof")
        if not where and self.home:
            self.world.homes[email] = self.home
        admins = f"/v1/partners/{self.scene.places['alfa']['partner_id']}/admins"
        return email, self.scene.invite(where or admins, email)
