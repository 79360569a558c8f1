"""What one caller sees of a module: decided by profile, place and admin flag alone, without any I/O."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.business.shapes import change_shape, new_shape, record_shape
from functions.portal_api.lists import Page
from functions.portal_api.modules.grant import Grant
from functions.portal_api.modules.module import Action, Field, Module
from functions.portal_api.modules.registry import MODULES
from functions.portal_api.modules.sight import Asked, Sight, sight_of
from functions.portal_api.modules.told import menu
from functions.portal_api.profiles.profile import Profile, key_contact, learner
from shared.problems import Problem


def nothing(*_: Any) -> Any:
    raise AssertionError("a sight reads nothing")


THINGS = Module(
    name="things",
    label="Things",
    fields=(
        Field("name", "Name", searchable=True, editable=True, required=True),
        Field("colour", "Colour", "choice", filterable=True, editable=True, choices={"red": "Red", "blue": "Blue"}),
        Field("made_at", "Made", "moment", sortable=True),
    ),
    actions=(
        Action("create", "Create", of_admin=True, of_organization=True),
        Action("edit", "Edit", of_admin=True),
        Action("order", "Order", commits=True),
        Action("export", "Export"),
    ),
    records=("own", "organization"),
    find=nothing,
    read=nothing,
)
PAGE = Page(limit=25, cursor=None)


def sight(grant: Grant | None = None, *, admin: bool = False, place: Any = "business", **more: Any) -> Sight:
    most = {"visible": True, "records": "organization", "actions": ["create", "edit", "order", "export"]}
    fields = {"name": "edit", "colour": "edit", "made_at": "read"}
    granted = grant or Grant(**(most | {"fields": fields} | more))
    return sight_of(THINGS, {"things": granted}, admin=admin, place=place)


def refusal(call: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(Problem) as raised:
        call(*given, **more)
    return raised.value.code


@pytest.mark.criterion("B-34", "B-41x")
def test_what_a_profile_does_not_name_is_withheld() -> None:
    assert not sight_of(THINGS, {}, admin=True, place="business").visible
    bare = sight(Grant(visible=True), admin=True)
    assert (bare.visible, bare.fields, bare.actions, bare.records) == (True, (), (), "own")
    assert bare.show({"id": "1", "name": "A", "colour": "red", "made_at": "x", "secret": 1}) == {"id": "1"}


def test_a_field_added_later_is_hidden_in_stored_profiles() -> None:
    stored = {"id": "prf_1", "name": "P", "created_at": "x", "version": 1}
    people = {"visible": True, "order": 0, "records": "own", "actions": ["gone"], "fields": {"first_name": "edit"}}
    profile = Profile.of(stored | {"modules": {"people": people, "gone": people}})

    assert set(profile.modules) == {"people"} and profile.modules["people"].actions == []
    assert profile.view()["modules"]["people"]["fields"]["email"] == "hidden"


@pytest.mark.criterion("A-44x")
def test_editing_means_reading_and_what_cannot_be_edited_is_read_only() -> None:
    one = sight(fields={"name": "edit", "made_at": "edit"})

    assert one.access == {"name": "edit", "made_at": "read"}
    assert refusal(one.change, ["made_at"]) == refusal(one.change, ["colour"]) == "field-withheld"
    one.change(["name", "no_field_at_all"])


@pytest.mark.criterion("B-29", "B-30", "B-31", "B-41x")
def test_the_admin_flag_adds_nothing_that_the_profile_does_not_grant() -> None:
    assert sight().actions == ("order", "export")
    assert sight(admin=True).actions == ("create", "edit", "order", "export")
    assert sight(admin=True, actions=["export"]).actions == ("export",)
    assert sight(records="own").actions == ("edit", "order", "export")
    assert sight(place="me", admin=True).actions == ("edit", "order", "export")
    assert sight(place="me").records == "own"


def test_search_sort_and_filters_know_only_what_is_seen() -> None:
    full, bare = sight(), sight(fields={"colour": "read"})

    wanted = full.wanted(PAGE, Asked("Big thing", None, {"colour": "red"}))
    assert (wanted.words, wanted.searched, wanted.filters) == (("big", "thing"), ("name",), {"colour": "red"})
    assert full.wanted(PAGE, Asked(sort="made_at")).ascending
    assert not full.wanted(PAGE, Asked(sort="-made_at")).ascending
    assert full.wanted(PAGE, Asked("  ")).words is None
    for asked in (Asked("x"), Asked(sort="made_at"), Asked(filters={"name": "x"}), Asked(filters={"colour": "green"})):
        assert refusal(bare.wanted, PAGE, asked) == "invalid-request"
    assert full.wanted(PAGE, Asked("a")).listing("m", None or _reach()) != full.wanted(PAGE, Asked("b")).listing(
        "m", _reach()
    )


def _reach() -> Any:
    from functions.portal_api.modules.module import Reach

    return Reach("prt_1", "con_1", "org_1", False, "per_1")


def test_an_action_is_refused_unless_granted_and_nobody_orders_while_suspended() -> None:
    assert sight().allow("export").name == "export"
    assert refusal(sight().allow, "create") == refusal(sight().allow, "fly") == "not-allowed"
    assert refusal(sight().allow, "order", suspended=True) == "partner-suspended"
    assert sight().allow("export", suspended=True)
    assert refusal(Sight(THINGS, visible=False).allow, "export") == "not-found"


def test_the_menu_has_what_is_visible_in_its_order() -> None:
    grants = {"people": Grant(visible=True, order=2), "enrollments": Grant(visible=True, order=1)}
    sights = [sight_of(one, grants, admin=False, place="business") for one in MODULES]

    assert [one.name for one in menu(sights, "en").items] == ["enrollments", "people"]


@pytest.mark.criterion("A-44x")
def test_the_built_in_profiles_follow_the_registry() -> None:
    for module in MODULES:
        key = sight_of(module, key_contact().modules, admin=True, place="business")
        assert key.fields == module.fields and set(key.actions) == {one.name for one in module.actions}
        assert key.records == module.records[-1]
        assert key.editable == tuple(one for one in module.fields if one.editable)
        mine = sight_of(module, learner().modules, admin=True, place="business")
        assert mine.visible == ("own" in module.records)
        assert not mine.visible or (mine.records, mine.actions, mine.editable) == ("own", (), ())


@pytest.mark.parametrize("module", [*MODULES, THINGS], ids=lambda module: module.name)
def test_shapes_are_made_of_declarations(module: Module) -> None:
    names = [one.name for one in module.fields]
    editable = [one.name for one in module.fields if one.editable]

    assert list(record_shape(module).model_fields) == ["id", *names]
    assert list(new_shape(module).model_fields) == list(change_shape(module).model_fields) == editable
    assert all(not field.is_required() for name, field in record_shape(module).model_fields.items() if name != "id")
    assert len(set(names)) == len(names) and "id" not in names


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_what_changes_something_is_declared_with_what_changes_it(module: Module) -> None:
    assert bool(module.create) == bool(module.action("create"))
    assert bool(module.update) == bool(module.action("edit"))
    assert not {one.name for one in module.fields} & {"q", "sort", "limit", "cursor"}
