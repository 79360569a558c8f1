import sys, time, traceback
import botocore.client
from tests.functional.web.test_pages_counted import *
from tests.functional.web.test_pages_counted import _session

def test_probe(scene, monkeypatch):
    bounded(monkeypatch)
    scene.grow(8)
    log = []
    call = botocore.client.BaseClient._make_api_call
    on = [False]
    def held(client, op, req):
        if not on[0]: return call(client, op, req)
        b = time.perf_counter(); time.sleep(0.4); a = call(client, op, req); e = time.perf_counter()
        st = [f"{f.name}" for f in traceback.extract_stack() if "/functions/" in f.filename][-3:]
        log.append((b, e, op, st)); return a
    monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", held)
    sup = a_supervisor(scene.partner, tags=["blue", "green"])
    for who in (scene.admin, sup):
        for path in ("/contacts/{contact_id}", "/enrollments", "/enrollments?contact_id={contact_id}", "/contacts"):
            address, _, asked = f"/partner/{{partner_id}}{path}".format_map(scene.ids).partition("?")
            query = dict(p.split("=") for p in asked.split("&")) if asked else {}
            sent = {"accept": "text/html", "cookie": _session(who)}
            log.clear(); on[0] = True
            r = scene.front.ask("GET", address, query=query, headers=sent); on[0] = False
            t0 = min(x[0] for x in log)
            print("\n##", path, r.status, file=sys.__stderr__)
            for b, e, op, st in sorted(log): print(f"  {b-t0:.2f}-{e-t0:.2f} {op} {st}", file=sys.__stderr__)
