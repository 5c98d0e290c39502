"""Parts of the map page: key figures, notes and what stands behind the numbers, as the answer has them."""

import html
from collections.abc import Iterable
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from ucjmap import api
from ucjmap.words import say

_MARKDOWN = str.maketrans({character: f"\\{character}" for character in r"\`*_{}[]<>()#+-.!|~:$"})

_BADGES = {"simulated": "orange", "model": "gray"}


def plain(text: str) -> str:
    """Text with every mark that Markdown would act on escaped.

    Parameters
    ----------
    text
        From outside, such as a name of an area, a file or a person.
    """
    return text.translate(_MARKDOWN)


def badge_marks(badges: Iterable[api.Badge]) -> list[str]:
    """Warnings about all figures of a page.

    Parameters
    ----------
    badges
        Such as that the figures are simulated; none where there is nothing to warn of.

    Returns
    -------
    list of str
        Markdown, one badge each.
    """
    return [f":{_BADGES[badge.kind]}-badge[{plain(badge.text)}]" for badge in badges]


def figures(answer: api.MapAnswer) -> None:
    """Show the key figures of the area, and what has to be known about them.

    Parameters
    ----------
    answer
        It has the figures in words; nothing is counted here.
    """
    st.html(f'<dl class="ucj-cards">{"".join(map(card_html, answer.key_figures))}</dl>')
    show_notes([*answer.notes, *_selection_note(answer)])


def _selection_note(answer: api.MapAnswer) -> list[api.Note]:
    """What the selected areas come to together, in short."""
    if not answer.selection_words:
        return []
    kept = answer.selection_words[: 2 if answer.selection and answer.selection.without_data else 1]
    more = say(answer.lang, "More on the tab “Selection”.")
    return [api.Note("selection", " ".join([*kept, more]))]


def main_figure(answer: api.MapAnswer) -> str:
    """The figure that the map is about with its date and counts.

    Parameters
    ----------
    answer
        It says which of its key figures is the one.

    Returns
    -------
    str
        HTML with everything escaped.
    """
    main = answer.main_figure
    text, period, caption = (html.escape(words) for words in (main.measured, answer.period, main.caption))
    return f'<div class="ucj-key"><b>{text}</b> <strong>{period}</strong> <span>· {caption}</span></div>'


def card_html(key_figure: api.KeyFigure) -> str:
    """A key figure as a card.

    Returns
    -------
    str
        HTML with everything escaped: a part of a ``dl``.
    """
    label, value, caption = (html.escape(text) for text in (key_figure.label, key_figure.text, key_figure.caption))
    return f"<div><dt>{label}</dt><dd>{value}</dd><dd>{caption}</dd></div>"


def show_notes(notes: Iterable[api.Note]) -> None:
    """Show notes as a compact list.

    Parameters
    ----------
    notes
        Grave ones are marked. Without any nothing is shown.
    """
    if items := "".join(map(_note_html, notes)):
        st.html(f'<ul class="ucj-notes">{items}</ul>')


def _note_html(note: api.Note) -> str:
    mark = ' class="grave"' if note.is_grave else ""
    return f"<li{mark}>{html.escape(note.text)}</li>"


def provenance(answer: api.MapAnswer) -> None:
    """Show source, dates, denominator and boundaries: what every number has to be shown with.

    Parameters
    ----------
    answer
        Its targets and published figures are shown too, folded.
    """
    t = partial(say, answer.lang)
    st.caption("  \n".join(map(line_markdown, (*answer.provenance, *answer.other_provenance))))
    # Seen where the page is embedded in another one; the page itself has no need of it.
    address = html.escape(f"?{urlencode(api.write_address(answer.view))}", quote=True)
    words = html.escape(t("Open this map in UCJMap"))
    st.html(f'<a class="ucj-way-back" href="{address}" target="_blank" rel="noopener">{words}</a>')
    if answer.is_model:
        st.caption(
            t(
                "Model boundaries are cells around village centres, not legal boundaries. "
                "Load the boundaries of your own agency on the page “Load data”."
            )
        )
    if answer.references:
        with st.expander(t("Targets and published figures"), key="references"):
            st.markdown("\n".join(f"- {line_markdown(line)}" for line in answer.references))


def line_markdown(line: api.Line) -> str:
    """A line of what stands behind the numbers, its label in bold.

    Returns
    -------
    str
        Markdown with everything escaped.
    """
    return f"**{plain(line.label)}:** {plain(line.text)}"
