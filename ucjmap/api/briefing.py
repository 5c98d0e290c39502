"""A briefing: one document about an area, from its cover to a page for each of the areas in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, Literal, get_args

import pandas as pd

from ucjmap.api.areas import area_tree
from ucjmap.api.figures import AreaValues, list_dates
from ucjmap.api.maps.pages import make_frame, make_locator, make_map_page
from ucjmap.api.maps.snapshot import write_pages
from ucjmap.api.maps.view import MapView
from ucjmap.api.maps.words import (
    Dressing,
    badges,
    count_words,
    dates_inside,
    dates_words,
    figure_name,
    gap_sum_words,
    key_figures,
    level_words,
    origin_words,
    ranked_units,
    rate_words,
    say_target,
)
from ucjmap.api.summary import VILLAGE_BODIES, summary_sentences, trend_points
from ucjmap.codes import COUNTRY, Level, child_level
from ucjmap.errors import N_, UsageError
from ucjmap.render.static import (
    Figure,
    Frame,
    PageContent,
    PaperName,
    Sheet,
    TablePage,
    TextPage,
    TrendPage,
    compose,
    say_pages,
)
from ucjmap.render.static.paint import to_png
from ucjmap.schema import ALL_SEGMENTS, Progress, no_progress
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_count, say_date, say_points, say_rate

BriefingFormat = Literal["pdf", "pptx"]
BRIEFING_FORMATS: Final[tuple[BriefingFormat, ...]] = get_args(BriefingFormat)
Part = Literal["cover", "map", "trend", "ranking", "desa", "atlas"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
_WITHOUT: Final = {
    "aparat_registered": N_("Desa without registered officials"),
    "bpd_registered": N_("Desa without a registered council"),
}
_LANDSCAPE: Final = ("a4", "a3", "16:9")


@dataclass(frozen=True)
class BriefingPlan:
    """What a briefing holds. ``notes`` are a user's own words by part, or by the code of an area of the atlas."""

    area: str = COUNTRY
    indicator: str = "ucj"
    segment: str = ALL_SEGMENTS
    as_of: str | None = None
    parts: tuple[Part, ...] = PARTS
    notes: Mapping[str, str] = field(default_factory=dict)
    paper: PaperName | None = None

    def view(self, area: str | None = None, level: Level | None = None) -> MapView:
        """The map of the plan's figure for an area."""
        return MapView(area or self.area, level, self.indicator, self.segment, self.as_of)


@dataclass(frozen=True)
class Briefing:
    """A document as the content of a file, its sheets, and whether the area has any data."""

    content: bytes
    sheets: tuple[Sheet, ...]
    has_data: bool


def make_briefing(
    store: Store,
    plan: BriefingPlan,
    format_: BriefingFormat,
    *,
    dressing: Dressing = Dressing(),  # noqa: B008 - frozen
    progress: Progress = no_progress,
) -> Briefing:
    """The document of ``plan``. ``progress`` may raise to cancel: nothing has been written then.

    Raises
    ------
    UsageError
        Unknown area, figure, date, part or format, or no part at all.
    """
    _check(plan, format_)
    values = plan.view().values(store)
    paper = _paper(plan, format_)
    steps = len(plan.parts) + (len(values.units) if "atlas" in plan.parts else 0)
    words = say(dressing.lang, N_("Composing pages"))
    sheets: list[Sheet] = []
    for place, page in enumerate(_contents(store, plan, values, dressing, paper)):
        progress(min(place, steps), 2 * steps, words)
        sheets += compose(page, paper)
    if not sheets:
        raise _empty()
    for number, sheet in enumerate(sheets, start=1):
        sheet.add_number(say_pages(dressing.lang, number, len(sheets)))
    words = say(dressing.lang, N_("Writing pages"))
    title = _title(dressing, values)
    total = len(sheets)
    content = write_pages(sheets, format_, title=title, on_page=lambda done: progress(total + done, 2 * total, words))
    return Briefing(content, tuple(sheets), bool(values.with_data))


def preview_briefing(
    store: Store,
    plan: BriefingPlan,
    format_: BriefingFormat,
    *,
    dressing: Dressing = Dressing(),  # noqa: B008 - frozen
    dpi: float = 110,
) -> bytes:
    """The first page of ``plan`` as a PNG.

    Raises
    ------
    UsageError
        Unknown area, figure, date, part or format, or no part at all.
    """
    _check(plan, format_)
    values = plan.view().values(store)
    paper = _paper(plan, format_)
    page = next(_contents(store, plan, values, dressing, paper), None)
    if page is None:
        raise _empty()
    return to_png(next(compose(page, paper)), dpi=dpi)


def _paper(plan: BriefingPlan, format_: str) -> PaperName:
    return plan.paper or ("16:9" if format_ == "pptx" else "a4")


def _empty() -> UsageError:
    return UsageError(
        "empty_briefing",
        N_("There is nothing to put into the briefing."),
        N_("Choose more parts; a trend needs counts of two dates."),
    )


def _check(plan: BriefingPlan, format_: str) -> None:
    for text, known in ((format_, BRIEFING_FORMATS), *((part, PARTS) for part in plan.parts)):
        if text not in known:
            raise UsageError(
                "unknown_part",
                N_("A briefing has no {part}."),
                N_("Choose one of: {known}."),
                part=text,
                known=", ".join(known),
            )


def _title(dressing: Dressing, values: AreaValues) -> str:
    return dressing.title or say(dressing.lang, N_("Briefing: {area}"), area=values.area["name"])


def _contents(
    store: Store, plan: BriefingPlan, values: AreaValues, dressing: Dressing, paper: PaperName
) -> Iterator[PageContent]:
    for part in PARTS:
        if part not in plan.parts:
            continue
        dressed = replace(dressing, title="", note=plan.notes.get(part, ""))
        match part:
            case "cover":
                yield _cover(store, plan.view(), values, dressed, _title(dressing, values))
            case "map":
                yield make_map_page(store, plan.view(), values, dressed)
            case "trend":
                yield from _trend(store, plan.view(), values, dressed)
            case "ranking":
                yield _ranking(plan.view(), values, dressed)
            case "desa":
                yield from _desa(store, plan, values, dressed)
            case "atlas":
                yield from _atlas(store, plan, values, dressing, paper)


def _cover(store: Store, view: MapView, values: AreaValues, dressing: Dressing, title: str) -> TextPage:
    lang = dressing.lang
    bodies = [body for body in _bodies(store, view, values) if pd.notna(body.area["newest"])]
    frame = _with_origins(lang, make_frame(view, values, replace(dressing, title=title)), [values, *bodies])
    return TextPage(
        frame=replace(frame, subtitle=f"{figure_name(lang, values)} · {dates_words(lang, values.area)}"),
        figures=(*key_figures(store, lang, values), *(_body_figure(lang, body) for body in bodies)),
        sentences=summary_sentences(store, lang, values),
        note=dressing.note,
        locator=make_locator(store, values.area["code"], lang),
    )


def _bodies(store: Store, view: MapView, values: AreaValues) -> list[AreaValues]:
    """Registration of officials and councils in the area of ``view`` at the date of ``values``."""
    asked = replace(view, segment=ALL_SEGMENTS, as_of=values.as_of or None)
    return [replace(asked, indicator=key).values(store) for key in VILLAGE_BODIES]


def _body_figure(lang: Lang, body: AreaValues) -> Figure:
    missing, all_desa = _missing_desa(lang, body.area)
    caption = f"{say(lang, 'of')} {all_desa} · {dates_words(lang, body.area)}"
    return Figure(say(lang, _WITHOUT[body.indicator.key]), missing, caption)


def _with_origins(lang: Lang, frame: Frame, shown: Sequence[AreaValues]) -> Frame:
    """The frame of a page with figures of several indicators: dates, sources and nature of each stand below.

    The page counts as simulated if any of them is. ``frame`` is that of the first.
    """
    origins = (
        origin_words(lang, figure_name(lang, each), each.area, each.sources, is_simulated=each.is_simulated)
        for each in shown
    )
    any_simulated = replace(shown[0], is_simulated=any(each.is_simulated for each in shown))
    return replace(frame, badges=badges(lang, any_simulated), provenance=(*origins, *frame.provenance[1:]))


def _dates_of_each(lang: Lang, shown: Sequence[AreaValues]) -> str:
    """Level of a list and the dates of each of its indicators."""
    by = say(lang, "By {level}", level=level_words(lang, shown[0].level).lower())
    return " · ".join([by, *(f"{figure_name(lang, each)} {dates_inside(lang, each.area)}" for each in shown)])


def _column_date(lang: Lang, values: AreaValues) -> str:
    """Date of the figures of a column, the newest where there are several; empty where there are no figures."""
    oldest, newest = values.area["oldest"], values.area["newest"]
    if pd.isna(newest):
        return ""
    date = say_date(lang, newest, short=True)
    return date if oldest == newest else say(lang, N_("up to {date}"), date=date)


def _trend(store: Store, view: MapView, values: AreaValues, dressing: Dressing) -> Iterator[TrendPage]:
    """Rates at each date against the target; no page where there are not two dates."""
    lang, t = dressing.lang, partial(say, dressing.lang)
    points = trend_points(store, values)
    if len(points) < 2:
        return
    target = values.target
    rates = tuple(None if pd.isna(rate) else float(rate) for rate in points["rate"])
    rows = tuple(
        (
            say_date(lang, point.as_of),
            rate_words(lang, point.rate),
            count_words(lang, point.numerator),
            count_words(lang, point.denominator),
            say_points(lang, point.rate - target["rate"]) if target and pd.notna(point.rate) else "–",
            say_count(lang, point.desa_with_data),
        )
        for point in points.itertuples(index=False)
    )
    title = f"{figure_name(lang, values)} — {values.area['name']}"
    yield TrendPage(
        frame=replace(
            make_frame(view, values, dressing),
            title=t(N_("Trend: {title}"), title=title),
            subtitle=dates_words(lang, values.area),
        ),
        title=figure_name(lang, values),
        dates=tuple(points["as_of"]),
        labels=tuple(say_date(lang, date) for date in points["as_of"]),
        rates=rates,
        texts=tuple("" if rate is None else say_rate(lang, rate) for rate in rates),
        target=target["rate"] if target else None,
        target_text=say_target(lang, target) if target else "",
        heads=(t("Date"), t("Rate"), *_count_heads(values, lang), t(N_("To target")), t(N_("Desa with data"))),
        rows=rows,
        note=dressing.note or t(N_("Dates may rest on different numbers of desa: compare the last column first.")),
    )


def _count_heads(values: AreaValues, lang: Lang) -> tuple[str, str]:
    return values.indicator.numerators[lang], values.indicator.denominators[lang]


def _ranking(view: MapView, values: AreaValues, dressing: Dressing) -> TablePage:
    lang, t = dressing.lang, partial(say, dressing.lang)
    ranked = ranked_units(values)
    rest = values.units[values.units["value"].isna()].sort_values("name")
    units = pd.concat([ranked, rest.assign(place=0)])
    rows = tuple(
        (
            "",
            say_count(lang, row.place) if row.place else "–",
            row.name,
            rate_words(lang, row.rate) if row.applies else t("Does not apply here"),
            count_words(lang, row.numerator),
            count_words(lang, row.denominator),
            count_words(lang, row.denominator - row.numerator),
            count_words(lang, row.gap_people),
        )
        for row in units.itertuples(index=False)
    )
    frame = make_frame(view, values, dressing)
    sums = gap_sum_words(lang, units["gap_people"], values.area["gap_people"], values.indicator.units[lang])
    return TablePage(
        frame=replace(frame, title=f"{t('Ranking')}: {frame.title}"),
        heads=("", t(N_("Place")), t("Area"), t("Rate"), *_count_heads(values, lang), t("Not yet"), t(N_("To target"))),
        rows=rows,
        shares=(3, 6, 25, 12, 14, 22, 11, 12),
        aligns=("left", "right", "left", "right", "right", "right", "right", "right"),
        swatches=tuple(_swatch(row) for row in units.itertuples(index=False)),
        note="\n".join(filter(None, (sums, dressing.note))),
    )


def _swatch(row: object) -> tuple[str, bool] | None:
    colour = getattr(row, "colour", None)
    return (colour, False) if isinstance(colour, str) else None


def _desa(store: Store, plan: BriefingPlan, values: AreaValues, dressing: Dressing) -> Iterator[PageContent]:
    """Maps of desa that are not registered, and how many by area; nothing where none is known."""
    lang, t = dressing.lang, partial(say, dressing.lang)
    known: dict[str, AreaValues] = {}
    for key in VILLAGE_BODIES:
        if not list_dates(store, key, plan.area):
            continue
        view = MapView(plan.area, None, key, as_of=values.as_of or None)
        found = view.values(store)
        if not found.with_data:
            continue
        known[key] = found
        level: Level = "adm4" if plan.area != COUNTRY else "adm2"
        mapped = replace(view, level=level)
        yield make_map_page(store, mapped, found if level == found.level else mapped.values(store), dressing)
    if not known or values.level == "adm4":
        return
    rows = []
    for row in values.units.sort_values("name").itertuples(index=False):
        cells = [row.name]
        for found in known.values():
            cells += _missing_desa(lang, found.units.loc[row.code])
        rows.append(tuple(cells))
    whole = [values.area["name"]]
    for found in known.values():
        whole += _missing_desa(lang, found.area)
    heads = [t("Area")]
    for key in known:
        heads += [t(_WITHOUT[key]), t(N_("of desa with data"))]
    shown = list(known.values())
    first = make_frame(MapView(plan.area, None, next(iter(known)), as_of=plan.as_of), shown[0], dressing)
    frame = replace(_with_origins(lang, first, shown), subtitle=_dates_of_each(lang, shown))
    title = t(
        N_("Desa not registered, by {level}: {area}"),
        level=level_words(lang, values.level).lower(),
        area=values.area["name"],
    )
    yield TablePage(
        frame=replace(frame, title=title),
        heads=tuple(heads),
        rows=(*rows, tuple(whole)),
        shares=(20, *(26, 14) * len(known)),
        dates=("", *(date for each in shown for date in (_column_date(lang, each),) * 2)),
        note=dressing.note,
    )


def _missing_desa(lang: Lang, row: Mapping[str, Any] | pd.Series) -> tuple[str, str]:
    """Desa of an area that are not registered, and of how many."""
    return count_words(lang, row["denominator"] - row["numerator"]), count_words(lang, row["denominator"])


def _atlas(
    store: Store, plan: BriefingPlan, values: AreaValues, dressing: Dressing, paper: PaperName
) -> Iterator[PageContent]:
    """For each area on the map a map of its own and the list of its desa."""
    for code in values.units.sort_values("code")["code"]:
        if child_level(area_tree(store).level(code)) is None:
            return
        dressed = replace(dressing, title="", note=plan.notes.get(code, ""))
        own = plan.view(area=code, level=None)
        found = replace(own, as_of=values.as_of or None).values(store)
        yield make_map_page(store, own, found, dressed)
        yield _village_list(store, replace(own, as_of=values.as_of or None), found, dressed, paper)


def _village_list(store: Store, view: MapView, values: AreaValues, dressing: Dressing, paper: PaperName) -> TablePage:
    """Desa (in a briefing about the country: kabupaten) with their rate and whether they are registered."""
    lang, t = dressing.lang, partial(say, dressing.lang)
    tree = area_tree(store)
    level: Level = "adm4" if tree.level(view.area) != "adm1" else "adm2"
    listed = values if values.level == level else replace(view, level=level).values(store)
    bodies = _bodies(store, replace(view, level=level), listed)
    states = [_states(lang, body) for body in bodies]
    above = level != child_level(tree.level(view.area))
    rows = []
    swatches = []
    for row in listed.units.sort_values("code").itertuples(index=False):
        parent = tree.name(tree.path(row.code)[-2]) if above else row.code
        counts = "–" if pd.isna(row.rate) else f"{say_count(lang, row.numerator)} / {say_count(lang, row.denominator)}"
        rate = say_rate(lang, row.rate) if pd.notna(row.rate) else ("–" if not row.applies else t("No data yet"))
        rows.append(("", parent, row.name, rate, counts, *(state.get(row.code, "–") for state in states)))
        swatches.append(_swatch(row))
    shown = [listed, *bodies]
    frame = replace(
        _with_origins(lang, make_frame(view, listed, dressing), shown), subtitle=_dates_of_each(lang, shown)
    )
    title = t(N_("List of {level}: {area}"), level=level_words(lang, level).lower(), area=values.area["name"])
    return TablePage(
        frame=replace(frame, title=title),
        heads=(
            "",
            t("Kecamatan") if above else t("Code"),
            t("Area"),
            t("Rate"),
            t(N_("Counts")),
            t(N_("Officials")),
            "BPD",
        ),
        dates=("", "", "", *(_column_date(lang, each) for each in (listed, listed, *bodies))),
        rows=tuple(rows),
        shares=(3, 18, 21, 13, 15, 12, 10),
        aligns=("left", "left", "left", "right", "right", "center", "center"),
        swatches=tuple(swatches),
        columns=2 if paper in _LANDSCAPE else 1,
    )


def _states(lang: Lang, values: AreaValues) -> dict[str, str]:
    """Whether each desa is registered, in words; a rate for areas above the desa."""
    yes, no = say(lang, N_("yes")), say(lang, N_("not yet"))
    known = values.units[values.units["rate"].notna()]
    if values.breaks.scheme != "registered":
        return {str(row.code): say_rate(lang, row.rate) for row in known.itertuples()}
    return {str(row.code): yes if row.class_id == 1 else no for row in known.itertuples()}
