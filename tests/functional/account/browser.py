"""A browser as the front desk meets it: it keeps the cookie it is given and says from which site a request comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from shared import keys
from shared.dynamo import read_one
from shared.session import cookie
from tests.builders import write
from tests.functional.account.portal import ADMIN, PASSWORD
from tests.functional.front import DOMAIN, Answer, Front

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"


@dataclass
class Browser:
    """`cookie` is what it would send, empty without a session; `fetch_site` what it says of where a page came from."""

    cookie: str = ""
    agent: str = FIREFOX
    fetch_site: str = "same-origin"
    host: str = DOMAIN
    front: Front = field(default_factory=Front)

    @classmethod
    def signed_in(cls, email: str = ADMIN, password: str = PASSWORD, **more: Any) -> Browser:
        browser = cls(**more)
        answer = browser.sign_in(email, password)
        assert answer.status == 201, answer
        return browser

    def sign_in(self, email: str = ADMIN, password: str = PASSWORD, **more: Any) -> Answer:
        return self.post("/v1/browser-sessions", {"email": email, "password": password} | more)

    def get(self, path: str, **query: Any) -> Answer:
        return self.ask("GET", path, query=query)

    def post(self, path: str, body: Any = None, **more: Any) -> Answer:
        return self.ask("POST", path, body=body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Answer:
        return self.ask("PUT", path, body=body, **more)

    def delete(self, path: str, body: Any = None, **more: Any) -> Answer:
        return self.ask("DELETE", path, body=body, **more)

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> Answer:
        said = {
            "host": self.host,
            "user-agent": self.agent,
            "sec-fetch-site": self.fetch_site,
            "portico-view": "account",
        }
        said |= {"cookie": f"other=1; {self.cookie}"} if self.cookie else {}
        answer = self.front.ask(method, path, headers=said | (headers or {}), **more)
        for given in answer.cookies:
            self.cookie = "" if "Max-Age=0" in given else given.split(";")[0]
        return answer

    @property
    def key(self) -> keys.Key:
        """Where its session stands."""
        said = cookie({"cookie": self.cookie})
        assert said is not None
        return keys.session(said.token_hash)

    @property
    def item(self) -> dict[str, Any]:
        """Its session as it stands."""
        found = read_one(self.key)
        assert found is not None
        return found

    def change(self, **attributes: Any) -> None:
        """Its session as if it stood otherwise."""
        write(self.key, self.item | attributes)
