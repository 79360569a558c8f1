from __future__ import annotations
import base64, json
from shared import keys
from shared.dynamo import read_one
from shared.ids import new_id
from tests.builders import *
from tests.functional.front import Front
from tests.functional.narrowed import a_supervisor, a_trainer, a_course
from tests.functional.account.browser import Browser
from tests.functional.account.portal import *
from tests.functional.business.scene import Firm, a_profile, all_of

def test_supervisor_list(front):
    p = a_partner()
    s = a_supervisor(p, tags=["x"])
    print("LIST", front.get("/v1/partners", s))
    print("ONE", front.get(f"/v1/partners/{p.id}", s))
    for path in ("wallet/top-up-requests","overview","brand","profiles","audit","staff","admins","organizations"):
        print(path, front.get(f"/v1/partners/{p.id}/{path}", s).status)

def test_cursor(front):
    f = Firm.of(front); other = Firm.of(front, f.partner, "Other")
    who = f.user("key_contact")
    import functions.portal_api.search as se
    se.TOKENS_A_ROUND, se.ROUNDS = 2, 1
    try:
        for n in range(5): other.contact(f"Wsecret{n}", email=f"wsecret{n}@x.example")
        a = front.get(f"{f.path}/people", who, q="w")
        print(a)
        c = a.json["next_cursor"]
        if c: print(base64.urlsafe_b64decode(c + "=="*1)[16:])
    finally:
        se.TOKENS_A_ROUND, se.ROUNDS = 100, 8

def test_paths(front):
    for path in ("//evil.example/x", "/\\evil.example", "/platform/nope", "//evil.example//"):
        a = front.ask("GET", path, headers={"accept": "text/html"})
        import re
        print(path, a.status, re.findall(r'(?:href|action|data-\w+)="([^"]*evil[^"]*)"', a.text), a.headers.get("location"))

def test_methods(front, ):
    p = a_partner(); who = a_partner_admin(p)
    for m in ("HEAD","OPTIONS","TRACE","GETX"):
        for path in (f"/v1/partners/{p.id}/contacts", "/v1/me", "/v1/browser-sessions", "/account"):
            a = front.ask(m, path, who); print(m, path, a.status, a.headers.get("allow"), len(a.text))
def test_cookies(portal):
    b = Browser.signed_in()
    good = b.cookie
    name, _, val = good.partition("=")
    for c in (f"{name}=x; {good}", f'{name}="{val}"', f"{name} = {val}", f"{name}={val} ", f"{name}={val.split('.')[0]}." + "a"*43 + f"; {good}",
              good.replace("__Host-", "__host-"), f"{name}={val}, {name}={val}", "a"*8000 + "; " + good, f"{name}={new_id('per')}.{val.split('.')[1]}", f"x={name}={val}", f"{name}={val.split('.')[0].lower()}.{val.split('.')[1]}", f"{name}=per_é.{'é'*30}", f"{name}={val.split('.')[0]}.{'é'*30}"):
        a = portal.front.ask("GET", "/v1/me", headers={"cookie": c})
        print(repr(c[:60]), a.status)
    for h in ({"origin":"null"},{"origin":"https://evil"},{"sec-fetch-site":"same-site"},{"sec-fetch-site":"none"},{"sec-fetch-site":"Same-Origin"},{"sec-fetch-site":""},{"sec-fetch-site":"", "origin":"http://portico.localhost:8000"},{"origin":"http://portico.localhost:8000"},{"origin":"http://portico.localhost:8000@evil"},{"origin":"x"},{}):
        a = portal.front.ask("PATCH", "/v1/me", body={"first_name":"Zo"}, headers={"cookie": good}|h)
        print(h, a.status)
    for hst in ("evil.example", "portico.localhost:8000.", "PORTICO.localhost:8000", "portico.localhost", ""):
        a = portal.front.ask("GET", "/v1/me", headers={"cookie": good, "host": hst}); print(hst, a.status)
def test_me_patch(portal):
    b = Browser.signed_in()
    for body in ({"email":"x@y.example"},{"roles":["platform_admin"]},{"second_factor_at":"x"},{"first_name":None},{"id":"x"},{"status":"x"}, {"language":"xx"}):
        print(body, b.ask("PATCH","/v1/me",body=body).status)
    for n in ("//evil","/\\evil","/%2fevil","/\tevil","https://evil","/v1/me","/sign-in","/ok?x=//a", "/\u202e", "javascript:alert(1)", "/a\r\nSet-Cookie: x=y", ".//evil", "/.//evil", "/@evil"):
        a = b.sign_in(next=n); print(repr(n), a.status, a.text[:80])
