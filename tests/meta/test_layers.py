"""Each file imports only from layers below its own, and each heavy library has one place."""

import ast
from collections.abc import Callable
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = [ROOT / "streamlit_app.py", *sorted((ROOT / "ucjmap").rglob("*.py"))]
#: The files by package: a test for each of four hundred would take longer to run than to fail.
PACKAGES = {
    name: list(paths)
    for name, paths in groupby(
        FILES, lambda path: path.relative_to(ROOT / "ucjmap").parts[0] if path.parent != ROOT else ""
    )
}

#: From the bottom up; what stands on one line does not import from each other.
LAYERS = [
    {"access", "errors"},
    {"settings", "words"},
    {"codes", "schema"},
    {"files", "levels"},
    {"sandbox"},
    {"boundaries", "intake"},
    {"matching", "tiles"},
    {"classify", "indicators", "store"},
    {"render", "outreach"},
    {"api"},
    {"operation"},
    {"app", "web", "cli"},
    {"entry"},
]
#: The same inside the large packages: room by room, from the bottom up.
ROOMS = {
    "intake": [{"reading"}, {"profiles"}, {"meaning"}, {"evidence"}, {"counting"}],
    "render": [
        {"marks", "template_limits"},
        {"choropleth", "static", "tokens"},
        {"browser", "documents"},
        {"interactive"},
        {"slides", "standalone_page", "trip_page"},
    ],
    "api": [
        {"jobs"},
        {"areas"},
        {"figures", "people"},
        {"loading"},
        {"maps"},
        {"features", "outreach"},
        {"briefing", "area_card"},
        {"stories"},
    ],
    "app": [
        {"shell"},
        {"start"},
        {"sharing"},
        {"map"},
        {"data", "outreach", "stories", *(path.stem for path in (ROOT / "ucjmap" / "app").glob("*_page.py"))},
        {"pages"},
        {"main"},
    ],
}
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
#: Outside the order: the package itself, and the door of ``python -m ucjmap``.
ENTRIES = {"streamlit_app.py", "ucjmap/__main__.py"}

#: Library -> where it may be imported (starts of paths).
PLACES = {
    "streamlit": ("streamlit_app.py", "ucjmap/app/"),
    "streamlit_folium": ("ucjmap/app/",),
    "folium": ("ucjmap/render/interactive/",),
    "branca": ("ucjmap/render/interactive/",),
    "matplotlib": ("ucjmap/render/static/",),
    "pptx": ("ucjmap/render/slides/",),
    "pypdf": ("ucjmap/render/static/filing.py",),
    "sqlalchemy": ("ucjmap/store/",),
    "alembic": ("ucjmap/store/",),
    "typer": ("ucjmap/cli/", "ucjmap/__main__.py"),
    "starlette": ("ucjmap/web/", "streamlit_app.py"),
    "reportlab": ("ucjmap/render/documents/",),
    "xlsxwriter": ("ucjmap/files/",),
    "openpyxl": ("ucjmap/intake/",),
    "python_calamine": ("ucjmap/intake/",),
    "argon2": ("ucjmap/access/passwords.py",),
    "pyogrio": ("ucjmap/boundaries/", "ucjmap/files/"),
    "rapidfuzz": ("ucjmap/matching/", "ucjmap/intake/"),
}
#: What a file loads when it is needed: few who start the program make slides, and python-pptx takes a tenth of a start.
LOADED_LATE = {
    "ucjmap/__main__.py": "ucjmap.cli",
    "ucjmap/api/maps/page_files.py": "ucjmap.api.maps.slide_file",
}
#: Calculation never touches disk or store.
PURE = (
    *sorted(
        path.relative_to(ROOT).as_posix()
        for package in ("classify", "indicators")
        for path in (ROOT / "ucjmap" / package).glob("*.py")
    ),
    "ucjmap/codes.py",
    "ucjmap/schema.py",
)
#: What lays the answer to a map out: it takes no figures, counts nothing, chooses no target.
LAYOUTS = (
    *(
        f"ucjmap/api/maps/{name}.py"
        for name in (
            "printed_map",
            "printed_legend",
            "interactive_map",
            "map_rows",
            "drawing",
            "document",
            "map_files",
            "page_files",
        )
    ),
    *(f"ucjmap/app/map/{name}.py" for name in ("map_page", "map_view", "controls", "legend_panel", "ranking_table")),
    *(f"ucjmap/app/map/{name}.py" for name in ("country_map", "snapshots", "classing_form")),
    "ucjmap/app/shell/cards.py",
    *(f"ucjmap/web/{name}.py" for name in ("v1/map_operations", "v1/area_operations", "ogc/feature_operations")),
    "ucjmap/cli/values.py",
    "ucjmap/cli/briefing.py",
)
#: Where figures, classes, targets and gaps are made: none of their functions is called by what lays an answer out.
MAKERS = (
    *(
        f"ucjmap/api/figures/{name}.py"
        for name in ("area_figures", "map_classes", "rollups", "series", "single_area", "targets_in_force", "trends")
    ),
    "ucjmap/api/maps/key_figures.py",
    *(f"ucjmap/indicators/{name}.py" for name in ("change", "rollup", "targets")),
    "ucjmap/classify/breaks.py",
)
DISK = {"pathlib", "os", "io", "shutil", "tempfile", "sqlite3", "tomllib", "json", "csv", "pyarrow", "geopandas"}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules_of(node: ast.stmt) -> list[str]:
    """Full names of what one statement imports; ``from ucjmap import api`` is ``ucjmap.api``, its version ``ucjmap``."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute here"
        module = node.module or ""
        if module != "ucjmap":
            return [module]
        return ["ucjmap" if alias.name.startswith("__") else f"ucjmap.{alias.name}" for alias in node.names]
    return []


def all_imports(tree: ast.Module) -> list[tuple[int, str]]:
    """Line and module of every import, wherever it stands."""
    return [(node.lineno, name) for node in ast.walk(tree) if isinstance(node, ast.stmt) for name in modules_of(node)]


def layer_of(path: Path) -> str | None:
    """Name of a file's layer; None for the package's own ``__init__``."""
    name = relative(path)
    if name in ENTRIES:
        return "entry"
    parts = path.relative_to(ROOT / "ucjmap").parts
    return None if parts == ("__init__.py",) else parts[0].removesuffix(".py")


def on_every_file(check: Callable[[Path], None]) -> Callable[[str], None]:
    """A test for each package that looks at all of its files; the message names the file."""

    @pytest.mark.parametrize("package", PACKAGES)
    def test(package: str) -> None:
        for path in PACKAGES[package]:
            check(path)

    test.__name__, test.__doc__ = check.__name__, check.__doc__
    return test


@on_every_file
def test_a_file_imports_from_below_only(path: Path) -> None:
    own = layer_of(path)
    wrong = []
    for line, module in all_imports(parse(path)):
        if not module.startswith("ucjmap."):
            continue
        layer = module.split(".")[1]
        assert layer in RANK, f"{module} belongs to no layer"
        if own is None or (layer != own and RANK[layer] >= RANK[own]):
            wrong.append(f"line {line}: {module}")
    assert not wrong, f"{relative(path)} is of the layer {own}: {wrong}"


@on_every_file
def test_rooms_of_a_package_stand_on_each_other_in_order(path: Path) -> None:
    package, own = (*path.relative_to(ROOT / "ucjmap").parts, "", "")[:2] if path.parent != ROOT else ("", "")
    own = own.removesuffix(".py")
    if package not in ROOMS or own in {"__init__", ""}:
        return
    rank = {name: place for place, names in enumerate(ROOMS[package]) for name in names}
    assert own in rank, f"{own} has no place among the rooms of {package}"
    wrong = []
    for line, module in all_imports(parse(path)):
        room = (*module.split("."), "")[2] if module.startswith(f"ucjmap.{package}.") else own
        if room != own and rank[room] >= rank[own]:
            wrong.append(f"line {line}: {module}")
    assert not wrong, f"{relative(path)}: {wrong}"


@on_every_file
def test_a_package_is_entered_by_its_face(path: Path) -> None:
    """From outside a package only what its ``__init__`` lists is imported, never one of its modules."""
    own = path.relative_to(ROOT).parent.parts
    past = []
    for node in ast.walk(parse(path)):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("ucjmap."):
            continue
        package = tuple(str(node.module).split("."))
        if not ROOT.joinpath(*package).is_dir():
            package = package[:-1]
            is_past = len(package) > 1 and own[: len(package)] != package
        elif own[: len(package)] == package:
            continue
        else:
            is_past = not {alias.name for alias in node.names} <= face_of(package)
        if is_past:
            past.append(f"line {node.lineno}: {node.module}")
    assert not past, f"{relative(path)}: {past}"


@cache
def face_of(package: tuple[str, ...]) -> set[str]:
    """What the ``__all__`` of a package lists, and the packages inside it."""
    folder = ROOT.joinpath(*package)
    inside = {path.parent.name for path in folder.glob("*/__init__.py")}
    for node in parse(folder / "__init__.py").body:
        if isinstance(node, ast.Assign) and [target.id for target in node.targets if isinstance(target, ast.Name)] == [
            "__all__"
        ]:
            return inside | set(ast.literal_eval(node.value))
    return inside


@on_every_file
def test_a_library_is_imported_in_its_place_only(path: Path) -> None:
    name = relative(path)
    wrong = [
        f"line {line}: {module}"
        for line, module in all_imports(parse(path))
        if (places := PLACES.get(module.split(".")[0])) and not name.startswith(places)
    ]
    assert not wrong, f"{name}: {wrong}"


@pytest.mark.parametrize("name", PURE)
def test_calculation_touches_no_disk(name: str) -> None:
    tree = parse(ROOT / name)
    assert not [module for _, module in all_imports(tree) if module.split(".")[0] in DISK]
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not calls & {"open", "print", "input"}


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_lays_an_answer_out_makes_no_figure(name: str) -> None:
    made = {node.name for maker in MAKERS for node in parse(ROOT / maker).body if isinstance(node, ast.FunctionDef)}
    made = {name for name in made if not name.startswith("_")} - {
        "default_since",
        "area_targets",
    }  # what a control offers, no figure
    assert "area_values" in made
    tree = parse(ROOT / name)
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not names & made


@on_every_file
def test_no_function_imports_from_the_project(path: Path) -> None:
    functions = [node for node in ast.walk(parse(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = [
        f"line {statement.lineno}: {module}"
        for function in functions
        for statement in ast.walk(function)
        if isinstance(statement, ast.stmt)
        for module in modules_of(statement)
        if module.split(".")[0] == "ucjmap" and module != LOADED_LATE.get(relative(path))
    ]
    assert not inside, f"{relative(path)}: {inside}"


def test_every_part_of_the_package_has_a_layer() -> None:
    parts = {layer_of(path) for path in FILES} - {None}
    assert parts <= set(RANK)
    assert len(parts) > 10


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import ucjmap.store", ["ucjmap.store"]),
        ("from ucjmap import api, words", ["ucjmap.api", "ucjmap.words"]),
        ("from ucjmap import __version__", ["ucjmap"]),
        ("from ucjmap.store.engine import Store", ["ucjmap.store.engine"]),
        ("def f():\n    if x:\n        import streamlit.runtime as s", ["streamlit.runtime"]),
    ],
)
def test_the_walk_finds_every_kind_of_import(source: str, found: list[str]) -> None:
    assert [module for _, module in all_imports(ast.parse(source))] == found
