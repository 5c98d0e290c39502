"""The office's own sheet as it stands, each cell in the colour of how it was read."""

import html

import streamlit as st

from ucjmap import api
from ucjmap.words import Lang, say, say_count

_STYLE = """<style>
.ucj-sheet { overflow: auto; max-height: 26rem; border: 1px solid rgba(128,128,128,.4); border-radius: .5rem; }
.ucj-sheet table { border-collapse: collapse; font-size: .8rem; line-height: 1.3; margin: 0; }
.ucj-sheet td, .ucj-sheet th { border: 1px solid rgba(128,128,128,.28); padding: .15rem .45rem; max-width: 16rem;
  white-space: nowrap; overflow: hidden; text-overflow: ellipsis; text-align: left; font-weight: 400; }
.ucj-sheet th { background: rgba(128,128,128,.16); text-align: center; opacity: .85; position: sticky; left: 0; }
.ucj-sheet td.figure, .ucj-sheet td.total { text-align: right; font-variant-numeric: tabular-nums; }
.ucj-sheet td.wide { max-width: none; overflow: visible; }
.ucj-sheet tr.gap td { text-align: center; opacity: .75; }
.ucj-roles { display: flex; flex-wrap: wrap; gap: .2rem .9rem; font-size: .8rem; margin: .35rem 0 0; }
.ucj-roles span { display: inline-flex; align-items: center; gap: .3rem; }
.ucj-roles i { width: 1rem; height: .8rem; border: 1px solid rgba(128,128,128,.6); }
.ucj-sheet .title, .ucj-roles .title { background: rgba(120,94,190,.20); }
.ucj-sheet .heading, .ucj-roles .heading { background: rgba(128,128,128,.24); font-weight: 600; }
.ucj-sheet .name, .ucj-roles .name { background: rgba(42,120,194,.20); }
.ucj-sheet .code, .ucj-roles .code { background: rgba(42,120,194,.38); }
.ucj-sheet .figure, .ucj-roles .figure { background: rgba(46,150,90,.22); }
.ucj-sheet .segment, .ucj-roles .segment { background: rgba(214,160,20,.28); }
.ucj-sheet .date, .ucj-roles .date { background: rgba(0,160,170,.26); }
.ucj-sheet .total, .ucj-roles .total { background: rgba(46,150,90,.10); font-style: italic; }
.ucj-sheet .open, .ucj-roles .open { background: rgba(208,102,27,.42); font-weight: 600; }
.ucj-sheet .note, .ucj-roles .note { background: rgba(190,90,140,.12); }
.ucj-sheet .unused { opacity: .8; }
</style>"""


def show(lang: Lang, picture: api.SheetPicture) -> None:
    """Draw the picture and what its colours mean."""
    letters = "".join(f"<th>{letter}</th>" for letter in picture.columns)
    rows = "".join(_row_html(lang, row, len(picture.columns)) for row in picture.rows)
    label = html.escape(say(lang, "Sheet {name}", name=picture.sheet), quote=True)
    table = f"<table><tr><th></th>{letters}</tr>{rows}</table>"
    st.html(f'{_STYLE}<div class="ucj-sheet" tabindex="0" role="region" aria-label="{label}">{table}</div>')
    used = {role for row in picture.rows for text, role in row.cells if text}
    marks = (f'<span><i class="{role}"></i>{html.escape(say(lang, words))}</span>' for role, words in api.ROLES.items()
             if role in used)  # fmt: skip
    st.html(f'<div class="ucj-roles">{"".join(marks)}</div>')


def _row_html(lang: Lang, row: api.PicturedRow, width: int) -> str:
    gap = f'<tr class="gap"><th>⋮</th><td colspan="{width}">⋮</td></tr>' if row.gap else ""
    filled = [(text, role) for text, role in row.cells if text]
    if len(filled) == 1 and row.cells[0][0] and filled[0][1] in {"title", "note"}:
        # A title runs over the empty cells on its right, as in the spreadsheet.
        cells = f'<td class="wide {filled[0][1]}" colspan="{width}">{html.escape(filled[0][0])}</td>'
    else:
        cells = "".join(
            f'<td class="{role if text or role == "heading" else ""}">{html.escape(text)}</td>'
            for text, role in row.cells
        )
    return f"{gap}<tr><th>{say_count(lang, row.number)}</th>{cells}</tr>"
