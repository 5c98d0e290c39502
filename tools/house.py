"""How the house is kept, in figures: ``python tools/house.py [ROOT]`` prints a table of any checkout.

It reads the source alone and imports nothing of it, so that old commits can be measured beside new ones.
"""

import argparse
import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LONG_FILE = 300
#: So many lines that are the same, blank ones, comments, docstrings and imports left out, are a duplicate.
ALIKE = 6
SECTION = re.compile(
    r"^\s*(Parameters|Returns|Yields|Raises|Notes|References|Attributes|Examples)\n\s*-{3,}$", re.MULTILINE
)
#: Names that each package or migration has.
_COMMON = {"__init__", "__main__", "env"}
_MIGRATIONS = "migrations"


@dataclass(frozen=True)
class Module:
    """One file of the package: its path below the checkout, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """Number of lines."""
        return len(self.text.splitlines())

    @property
    def package(self) -> str:
        """The package that it lies in, at most two below the root: ``ucjmap/api/maps``."""
        return "/".join(self.path.parts[:-1][:3])


def read_modules(root: Path) -> list[Module]:
    """The modules of the package in a checkout."""
    paths = sorted((root / "ucjmap").rglob("*.py"))
    texts = {path.relative_to(root): path.read_text(encoding="utf-8") for path in paths}
    return [Module(path, text, ast.parse(text)) for path, text in texts.items()]


def repeated_names(modules: Iterable[Module]) -> dict[str, int]:
    """Names of modules that occur more than once, with how often."""
    names = Counter(module.path.stem for module in modules if _MIGRATIONS not in module.path.parts)
    return {name: count for name, count in sorted(names.items()) if count > 1 and name not in _COMMON}


def past_a_face(root: Path, modules: Iterable[Module]) -> list[str]:
    """Imports from outside a package of what its ``__all__`` does not list, as ``file:line: module``."""

    @cache
    def face_of(package: tuple[str, ...]) -> set[str]:
        folder = root.joinpath(*package)
        face = {path.parent.name for path in folder.glob("*/__init__.py")}
        own = folder / "__init__.py"
        return face | _listed(ast.parse(own.read_text(encoding="utf-8"))) if own.exists() else face

    def is_past(own: tuple[str, ...], node: ast.ImportFrom) -> bool:
        package = tuple(str(node.module).split("."))
        if root.joinpath(*package).is_dir():
            return own[: len(package)] != package and not {name.name for name in node.names} <= face_of(package)
        package = package[:-1]
        return len(package) > 1 and own[: len(package)] != package

    return [
        f"{module.path.as_posix()}:{node.lineno}: {node.module}"
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("ucjmap.")
        and is_past(module.path.parts[:-1], node)
    ]


def public_functions(modules: Iterable[Module]) -> list[str | None]:
    """Docstrings of public functions and methods of public classes; None where there is none."""
    return [ast.get_docstring(node) for module in modules for node in _public(module.tree)]


def _public(node: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for child in node.body:
        if getattr(child, "name", "_").startswith("_"):
            continue
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
        elif isinstance(child, ast.ClassDef):
            yield from _public(child)


def face_functions(modules: Iterable[Module]) -> dict[str, str]:
    """Docstrings of what packages hand out: functions, and methods of classes, by ``file: name``.

    Properties, and what takes nothing but the store, may say all in one line; they are left out.
    """
    known = {module.path.as_posix(): module for module in modules}
    docstrings = {}
    for path, module in known.items():
        if not path.endswith("/__init__.py"):
            continue
        names = _listed(module.tree)
        for node in ast.walk(module.tree):
            source = (
                known.get(f"{(node.module or '').replace('.', '/')}.py") if isinstance(node, ast.ImportFrom) else None
            )
            if source is None or not isinstance(node, ast.ImportFrom):
                continue
            handed = {alias.name for alias in node.names if (alias.asname or alias.name) in names}
            for found in source.tree.body:
                if getattr(found, "name", "") in handed:
                    docstrings |= {
                        f"{source.path.as_posix()}: {function.name}": ast.get_docstring(function) or ""
                        for function in (
                            [found]
                            if isinstance(found, ast.FunctionDef)
                            else _public(found)
                            if isinstance(found, ast.ClassDef)
                            else []
                        )
                        if not _is_plain(function)
                    }
    return docstrings


def _listed(tree: ast.Module) -> set[str]:
    """What a file's ``__all__`` lists."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "__all__" for target in node.targets):
            return set(ast.literal_eval(node.value))
    return set()


def _is_plain(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    taken = {argument.arg for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)}
    is_property = any("property" in ast.unparse(decorator) for decorator in function.decorator_list)
    return is_property or taken <= {"self", "cls", "store", "connection"}


def duplicates(modules: Iterable[Module]) -> list[tuple[str, str, int]]:
    """Blocks of lines that stand in two places: ``file:line`` of both, and how many lines they share."""
    rows = {module.path.as_posix(): list(_telling_lines(module)) for module in modules}
    places = defaultdict(list)
    for path, lines in rows.items():
        for start in range(len(lines) - ALIKE + 1):
            places[tuple(text for _, text in lines[start : start + ALIKE])].append((path, start))
    pairs = {(one, two) for same in places.values() for one in same[:1] for two in same[1:]}
    blocks = []
    for (path, start), (other, other_start) in sorted(pairs):
        if ((path, start - 1), (other, other_start - 1)) in pairs:
            continue
        length = 0
        while ((path, start + length), (other, other_start + length)) in pairs:
            length += 1
        first, second = f"{path}:{rows[path][start][0]}", f"{other}:{rows[other][other_start][0]}"
        blocks.append((first, second, length + ALIKE - 1))
    return blocks


def _telling_lines(module: Module) -> Iterator[tuple[int, str]]:
    """Number and text of the lines that are neither blank nor comment or docstring nor part of an import or of ``__all__``."""
    silent = {
        number
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "__all__" for target in node.targets))
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))  # a docstring
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    for number, line in enumerate(module.text.splitlines(), start=1):
        text = line.strip()
        if number not in silent and len(text) > 1 and not text.startswith("#"):
            yield number, text


def count_lines(root: Path, *patterns: str) -> int:
    """Lines of the files of a checkout that fit one of the patterns; what npm brought is left out."""
    paths = {path for pattern in patterns for path in root.glob(pattern) if "node_modules" not in path.parts}
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", nargs="?", type=Path, default=Path(__file__).resolve().parents[1])
    parser.add_argument("--list", action="store_true", help="also each import past a face and each duplicate")
    given = parser.parse_args()
    modules = read_modules(given.root)
    by_package = Counter(module.package for module in modules)
    lines = Counter[str]()
    for module in modules:
        lines[module.package] += module.lines
    print(f"{'package':<32}{'modules':>8}{'lines':>8}")
    for package in sorted(by_package):
        print(f"{package:<32}{by_package[package]:>8}{lines[package]:>8}")
    print(f"{'all':<32}{len(modules):>8}{lines.total():>8}\n")
    long = sorted((module for module in modules if module.lines > LONG_FILE), key=lambda module: -module.lines)
    docstrings = public_functions(modules)
    past, alike, names = past_a_face(given.root, modules), duplicates(modules), repeated_names(modules)
    print(f"files over {LONG_FILE} lines: {len(long)} (longest {long[0].lines if long else 0})")
    print(f"module names that occur twice or more: {len(names)} ({', '.join(f'{n} {c}' for n, c in names.items())})")
    print(f"imports past a face: {len(past)}")
    print(
        f"public functions: {len(docstrings)}, documented {sum(text is not None for text in docstrings)}, "
        f"with numpy sections {sum(bool(text and SECTION.search(text)) for text in docstrings)}"
    )
    handed = face_functions(modules)
    told = sum(bool(SECTION.search(text)) for text in handed.values())
    print(f"functions and methods that packages hand out: {len(handed)}, with numpy sections {told}")
    print(f"duplicates of {ALIKE} lines and more: {len(alike)} ({sum(length for *_, length in alike)} lines)")
    scripts = count_lines(given.root, "ucjmap/**/*.js", "ucjmap/**/*.mjs")
    tests = count_lines(given.root, "tests/**/*.test.js", "tests/**/*.test.mjs")
    print(f"lines of script: {scripts}, of their unit tests: {tests}")
    if given.list:
        print("", *past, *(f"{one} = {two} ({length} lines)" for one, two, length in alike), sep="\n")


if __name__ == "__main__":
    main()
