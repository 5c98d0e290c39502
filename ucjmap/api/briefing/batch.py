"""Many briefings at once: one file for each area of a level, in a folder or a zip, with names that say what they are."""

import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ucjmap.api.areas import area_tree
from ucjmap.api.briefing.making import make_briefing
from ucjmap.api.briefing.plan import BriefingPlan
from ucjmap.api.maps import Dressing, MapAnswer, answer_map
from ucjmap.codes import Level
from ucjmap.files import PDF, ZIP, FileFormat, whole_file, write_whole
from ucjmap.schema import ALL_SEGMENTS, Progress, no_progress
from ucjmap.store import Store
from ucjmap.words import say

_LONGEST_NAME = 60


@dataclass(frozen=True)
class BatchFile:
    """One file of a batch; ``has_data`` is false where nothing of the area is known."""

    code: str
    name: str
    has_data: bool


def file_name(code: str, name: str, date: str, suffix: str, *, kind: str = "paparan") -> str:
    """A name for a file that says what it holds and is safe on every system: letters, digits, dots and hyphens.

    Parameters
    ----------
    code
        Code of the area; may be empty.
    name
        Its name, in any script: accents are dropped, what is no letter or digit becomes a hyphen, and it ends after 60
        characters.
    date
        ISO date, or two joined by a hyphen; may be empty.
    suffix
        Ending, without the dot.
    kind
        What the file holds.

    Returns
    -------
    str
        Such as ``paparan-61.04-kabupaten-ketapang-2025-10-31.pdf``.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())[:_LONGEST_NAME]
    safe_code = "".join(letter if letter.isalnum() or letter == "." else "-" for letter in code)
    return "-".join(part for part in (kind, safe_code, words.strip("-"), date) if part) + f".{suffix}"


def map_file_name(answer: MapAnswer, format_: FileFormat) -> str:
    """Name for a file of one map.

    Parameters
    ----------
    answer
        The map that is in the file.
    format_
        What it is written as.

    Returns
    -------
    str
        Indicator, code and name of the area, by what, and the date, or both dates where two are shown.
    """
    view, measure = answer.view, answer.areas.measure
    kind = "-".join(part for part in ("peta", view.indicator, view.segment.replace(ALL_SEGMENTS, "")) if part)
    if measure != "rate":
        kind += f"-{measure}"
    by = say(answer.lang, "By {level}", level=answer.level_name.lower())
    name = answer.area.name[: _LONGEST_NAME - len(by) - 1]
    since = answer.since if answer.older is not None or measure == "change" else None
    date = "-".join(day for day in (since, answer.as_of) if day)
    return file_name(answer.area.code, f"{name} {by}", date, format_.suffix, kind=kind.replace("_", "-"))


def write_briefings(
    store: Store,
    plan: BriefingPlan,
    per: Level,
    out: Path,
    *,
    format_: str = PDF.key,
    dressing: Dressing = Dressing(),  # noqa: B008 - frozen
    progress: Progress = no_progress,
) -> list[BatchFile]:
    """A briefing for each area of a level inside the area of ``plan``.

    Each file is whole when it appears, and so is a zip.

    Parameters
    ----------
    plan
        What each of them holds; its area is the one to look inside.
    per
        Level of the areas that get one.
    out
        A folder, or a file that ends in ``.zip``.
    format_
        Key of one of ``BRIEFING_FORMATS``.
    progress
        Told the area that is written; raising in it cancels between two pages: files that are whole stay in a folder, a
        zip is not written at all.

    Returns
    -------
    list
        One item is one file, by code of its area.

    Raises
    ------
    UsageError
        Unknown area, figure, date, part or format, or a level that is not below the area.
    """
    if out.suffix.lower() != f".{ZIP}":
        return [
            file for file, content in _make(store, plan, per, format_, dressing, progress) if _put(out, file, content)
        ]
    files = []
    # PDF and PPTX are compressed inside.
    with whole_file(out) as path, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for file, content in _make(store, plan, per, format_, dressing, progress):
            archive.writestr(file.name, content)
            files.append(file)
    return files


def _put(folder: Path, file: BatchFile, content: bytes) -> bool:
    write_whole(folder / file.name, content)
    return True


def _make(
    store: Store, plan: BriefingPlan, per: Level, format_: str, dressing: Dressing, progress: Progress
) -> Iterator[tuple[BatchFile, bytes]]:
    areas = area_tree(store).below(plan.area, per).sort_values("code")
    for place, row in enumerate(areas.itertuples(index=False)):
        own = replace(plan, area=row.code)

        def report(done: int, total: int, _what: str, place: int = place, name: str = row.name) -> None:
            progress(place * 100 + 100 * done // max(1, total), 100 * len(areas), name)

        briefing = make_briefing(store, own, format_, dressing=dressing, progress=report)
        date = answer_map(store, own.view()).as_of
        yield BatchFile(row.code, file_name(row.code, row.name, date, format_), briefing.has_data), briefing.content
    progress(100 * len(areas), 100 * len(areas), "")
