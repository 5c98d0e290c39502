"""Names, sources and notes come from outside: on the page nothing in them acts."""

import pytest

from ucjmap import api
from ucjmap.app.shell.cards import card_html, line_markdown, plain


def test_a_card_shows_markup_as_text() -> None:
    figure = api.KeyFigure("rate", "<b>Desa</b>", "1 & 2", '"><img src=x onerror=alert(1)>', None)
    assert card_html(figure) == (
        "<div><dt>&lt;b&gt;Desa&lt;/b&gt;</dt><dd>1 &amp; 2</dd>"
        "<dd>&quot;&gt;&lt;img src=x onerror=alert(1)&gt;</dd></div>"
    )


@pytest.mark.parametrize(
    "text", ["*Desa*", "[a](http://x)", "![x](http://x)", "<b>", ":red[x]", "$x$", "# a", "`a`", "a_b_", "~a~"]
)
def test_no_mark_of_a_name_acts_in_markdown(text: str) -> None:
    escaped = plain(text)
    assert escaped.replace("\\", "") == text
    marks = [place for place, character in enumerate(escaped) if character in "*_[]()<>`#:$!~"]
    assert marks
    assert all(escaped[place - 1] == "\\" for place in marks)


def test_a_name_without_marks_stays_as_it_is() -> None:
    assert plain("Désa Ñusa 2, 'Uji'") == "Désa Ñusa 2, 'Uji'"


def test_a_target_from_outside_is_text() -> None:
    line = api.Line("Target 2026", "60% (![x](http://x))")
    assert line_markdown(line) == "**Target 2026:** 60% \\(\\!\\[x\\]\\(http\\://x\\)\\)"
