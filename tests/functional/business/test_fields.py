"""Every field of every module, hidden, read-only and editable, at every place a field could show or be used."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from functions.portal_api.modules.module import Access, Field, Module
from functions.portal_api.modules.registry import MODULES, module_of
from tests.functional.business.scene import FIELDS, Firm, Sample, a_full_firm, a_profile, all_of, samples
from tests.functional.front import Front

pytestmark = pytest.mark.criterion("B-34", "B-35", "B-36", "B-20", "B-21", "B-22", "B-33")


class Case:
    """Somebody whose profile says this of one field, and the sample they look at."""

    def __init__(self, front: Front, module: str, name: str, access: Access) -> None:
        self.front, self.module, self.name = front, module_of(module), name
        self.firm: Firm = a_full_firm(front)
        found, contact_id = samples(self.firm)
        self.sample: Sample = found[module]
        self.profile = a_profile(self.firm.partner, {module: all_of(self.module, **{name: access})})
        self.contact_id = contact_id
        self.who = self.firm.user(contact_id=contact_id, profile_id=self.profile, admin=True)

    @property
    def field(self) -> Field:
        found = self.module.field(self.name)
        assert found
        return found

    def paths(self) -> list[str]:
        return [f"{self.firm.path}/{self.module.name}", f"{self.firm.own_path}/{self.module.name}"]


def columns(text: str) -> list[str]:
    return next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_module_has_a_sample_that_sets_every_field(front: Front) -> None:
    firm = a_full_firm(front)
    found, contact_id = samples(firm)
    who = firm.user("key_contact", contact_id=contact_id, admin=True)

    assert set(found) == {module.name for module in MODULES}
    for module in MODULES:
        sample = found[module.name]
        shown = front.get(f"{firm.path}/{module.name}/{sample.record_id}", who).json
        assert all(shown[one.name] is not None for one in module.fields), (module.name, shown)
        assert set(sample.words) == {one.name for one in module.fields if one.searchable}
        assert set(sample.filters) == {one.name for one in module.fields if one.filterable}
        assert set(sample.news) == {one.name for one in module.fields if one.editable}


@pytest.mark.parametrize(("module", "name"), FIELDS)
def test_a_hidden_field_is_absent_from_all_that_is_shown(front: Front, module: str, name: str) -> None:
    case = Case(front, module, name, "hidden")
    others = {one.name for one in case.module.fields} - {name}

    for path in case.paths():
        one = front.get(f"{path}/{case.sample.record_id}", case.who)
        assert one.status == 200 and set(one.json) == {"id"} | others
        rows = front.all(path, case.who)
        assert rows and all(set(row) == {"id"} | others for row in rows)
        file = front.get(f"{path}.csv", case.who)
        assert file.headers["content-type"] == "text/csv; charset=utf-8"
        assert columns(file.text) == [field.label for field in case.module.fields if field.name != name]
        menu = front.get(path.replace(module, "modules"), case.who).json["items"]
        assert [entry["name"] for entry in menu] == [module]
        assert {field["name"] for field in menu[0]["fields"]} == others
    query = {"contact_id": case.contact_id, "organization_id": case.firm.id, "admin": "true"}
    preview = f"/v1/partners/{case.firm.partner.id}/profiles/{case.profile}/preview/{module}"
    assert front.all(preview, case.firm.platform, **query) == front.all(case.paths()[0], case.who)


@pytest.mark.parametrize(("module", "name"), FIELDS)
def test_a_hidden_field_is_unknown_to_search_sort_and_filters(front: Front, module: str, name: str) -> None:
    case = Case(front, module, name, "hidden")
    for path in (address for base in case.paths() for address in (base, f"{base}.csv")):
        unknown = front.get(path, case.who, nothing="x").json
        for asked in ({name: case.sample.filters.get(name, "x")}, {"sort": name}, {"sort": f"-{name}"}):
            refused = front.get(path, case.who, **asked)
            assert refused.status == 422
            where = f"/{next(iter(asked))}"
            assert refused.json["errors"] == [unknown["errors"][0] | {"path": where}], asked
    if name in case.sample.words:
        hidden, others = case.sample.words[name], [w for n, w in case.sample.words.items() if n != name]
        for path in case.paths():
            assert front.all(path, case.who, q=hidden) == []
            for other in others:
                assert len(front.all(path, case.who, q=other)) == 1
                assert front.all(path, case.who, q=f"{other} {hidden}") == front.all(
                    path, case.who, q=f"{hidden} {other}"
                )
                assert front.all(path, case.who, q=f"{other} {hidden}") == []
            assert hidden not in front.get(f"{path}.csv", case.who, q=hidden).text.lower()


@pytest.mark.parametrize("access", ["hidden", "read"])
@pytest.mark.parametrize(("module", "name"), FIELDS)
def test_a_field_that_is_not_editable_cannot_be_written(front: Front, module: str, name: str, access: Access) -> None:
    case = Case(front, module, name, access)
    value: Any = case.sample.news.get(name, "x")
    for path in case.paths():
        before = front.get(f"{path}/{case.sample.record_id}", case.firm.user("key_contact", contact_id=case.contact_id))
        if case.module.update:
            refused = front.patch(f"{path}/{case.sample.record_id}", case.who, {name: value})
            assert (refused.code, refused.json["field"]) == ("field-withheld", name)
            garbage = front.patch(f"{path}/{case.sample.record_id}", case.who, {name: [{"x": 1}]})
            assert garbage.code == "field-withheld"
        else:
            assert front.patch(f"{path}/{case.sample.record_id}", case.who, {name: value}).code == "method-not-allowed"
        if case.module.create and path == case.paths()[0]:
            assert front.post(path, case.who, case.sample.news | {name: value}).code == "field-withheld"
        after = front.get(f"{path}/{case.sample.record_id}", case.firm.user("key_contact", contact_id=case.contact_id))
        assert after.text == before.text


@pytest.mark.parametrize("access", ["read", "edit"])
@pytest.mark.parametrize(("module", "name"), FIELDS)
def test_a_granted_field_is_shown_searched_sorted_and_filtered(
    front: Front, module: str, name: str, access: Access
) -> None:
    case = Case(front, module, name, access)
    for path in case.paths():
        one = front.get(f"{path}/{case.sample.record_id}", case.who).json
        assert one[name] is not None
        assert one in front.all(path, case.who)
        assert case.field.label in columns(front.get(f"{path}.csv", case.who).text)
        if case.field.searchable:
            assert [row["id"] for row in front.all(path, case.who, q=case.sample.words[name])] == [one["id"]]
        if case.field.filterable:
            assert one in front.all(path, case.who, **{name: case.sample.filters[name]})
        if case.field.sortable:
            up, down = (front.all(path, case.who, sort=way) for way in (name, f"-{name}"))
            assert up == list(reversed(down)) and one in up


@pytest.mark.parametrize("module", [module for module in MODULES if module.update], ids=lambda module: module.name)
def test_editable_fields_are_changed_and_answered_as_seen(front: Front, module: Module) -> None:
    for place in (0, 1):
        for one in module.fields:
            if not one.editable:
                continue
            case = Case(front, module.name, one.name, "edit")
            path = f"{case.paths()[place]}/{case.sample.record_id}"
            changed = front.patch(path, case.who, {one.name: case.sample.news[one.name]}, key="k")
            assert changed.status == 200, changed
            shown = front.get(path, case.who)
            assert shown.json == changed.json
            assert front.patch(path, case.who, {one.name: case.sample.news[one.name]}, key="k").json == changed.json
