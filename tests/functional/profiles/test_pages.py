"""The pages of access profiles: the list, the editor with every field of every module, the look through eyes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from functions.portal_api.modules.grant import Grant
from functions.portal_api.modules.registry import MODULES, module_of
from shared import keys
from shared.ids import new_id
from tests.builders import a_partner, a_partner_admin, a_person, everything, write
from tests.functional.business.scene import FIELDS, Firm, a_full_firm, a_profile, all_of, samples
from tests.functional.front import Answer, Front
from tests.functional.web.browser import a_session, look
from tests.waits import waits_for

HOSTILE = '<script>alert("x")</script>'


def at(firm: Firm, *steps: str) -> str:
    return "/".join((f"/partner/{firm.partner.id}/profiles", *steps))


def page(front: Front, path: str, who: str, **query: Any) -> Answer:
    return front.ask("GET", path, headers=a_session(who), query=query)


def staff(firm: Firm, role: str) -> str:
    person = a_person()
    write(keys.partner_membership(person, firm.partner.id), {"role": role, "partner_id": firm.partner.id})
    return person


def test_the_ladder_of_every_page(front: Front) -> None:
    firm = Firm.of(front)
    ada = firm.contact("Ada")
    profile = a_profile(firm.partner, {})
    admin, stranger = a_partner_admin(firm.partner), a_partner_admin(a_partner("Beta"))
    seen_as = f"{at(firm, profile, 'as')}?contact_id={ada}&own=true"
    for path in (at(firm), at(firm, "new"), at(firm, profile), at(firm, "learner"), at(firm, profile, "as"), seen_as):
        bare, _, query = path.partition("?")
        given = dict(one.split("=") for one in query.split("&")) if query else {}
        assert look(front, bare).status == 303
        assert page(front, bare, stranger, **given).status == 404
        assert page(front, bare, staff(firm, "partner_finance"), **given).status == 403
        assert page(front, bare, firm.user("key_contact", admin=True), **given).status == 404
        assert page(front, bare, admin, **given).status == 200, path
    other = Firm.of(front, a_partner("Gamma"))
    foreign = a_profile(other.partner, {})
    for wrong in (foreign, new_id("prf"), "prf_x", "nonsense"):
        assert page(front, at(firm, wrong), admin).status == 404
        assert page(front, at(firm, wrong, "as"), admin, contact_id=ada, own="true").status == 404
    for contact, place in ((other.contact("Eve"), {"own": "true"}), (ada, {"organization_id": other.id}), ("x", {})):
        assert page(front, at(firm, profile, "as"), admin, contact_id=contact, **place).status == 404


def test_the_list_names_them_with_how_many_have_them(front: Front) -> None:
    firm = Firm.of(front)
    admin = a_partner_admin(firm.partner)
    assert "No profile of your own yet" in page(front, at(firm), admin).text
    profile = a_profile(firm.partner, {"people": all_of(module_of("people"))}, name=HOSTILE, users=17)

    text = page(front, at(firm), admin).text
    assert "<script>alert" not in text and "&lt;script&gt;" in text and ">17<" in text
    assert f'href="{at(firm, profile)}"' in text and '<span class="tag">People</span>' in text
    assert f'href="{at(firm, "key_contact")}"' in text and f'href="{at(firm, "learner")}"' in text
    assert "<script>alert" not in page(front, at(firm, profile), admin).text


def test_the_editor_holds_every_field_of_every_module_as_it_is_granted(front: Front) -> None:
    firm = Firm.of(front)
    admin = a_partner_admin(firm.partner)
    granted = {"company": Grant(visible=True, order=3, actions=["edit"], fields={"phone": "edit", "name": "read"})}
    profile = a_profile(firm.partner, granted)

    text = page(front, at(firm, profile), admin).text
    chosen = dict(re.findall(r'name="modules\.([a-z_.]+)" value="([a-z]+)"[^>]*? checked', text))

    for module, name in FIELDS:
        wanted = {"phone": "edit", "name": "read"}.get(name, "hidden") if module == "company" else "hidden"
        assert chosen[f"{module}.fields.{name}"] == wanted
        field = module_of(module).field(name)
        most = f'name="modules.{module}.fields.{name}" value="edit"'
        assert field and (most in text) == field.editable
    for one in MODULES:
        for action in one.actions:
            assert f'name="modules.{one.name}.actions" value="{action.name}"' in text
    assert f'data-send="PATCH /v1/partners/{firm.partner.id}/profiles/{profile}"' in text
    assert f'data-differences="/v1/partners/{firm.partner.id}/profiles/{profile}/differences"' in text
    assert (
        'name="version" value="1"' in text
        and 'data-on="profile-changed"' in text
        and 'data-on="profile-in-use"' in text
    )


def test_what_is_built_in_is_shown_and_not_changed(front: Front) -> None:
    firm = Firm.of(front)
    admin = a_partner_admin(firm.partner)
    for one in ("key_contact", "learner"):
        text = page(front, at(firm, one), admin).text
        assert "built in and cannot be changed" in text and 'id="profile"' not in text
        assert 'data-send="PATCH /v1/partners' not in text and 'data-send="DELETE /v1/partners' not in text


@pytest.mark.criterion("B-34", "B-36")
@pytest.mark.parametrize("module", [module.name for module in MODULES])
def test_a_look_through_somebodys_eyes_shows_what_they_see_and_changes_nothing(front: Front, module: str) -> None:
    firm = a_full_firm(front)
    found, wanda = samples(firm)
    admin = a_partner_admin(firm.partner)
    declared = module_of(module)
    hidden = declared.fields[-1]
    profile = a_profile(firm.partner, {module: all_of(declared, **{hidden.name: "hidden"})})
    who = firm.user(contact_id=wanda, profile_id=profile, admin=True)
    eyes = {"contact_id": wanda, "organization_id": firm.id, "admin": "true"}

    for steps in ([], [module], [module, found[module].record_id]):
        theirs = page(front, "/".join((f"/business/{firm.id}", *steps)), who)
        before = everything()
        mine = page(front, at(firm, profile, "as", *steps), admin, **eyes)
        if module != "enrollments":  # there it is written down who looks at results
            assert len(everything()) == len(before) + 1, "only the session of this test"
        assert theirs.status == mine.status == 200
        assert "You see this as Wanda Kowalska, with the profile Profile" in mine.text
        inside = mine.text[mine.text.index("<main") : mine.text.index("</main>")]
        assert "data-send=" not in inside and "/v1/" not in inside
        cells = r'<td role="cell"[^>]*>(.*?)</td>'
        texts = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(cells, mine.text)]
        assert texts == [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(cells, theirs.text)]
        assert f">{hidden.label}<" not in inside
    for other in MODULES:
        if other.name != module:
            assert page(front, at(firm, profile, "as", other.name), admin, **eyes).status == 404
    assert page(front, at(firm, profile, "as", module, "new"), admin, **eyes).status == 404


def test_a_draft_in_the_address_is_looked_through_and_nothing_else_is(front: Front) -> None:
    firm = a_full_firm(front)
    ada = firm.contact("Ada")
    admin = a_partner_admin(firm.partner)
    profile = a_profile(firm.partner, {})
    eyes = {"contact_id": ada, "organization_id": firm.id}
    path = at(firm, profile, "as", "company")
    assert page(front, path, admin, **eyes).status == 404

    text = page(front, path, admin, **eyes, draft="company:1:organization:edit:phone:name").text
    assert "+39 02 123" in text and "IT01234567890" not in text and "your draft" in text
    home = page(front, at(firm, profile, "as"), admin, **eyes, draft="company:1:organization:edit:phone:").text
    assert "draft=company%3A1" in home
    for one in ("learner", "key_contact"):
        narrow = page(front, at(firm, one, "as", "company"), admin, **eyes, draft="company:1:organization::phone:")
        assert "+39 02 123" in narrow.text and "IT01234567890" not in narrow.text
    for wrong in (
        "x",
        "company:1",
        "company:x:own:::",
        "none:1:own:::",
        "company:1:own::nothing:",
        "a" * 7000,
        ":::::",
    ):
        assert page(front, path, admin, **eyes, draft=wrong).status == 422, wrong


def test_whose_eyes_are_chosen_by_person_and_place(front: Front) -> None:
    firm = Firm.of(front, name="Acme")
    ada = firm.contact("Ada", email="ada@acme.example")
    firm.contact("Bea")
    admin = a_partner_admin(firm.partner)
    path = at(firm, "learner", "as")

    text = page(front, path, admin, q="ad").text
    assert f'href="{path}?contact_id={ada}"' in text and "Bea" not in text
    text = page(front, path, admin, contact_id=ada).text
    assert f"contact_id={ada}&amp;organization_id={firm.id}" in text and f"contact_id={ada}&amp;own=true" in text
    text = page(front, path, admin, contact_id=ada, own="true").text
    assert "You have no courses yet" in text and f'href="{path}"' in text and f'href="{at(firm, "learner")}"' in text
    listed = page(front, f"{path}/people", admin, contact_id=ada, own="true", q="zoe")
    assert f'<input type="hidden" name="contact_id" value="{ada}">' in listed.text and "Nothing matches" in listed.text


def test_a_page_waits_at_most_twice_after_the_session(front: Front) -> None:
    firm = a_full_firm(front)
    found, wanda = samples(firm)
    profile = a_profile(firm.partner, {module.name: all_of(module) for module in MODULES})
    browser = a_session(a_partner_admin(firm.partner))
    eyes = {"contact_id": wanda, "organization_id": firm.id}
    paths = [(at(firm), {}), (at(firm, profile), {}), (at(firm, profile, "as"), {}), (at(firm, profile, "as"), eyes)]
    paths += [(at(firm, profile, "as"), {"contact_id": wanda})]
    paths += [(at(firm, profile, "as", module.name), eyes) for module in MODULES]
    paths += [(at(firm, profile, "as", module.name, found[module.name].record_id), eyes) for module in MODULES]
    for path, query in paths:
        with waits_for("dynamodb") as waits:
            assert front.ask("GET", path, headers=browser, query=query).status == 200, path
        assert 0 < waits.in_a_row <= 3, (path, query, waits.calls)
