"""The pages of a portal: made from the modules, they show what the profile shows, and of all else not a trace."""

from __future__ import annotations

import re
from typing import Any

import pytest

from functions.portal_api.modules.grant import Grant
from functions.portal_api.modules.registry import MODULES, module_of
from shared import dynamo, keys
from shared.clock import stamp
from shared.ids import new_id
from tests.builders import a_partner_admin, a_person, write
from tests.functional.business.scene import FIELDS, Firm, a_full_firm, a_profile, all_of, samples
from tests.functional.front import Answer, Front
from tests.functional.web.browser import a_session, look
from tests.meter import Meter
from tests.waits import waits_for

HOSTILE = '<script>alert("x")</script>'


def business(firm: Firm, *steps: str) -> str:
    return "/".join((f"/business/{firm.id}", *steps))


def own(firm: Firm, *steps: str) -> str:
    return "/".join((f"/me/{firm.partner.id}", *steps))


def page(front: Front, path: str, who: str, **query: Any) -> Answer:
    return front.ask("GET", path, headers=a_session(who), query=query)


def main(text: str) -> str:
    """A page without what stands around every one of the place: its name, which the membership tells, and menus."""
    return re.sub(r"<h1>.*?</h1>", "", text[text.index("<main") : text.index("</main>")], flags=re.DOTALL)


def columns(text: str) -> list[str]:
    return re.findall(r'<t[hd][^>]*data-label="([^"]*)"', text)


AROUND = {("company", "name"), ("company", "language"), ("people", "language")}
"""Fields whose value stands around every page: the portal's name in its switch of views, the choice of a language."""


def test_a_stranger_is_led_to_sign_in_and_back(front: Front) -> None:
    firm = Firm.of(front)
    for path in (business(firm), business(firm, "people"), own(firm), own(firm, "views")):
        answer = look(front, path)
        assert answer.status == 303 and answer.headers["location"] == f"/sign-in?next={path}"


@pytest.mark.criterion("A-22", "A-23", "A-24")
def test_whoever_has_no_membership_there_finds_no_page(front: Front) -> None:
    firm = a_full_firm(front)
    sister = Firm.of(front, firm.partner, "Sister")
    ada = firm.contact("Ada")
    enrollment = firm.enrolled(ada)
    records = [("company", firm.id), ("people", ada), ("enrollments", enrollment)]
    strangers = [a_person(), firm.platform, a_partner_admin(firm.partner), sister.user("key_contact", admin=True)]

    for who in strangers:
        for path in (business(firm), *(business(firm, module.name) for module in MODULES)):
            assert page(front, path, who).status == 404, path
        for module, record_id in records:
            assert page(front, business(firm, module, record_id), who).status == 404
        assert page(front, business(firm, "people", "new"), who).status == 404
    for module, record_id in records:
        assert page(front, business(sister, module, record_id), strangers[-1]).status == 404
    assert page(front, business(sister), strangers[-1]).status == 200
    for who in strangers[:3]:
        for path in (own(firm), own(firm, "views"), own(firm, "enrollments"), own(firm, "enrollments", enrollment)):
            assert page(front, path, who).status == 404
    for nonsense in ("org_x", new_id("org"), "a" * 500):
        assert page(front, f"/business/{nonsense}", strangers[-1]).status == 404
        assert page(front, f"/business/{nonsense}/people", strangers[-1]).status == 404


def test_a_key_contact_has_every_module_in_the_menu_with_its_latest_records(front: Front) -> None:
    firm = a_full_firm(front)
    found, wanda = samples(firm)
    who = firm.user("key_contact", contact_id=wanda, admin=True)

    text = page(front, business(firm), who).text

    assert "<h1>Acme</h1>" in text
    for module in MODULES:
        assert f'href="{business(firm, module.name)}"' in text
        assert f'href="{business(firm, module.name, found[module.name].record_id)}"' in text
    assert "Wanda Kowalska" in text and "Antincendio" in text and "Completion by course" in text
    assert f'href="{business(firm, "people", "new")}"' in text


@pytest.mark.parametrize("module", [module.name for module in MODULES])
def test_every_module_has_a_list_and_a_record_with_all_its_fields(front: Front, module: str) -> None:
    firm = a_full_firm(front)
    found, wanda = samples(firm)
    who = firm.user("key_contact", contact_id=wanda, admin=True)
    declared, sample = module_of(module), found[module]
    form = f'data-send="PATCH /v1/business/{firm.id}/{module}/{sample.record_id}"'

    listed = page(front, business(firm, module), who)
    record = page(front, business(firm, module, sample.record_id), who)

    assert listed.status == record.status == 200
    if form not in listed.text:
        assert set(columns(listed.text)) == {one.label for one in declared.fields if one.listed}
        assert f'href="/v1/business/{firm.id}/{module}.csv"' in listed.text
    for one in declared.fields:
        assert one.label in record.text
        named = f'name="{one.name}"' in record.text or f'name="{one.name}.' in record.text
        assert named == (one.editable and declared.update is not None), one.name
    assert (form in record.text) == (declared.update is not None)


@pytest.mark.criterion("B-34", "B-35", "B-36", "B-37")
@pytest.mark.parametrize(("module", "name"), FIELDS)
def test_of_a_hidden_field_no_page_holds_a_trace(front: Front, module: str, name: str) -> None:
    firm = a_full_firm(front)
    found, wanda = samples(firm)
    declared = module_of(module)
    secret = _marked(firm, module, found[module].record_id, name)
    # alone in the menu, so that nothing else that is seen may say the same
    shown, hidden = (
        firm.user(contact_id=wanda, profile_id=a_profile(firm.partner, {module: grant}), admin=True)
        for grant in (all_of(declared), all_of(declared, **{name: "hidden"}))
    )
    label = f'data-label="{next(one.label for one in declared.fields if one.name == name)}"'

    for place in (business, own):
        paths = [place(firm), place(firm, module), place(firm, module, found[module].record_id)]
        said = [main(page(front, path, shown).text) for path in paths]
        unsaid = [page(front, path, hidden) for path in paths]
        assert any(secret in text for text in said), "the test looks for something that pages show"
        for answer in unsaid:
            text = main(answer.text) if (module, name) in AROUND else answer.text
            assert answer.status == 200 and secret not in text
            assert label not in text and f'name="{name}' not in main(answer.text)
        for query in ({"sort": name}, {name: found[module].filters.get(name, "x")}):
            assert page(front, place(firm, module), hidden, **query).status == 422
        if word := found[module].words.get(name):
            searched = page(front, place(firm, module), hidden, q=word)
            assert searched.status == 422 or "Nothing matches" in searched.text
        assert secret not in front.get(f"/v1{place(firm, module)}.csv", hidden).text


def _marked(firm: Firm, module: str, record_id: str, name: str) -> str:
    """Give a field of a sample a value that stands nowhere else, and say how pages show it."""
    partner_id = firm.partner.id
    texts = {"text": "Xylophone", "email": "xylophone@xyz.example", "phone": "+39 0777 777"}
    declared = module_of(module).field(name)
    assert declared
    special = {
        "company": keys.organization(partner_id, record_id),
        "people": keys.contact(partner_id, record_id),
    }
    if module in special:
        value: Any = texts.get(declared.type)
        if declared.type == "address":
            value = {"city": "Xylopolis"}
        elif declared.type == "moment":
            value = "2001-02-03T10:00:00Z"
        elif declared.choices:
            return f">{declared.choices['it']}<"
        key = special[module]
        item = dynamo.read_one(key) or {}
        stored = {one: kept for one, kept in item.items() if one not in ("pk", "sk")}
        write(key, stored | {name: value})
        return "2001-02-03" if declared.type == "moment" else "Xylopolis" if declared.type == "address" else value
    return ENROLLMENT_SAYS[name]


ENROLLMENT_SAYS = {
    "course": "Antincendio",
    "person": "Wanda Kowalska",
    "status": ">Completed<",
    "result": ">Passed<",
    "grade": ">87<",
    "enrolled_at": "Enrolled on",
    "completed_at": "Completed on",
    "withdrawn_at": "Withdrawn on",
    "attempt": "Attempt",
}


def test_only_what_is_editable_is_in_the_form_and_without_the_right_there_is_none(front: Front) -> None:
    firm = a_full_firm(front)
    ada = firm.contact("Ada")
    some = Grant(visible=True, records="organization", actions=["edit"], fields={"name": "read", "phone": "edit"})
    fields = {"name": "read", "phone": "edit"}
    editor = firm.user(contact_id=ada, profile_id=a_profile(firm.partner, {"company": some}))
    none = Grant(visible=True, records="organization", fields=fields)  # type: ignore[arg-type]
    reader = firm.user(contact_id=ada, profile_id=a_profile(firm.partner, {"company": none}))

    text = main(page(front, business(firm, "company"), editor).text)
    assert f'data-send="PATCH /v1/business/{firm.id}/company/{firm.id}"' in text
    assert set(re.findall(r'<input[^>]*name="([a-z_.]+)"', text)) == {"phone"} and "IT01234567890" not in text
    text = main(page(front, business(firm, "company"), reader).text)
    assert "<form" not in text and "+39 02 123" in text
    for who in (editor, reader):
        assert page(front, business(firm), who).status == 200
        assert page(front, business(firm, "people"), who).status == 404
        assert page(front, business(firm, "people", "new"), who).status == 404


def test_who_may_add_people_has_the_form_with_what_they_may_set(front: Front) -> None:
    firm = Firm.of(front)
    grant = all_of(module_of("people"), email="hidden", language="read")
    profile = a_profile(firm.partner, {"people": grant})
    admin, other = (
        firm.user(contact_id=firm.contact(name), profile_id=profile, admin=name == "Ada") for name in ("Ada", "Bea")
    )

    text = main(page(front, business(firm, "people", "new"), admin).text)
    assert f'data-send="POST /v1/business/{firm.id}/people"' in text
    assert set(re.findall(r'<(?:input|select)[^>]*name="([a-z_.]+)"', text)) == {"first_name", "last_name"}
    assert page(front, business(firm, "people", "new"), other).status == 403
    assert "people/new" not in page(front, business(firm, "people"), other).text
    assert page(front, own(firm, "people", "new"), admin).status in (403, 404)
    assert page(front, business(firm, "enrollments", "new"), firm.user("key_contact", admin=True)).status == 403


def test_search_filters_and_sort_go_into_the_address(front: Front) -> None:
    firm = Firm.of(front)
    who = firm.user("key_contact", contact_id=firm.contact("Ada", language="it"), admin=True)
    for name in ("Bea", "Cleo"):
        firm.contact(name, language="en")
    path = business(firm, "people")

    def found(**query: str) -> list[str]:
        answer = page(front, path, who, **query)
        assert answer.status == 200, answer
        return re.findall(r'lead-cell"[^>]*><a [^>]*>([^<]*)</a>', answer.text)

    assert found() == ["Cleo", "Bea", "Ada"]
    assert found(sort="created_at") == ["Ada", "Bea", "Cleo"]
    assert found(q="be") == ["Bea"] == found(q="be", sort="created_at")
    assert found(language="it") == ["Ada"] == found(language="it", q="", cursor="")
    assert f'href="/v1{path}.csv?language=it"' in page(front, path, who, language="it").text
    assert "Nothing matches" in page(front, path, who, q="nobody").text
    for wrong in ({"nothing": "1"}, {"sort": "first_name"}, {"language": "xx"}):
        assert page(front, path, who, **wrong).status == 422
    assert page(front, path, who, cursor="x").status == 422


def test_a_long_list_goes_on(front: Front) -> None:
    firm = Firm.of(front)
    ada = firm.contact("Ada")
    who = firm.user("key_contact", contact_id=ada, admin=True)
    ids = [firm.enrolled(ada) for _ in range(30)]

    first = page(front, business(firm, "enrollments"), who).text
    cursor = re.search(r'href="[^"]*[?&;]cursor=([^"&]+)"[^>]*rel="next"', first)
    assert cursor
    second = page(front, business(firm, "enrollments"), who, cursor=cursor[1]).text
    assert first.count('<tr role="row" id="enr_') == 25 and second.count('<tr role="row" id="enr_') == 5
    assert all(one in first + second for one in ids)


def test_names_are_shown_as_text(front: Front) -> None:
    firm = Firm.of(front, name=HOSTILE)
    ada = firm.contact(HOSTILE, last_name=HOSTILE)
    enrollment = firm.enrolled(ada, title=HOSTILE)
    who = firm.user("key_contact", contact_id=ada, admin=True)
    write(keys.partner(firm.partner.id), _partner(firm) | {"name": HOSTILE})
    paths = [business(firm), own(firm), own(firm, "people")]
    paths += [business(firm, module.name) for module in MODULES]
    paths += [business(firm, "people", ada), business(firm, "people", "new"), business(firm, "enrollments", enrollment)]
    for path in paths:
        answer = page(front, path, who)
        assert answer.status == 200 and "<script>" not in answer.text, path


def _partner(firm: Firm) -> dict[str, Any]:
    item = dynamo.read_one(keys.partner(firm.partner.id)) or {}
    return {name: kept for name, kept in item.items() if name not in ("pk", "sk")}


def test_a_learner_reads_their_own_courses_and_who_saw_their_results(front: Front) -> None:
    firm = Firm.of(front)
    ada, bea = firm.contact("Ada"), firm.contact("Bea")
    done = {"status": "completed", "result": "passed", "grade": 91, "completed_at": stamp()}
    mine = firm.enrolled(ada, title="First aid", **done)
    firm.enrolled(ada, title="Yoga", personal=True)
    firm.enrolled(bea, title="Forklift")
    learner, key = firm.user(contact_id=ada), firm.user("key_contact", contact_id=bea, admin=True)

    text = page(front, own(firm), learner).text
    assert "<h1>Your courses</h1>" in text and "First aid" in text and "Yoga" in text and "Forklift" not in text
    assert ">Passed<" in text and ">91<" in text and f'href="{own(firm, "views")}"' in text
    assert "Participant" not in main(text), "nobody needs to be told that they are themselves"
    assert "Nobody has seen a result of yours" in page(front, own(firm, "views"), learner).text
    assert page(front, business(firm, "enrollments"), key).status == 200
    text = page(front, own(firm, "views"), learner).text
    assert "First aid" in text and "Company portal" in text and f'href="{own(firm, "enrollments", mine)}"' in text
    assert page(front, own(firm, "views"), learner, cursor="x").status == 422


def test_the_start_pages_teach_when_there_is_nothing(front: Front) -> None:
    firm = Firm.of(front)
    ada = firm.contact("Ada")
    nothing = firm.user(contact_id=ada, profile_id=a_profile(firm.partner, {}))

    assert "You have no courses yet" in page(front, own(firm), firm.user(contact_id=ada)).text
    assert "Nothing is shown to you here yet" in page(front, business(firm), nothing).text
    assert "Nothing is shown to you here yet" in page(front, own(firm), nothing).text
    assert "Nothing here yet" in page(front, business(firm, "enrollments"), firm.user("key_contact")).text


@pytest.mark.criterion("B-38", "B-22")
def test_a_change_of_the_profile_counts_on_the_next_page(front: Front) -> None:
    firm = a_full_firm(front)
    profile = a_profile(firm.partner, {"company": Grant(visible=True, records="organization", fields={"name": "read"})})
    who = firm.user(profile_id=profile)
    path = business(firm, "company")

    assert "+39 02 123" not in page(front, path, who).text
    wide = {"company": {"visible": True, "records": "organization", "fields": {"phone": "read"}}}
    changed = front.patch(
        f"/v1/partners/{firm.partner.id}/profiles/{profile}", firm.platform, {"version": 1, "modules": wide}
    )
    assert changed.status == 200
    assert "+39 02 123" in page(front, path, who).text
    none = front.patch(
        f"/v1/partners/{firm.partner.id}/profiles/{profile}", firm.platform, {"version": 2, "modules": {}}
    )
    assert none.status == 200
    assert page(front, path, who).status == 404 and path not in page(front, business(firm), who).text


def test_a_suspended_partners_companies_go_on_and_a_closed_ones_do_not(front: Front) -> None:
    firm = Firm.of(front)
    who = firm.user("key_contact", admin=True)
    for status, expected in (("suspended", 200), ("closed", 403)):
        write(keys.partner(firm.partner.id), _partner(firm) | {"status": status})
        answer = page(front, business(firm), who)
        assert answer.status == expected and "nothing can be changed" not in answer.text


def test_a_page_asks_the_database_the_same_few_times_however_much_there_is(front: Front) -> None:
    firm = Firm.of(front)
    ada = firm.contact("Ada")
    wide = {module.name: all_of(module) for module in MODULES}
    key = firm.user("key_contact", contact_id=ada, admin=True)
    user = firm.user(contact_id=ada, profile_id=a_profile(firm.partner, wide), admin=True)
    paths = [business(firm), *(business(firm, module.name) for module in MODULES), own(firm), own(firm, "views")]
    counted = []
    for _ in range(2):
        for _ in range(30):
            firm.enrolled(ada)
            firm.contact("Bea")
        for who in (key, user):
            for path in paths:
                with Meter(dynamo.client()) as meter:
                    assert page(front, path, who).status == 200
                counted.append(dict(meter.calls))
    half = len(counted) // 2
    assert counted[:half] == counted[half:]


def test_after_the_session_is_known_a_page_waits_at_most_twice(front: Front) -> None:
    firm = a_full_firm(front)
    found, wanda = samples(firm)
    narrow = {module.name: all_of(module) for module in MODULES}
    key = firm.user("key_contact", contact_id=firm.contact("Key"), admin=True)
    user = firm.user(contact_id=wanda, profile_id=a_profile(firm.partner, narrow), admin=True)
    asked: list[tuple[str, dict[str, str]]] = [
        *((business(firm, *steps), {}) for steps in ([], *([module.name] for module in MODULES), ["people", "new"])),
        *((business(firm, module.name, found[module.name].record_id), {}) for module in MODULES),
        (business(firm, "people"), {"sort": "created_at"}),
        (business(firm, "people"), {"q": "wanda"}),
        (business(firm, "people"), {"q": "wanda kowalska"}),
        (business(firm, "people"), {"language": "it"}),
        (business(firm, "enrollments"), {"status": "completed", "sort": "-enrolled_at"}),
        *((own(firm, *steps), {}) for steps in ([], ["views"], ["enrollments"], ["people"])),
    ]
    for browser in (a_session(key), a_session(user)):
        for path, query in asked:
            with waits_for("dynamodb") as waits:
                assert front.ask("GET", path, headers=browser, query=query).status == 200, path
            assert 0 < waits.in_a_row <= 3, (path, query, waits.calls)
