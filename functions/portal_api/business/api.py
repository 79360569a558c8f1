"""`/v1/business/{organization_id}/…` and `/v1/me/{partner_id}/…`: every module as its declaration says, in both places.

Annotations of the routes made here hold a module's own shapes, so they are no strings (no postponed evaluation).
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from functions.portal_api import lists
from functions.portal_api.business.arrive import ARRIVING, Arrival, Command, given_names
from functions.portal_api.business.find_records import export_records, list_records, show_record
from functions.portal_api.business.shapes import change_shape, new_shape, record_shape
from functions.portal_api.lists import Listed, Paged, listed
from functions.portal_api.modules.module import Module
from functions.portal_api.modules.registry import MODULES
from functions.portal_api.modules.sight import Asked, Place
from functions.portal_api.modules.told import Menu, menu

PREFIXES: Mapping[Place, str] = {"business": "/v1/business/{organization_id}", "me": "/v1/me/{partner_id}"}
TAGS: Mapping[Place, str] = {"business": "business portal", "me": "own portal"}
NAMES: Mapping[Place, str] = {"business": "business", "me": "my"}
router = APIRouter()


def _asked_of(module: Module) -> Callable[..., Asked]:
    """The dependency with a module's search, sort and filters as query parameters, each known only where declared."""
    filters = {one.name: one for one in module.fields if one.filterable}
    sorts = [name for one in module.fields if one.sortable for name in (one.name, f"-{one.name}")]
    texts: dict[str, Any] = {}
    if any(one.searchable for one in module.fields):
        texts["q"] = Query(max_length=200)
    if sorts:
        texts["sort"] = Query(max_length=50, description="In this order, `-` for descending", examples=sorts)
    for name, one in filters.items():
        choices = f": {', '.join(one.choices)}" if one.choices else ""
        about = f"Only records with this value{choices}" if one.type != "reference" else "Only records of this id"
        texts[name] = Query(max_length=100, description=about)

    def asked(**given: str | None) -> Asked:
        named = {name: value for name in filters if (value := given.get(name)) is not None}
        return Asked(given.get("q"), given.get("sort"), named)

    asked.__signature__ = inspect.Signature([  # type: ignore[attr-defined]
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[str | None, query])
        for name, query in texts.items()
    ])  # fmt: skip
    return asked


def _on(request: Request, cursor: Annotated[str | None, Query(max_length=2000)] = None) -> str | None:
    """Where a file goes on; a mistyped filter is refused as in a list."""
    lists.known_filters(request)
    return cursor


def _command_of(place: Place, module: Module, action: str) -> Callable[..., Any]:
    """The dependency that lets a change pass before its body is looked at: what is withheld is told first."""

    async def permitted(request: Request, arrival: Annotated[Arrival, Depends(ARRIVING[place])]) -> Command:
        names = given_names(await request.body())
        return await run_in_threadpool(arrival.command, module, action, names)

    permitted.identifies = True  # type: ignore[attr-defined]  # the door asks who it is before it says what is malformed
    return permitted


def _reads(place: Place, module: Module) -> None:
    Arriving = Annotated[Arrival, Depends(ARRIVING[place])]
    Asks = Annotated[Asked, Depends(_asked_of(module))]
    base, name, shape = f"{PREFIXES[place]}/{module.name}", f"{NAMES[place]}_{module.name}", record_shape(module)
    more: dict[str, Any] = {"methods": ["GET"], "tags": [TAGS[place]]}

    def find(arriving: Arriving, page: Paged, asked: Asks) -> Any:
        return listed(*list_records(arriving, module, page, asked))

    def read(arriving: Arriving, record_id: str) -> Any:
        return show_record(arriving, module, record_id)

    def export(request: Request, arriving: Arriving, cursor: Annotated[str | None, Depends(_on)], asked: Asks) -> Any:
        text, left, visitor = export_records(arriving, module, cursor, asked)
        file = f"{visitor.standing.organization_id or visitor.partner.id}-{module.name}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
        if left:
            link = request.url.include_query_params(cursor=left)
            headers["Link"] = f'<{link.path}?{link.query}>; rel="next"'
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

    seen = {"response_model_exclude_unset": True, **more}
    label = module.label.lower()
    _add(base, find, f"get_{name}", f"A page of {label}, as far as the profile shows it", Listed[shape], seen)  # type: ignore[valid-type]
    _add(f"{base}/{{record_id}}", read, f"get_{name}_record", f"One record of {label}", shape, seen)
    if module.action("export"):
        csv = {"response_class": Response, "responses": {200: {"content": {"text/csv": {}}}}, **more}
        _add(f"{base}.csv", export, f"export_{name}", f"The same of {label} as a CSV file", None, csv)


def _changes(place: Place, module: Module) -> None:
    base, name, shape = f"{PREFIXES[place]}/{module.name}", f"{NAMES[place]}_{module.name}", record_shape(module)
    more: dict[str, Any] = {"response_model_exclude_unset": True, "tags": [TAGS[place]]}
    creating = module.action("create")
    if creating and (create := module.create) and not (place == "me" and creating.of_organization):
        New = new_shape(module)
        Creating = Annotated[Command, Depends(_command_of(place, module, "create"))]

        def post(command: Creating, body: New) -> Any:  # type: ignore[valid-type]
            return create(command.asking, command.reach, body.model_dump(exclude_none=True))  # type: ignore[attr-defined]

        said = {"methods": ["POST"], "status_code": 201, **more}
        _add(base, post, f"post_{name}", f"Add to {module.label.lower()}", shape, said)
    if update := module.update:
        Changed = change_shape(module)
        Editing = Annotated[Command, Depends(_command_of(place, module, "edit"))]

        def patch(command: Editing, record_id: str, body: Changed) -> Any:  # type: ignore[valid-type]
            return update(command.asking, command.reach, record_id, body.given())  # type: ignore[attr-defined]

        said = {"methods": ["PATCH"], **more}
        _add(f"{base}/{{record_id}}", patch, f"patch_{name}", f"Change a record of {module.label.lower()}", shape, said)


def _add(path: str, route: Callable[..., Any], name: str, words: str, shape: Any, more: Mapping[str, Any]) -> None:
    router.add_api_route(path, route, name=name, description=words, response_model=shape, **more)


def _menu(place: Place) -> None:
    Arriving = Annotated[Arrival, Depends(ARRIVING[place])]

    def modules(arriving: Arriving) -> Any:
        return menu(arriving.open().sights(), arriving.asking.caller.language)

    words = "The modules there are for the caller, in the order of their menu, with what they see and may do"
    more: dict[str, Any] = {"methods": ["GET"], "tags": [TAGS[place]]}
    _add(f"{PREFIXES[place]}/modules", modules, f"get_{NAMES[place]}_modules", words, Menu, more)


for _place in PREFIXES:
    _menu(_place)
    for _module in MODULES:
        _reads(_place, _module)
        _changes(_place, _module)
