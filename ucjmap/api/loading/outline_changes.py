"""What an import changes, in words, table, picture and page."""

import html
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.loading.outline_comparison import OutlineChanges
from ucjmap.errors import N_, UsageError
from ucjmap.levels import level_name
from ucjmap.render.static import compose_changes, to_png, to_svg
from ucjmap.words import Lang, say, say_count

#: In the order of the legend and, from the bottom up, of the drawing: colour, and what it is called.
_CLASSES: Final = {
    "refused": ("#55606b", N_("Refused row with an outline here")),
    "same": ("#b8c4ce", N_("Unchanged outline")),
    "moved": ("#f0a202", N_("Changed outline")),
    "new": ("#2a7f9e", N_("First outline")),
    "unknown": ("#7b3fa0", N_("Code that the register lacks, taken in as a new area")),
    "lost": ("#c0392b", N_("Loses its outline")),
    "unlisted": ("#a678c8", N_("Code that the register lacks, refused")),
}
_LINES: Final = N_("Thin lines: outlines in force. Colours: outlines of the file.")
_PRINT_DPI: Final = 130.0
TOO_LARGE_TO_COMPARE: Final = N_(
    "No map of before and after: the file has more than 10,000 areas. Try a file of one province to see it."
)
#: Pairs of areas that the page shows, the largest; the JSON of a trial run has all.
_SHOWN_PAIRS: Final = 100
_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:1rem auto;max-width:62rem;padding:0 1rem;color:#1f2933}"
    "svg{max-width:100%;height:auto}.rows{overflow-x:auto}table{border-collapse:collapse;margin:.5rem 0 1.5rem}"
    "th,td{border:1px solid #cbd2d9;padding:.25rem .6rem;text-align:left}h1{font-size:1.4rem}h2{font-size:1.1rem}"
)


def say_changes(lang: Lang, changes: OutlineChanges) -> str:
    """The consequence of an import of boundaries in one sentence.

    Returns
    -------
    str
        With the number of areas of each class, at the finest level of the file.
    """
    counts = {change: say_count(lang, count) for change, count in changes.counts().items()}
    sentence = say(
        lang,
        "{level}: {count} areas compared. {new} get their first outline, {moved} a changed one, {same} keep theirs; {lost} would lose theirs.",
        count=say_count(lang, len(changes.areas)),
        level=level_name(lang, changes.level),
        **counts,
    )
    if not changes.counts()["unknown"]:
        return sentence
    return (
        f"{sentence} {say(lang, 'Codes that the register lacks: {unknown}. Their areas would be new ones.', **counts)}"
    )


def changes_table(lang: Lang, changes: OutlineChanges) -> pd.DataFrame:
    """The ten largest changes in words.

    Returns
    -------
    pandas.DataFrame
        One row is one area: code, name, change, distance between the middles (km), area before and after (km2). The
        names of the columns are words in ``lang``.
    """
    worst = changes.worst()
    return pd.DataFrame(
        {
            say(lang, "Code"): worst["code"],
            say(lang, "Name"): worst["name"],
            say(lang, "Change"): [say(lang, _CLASSES[change][1]) for change in worst["change"]],
            say(lang, "Moved by (km)"): worst["moved_km"].round(2),
            say(lang, "Area before (km2)"): worst["before_km2"].round(2),
            say(lang, "Area after (km2)"): worst["after_km2"].round(2),
        }
    )


def borders_table(lang: Lang, borders: pd.DataFrame) -> pd.DataFrame:
    """Pairs of areas that overlap or leave a gap, in words.

    Parameters
    ----------
    borders
        One row is one pair, ``borders`` of the report on a file.

    Returns
    -------
    pandas.DataFrame
        One row is one pair, the largest first: kind, codes and names of both, size (km2). The names of the columns are
        words in ``lang``.
    """
    kinds = {"overlap": say(lang, "Overlap"), "gap": say(lang, "Gap between outlines")}
    return pd.DataFrame(
        {
            say(lang, "Kind"): borders["kind"].map(kinds),
            say(lang, "Code"): borders["code"],
            say(lang, "Name"): borders["name"],
            say(lang, "Other code"): borders["other_code"],
            say(lang, "Other name"): borders["other_name"],
            "km2": borders["area_km2"].round(4),
        }
    )


def draw_changes(changes: OutlineChanges, *, dpi: float = 130) -> bytes:
    """The map of before and after, without words: ``changes_legend`` stands beside it.

    Parameters
    ----------
    dpi
        Dots an inch.

    Returns
    -------
    bytes
        PNG: thin lines are the outlines in force, colours those of the file.
    """
    return to_png(compose_changes(changes.before, _coloured(changes)), dpi=dpi)


def changes_legend(lang: Lang, changes: OutlineChanges) -> str:
    """What the lines and colours of the map mean, with the number of areas of each class that it shows.

    Returns
    -------
    str
        HTML in letters of the page around it, however small the map is drawn.
    """
    marks = "".join(
        f'<span style="display:inline-flex;align-items:center;gap:.4rem"><i style="flex:none;width:1rem;height:.8rem;'
        f'background:{colour}"></i>{html.escape(words)}</span>'
        for colour, words in _legend(lang, changes)
    )
    return (
        f'<p class="ucj-changes" style="margin:0;font-size:.875rem">{html.escape(say(lang, _LINES))}</p>'
        f'<div style="display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.875rem">{marks}</div>'
    )


def _coloured(changes: OutlineChanges) -> dict[str, npt.NDArray[np.object_]]:
    return {colour: changes.shapes(change) for change, (colour, _) in _CLASSES.items()}


def _legend(lang: Lang, changes: OutlineChanges) -> list[tuple[str, str]]:
    counts = changes.counts()
    return [
        (colour, f"{say(lang, words)}: {say_count(lang, counts[key])}")
        for key, (colour, words) in _CLASSES.items()
        if counts[key]
    ]


def write_changes(path: Path, lang: Lang, changes: OutlineChanges, edition: str) -> None:
    """Write the map of changes, in a page with its sentence and tables or by itself.

    Parameters
    ----------
    path
        ``.png`` for the map alone; ``.html`` for the page, one file that asks for nothing else.
    edition
        Name of the boundaries, for the title of the page.

    Raises
    ------
    UsageError
        The name has another ending.
    """
    suffix = path.suffix.lower()
    if suffix == ".png":
        sheet = compose_changes(
            changes.before, _coloured(changes), title=say(lang, _LINES), legend=_legend(lang, changes)
        )
        path.write_bytes(to_png(sheet, dpi=_PRINT_DPI))
    elif suffix == ".html":
        path.write_text(_page(lang, changes, edition), encoding="utf-8")
    else:
        raise UsageError(
            "unknown_format",
            N_("A picture of changes is written as {formats}."),
            N_("Choose a file name that ends so."),
            formats=".html, .png",
        )


def _page(lang: Lang, changes: OutlineChanges, edition: str) -> str:
    title = html.escape(say(lang, "What the import changes: {edition}", edition=edition))
    svg = to_svg(compose_changes(changes.before, _coloured(changes))).decode()
    tables = [
        f"<h2>{html.escape(say(lang, words))}</h2>"
        f'<div class="rows" tabindex="0">{table.to_html(index=False, na_rep="–", border=0)}</div>'
        for words, table in (
            (N_("The ten largest changes"), changes_table(lang, changes)),
            (N_("Gaps and overlaps"), borders_table(lang, changes.borders).head(_SHOWN_PAIRS)),
        )
        if len(table)
    ]
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:\">"
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1><p>{html.escape(say_changes(lang, changes))}</p>"
        f"{svg[svg.index('<svg') :]}{changes_legend(lang, changes)}{''.join(tables)}</body></html>"
    )
