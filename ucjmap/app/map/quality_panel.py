"""What has to be known about the data of a map: the share with data, and a panel of findings."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.maps import share_words
from ucjmap.app.shell import plain
from ucjmap.errors import N_
from ucjmap.files import CSV, make_csv
from ucjmap.indicators import Indicator
from ucjmap.levels import level_name
from ucjmap.words import Lang, say, say_count, say_date

#: What each finding says; {count} of {total} areas, or rows of files for the last three.
_WORDS: dict[api.FindingKey, str] = {
    "missing": N_("{count} of {total} desa/kelurahan have no data yet."),
    "old": N_("{count} of {total} desa/kelurahan were last counted more than 12 months before the newest count."),
    "above_one": N_("{count} of {total} areas have a rate above 100 %: their counts contradict each other."),
    "small": N_(
        "{count} of {total} desa/kelurahan count fewer than {limit} {unit}: one more or less moves the rate a lot."
    ),
    "disagree": N_("For {count} of {total} areas with a count of their own it differs from the sum below them."),
    "simulated": N_("{count} of {total} counts are simulated, not official."),
    "refused_rows": N_("{count} of {total} rows of the files behind this could not be used."),
    "repaired_codes": N_("In {count} of {total} rows a damaged code was repaired."),
    "confirmed_names": N_("{count} of {total} rows were matched by a similar or confirmed name."),
    "no_polygon": N_("{count} of {total} areas have no polygon: they are in the sums, not on the map."),
    "repaired_polygon": N_("{count} of {total} polygons were repaired or put together when they were loaded."),
    "earlier_polygon": N_("{count} of {total} polygons come from an earlier edition of the boundaries."),
    "model_polygon": N_("{count} of {total} polygons are model boundaries, not legal ones."),
    "doubtful_centre": N_("{count} of {total} model polygons stand on a doubtful position of the village."),
}
#: What the flags of a polygon say.
_FLAGS = {
    "repaired": N_("outline repaired"),
    "merged": N_("put together from parts"),
    "carried": N_("from an earlier edition"),
    "model": N_("model boundary"),
    "off_land": N_("position of the village lies off the land"),
    "no_centre": N_("position of the village not known"),
    "shared_centre": N_("position shared with another village"),
    "doubtful_centre": N_("position of the village doubtful"),
}
#: Findings that keep a figure from being taken as it is.
_GRAVE = ("missing", "above_one", "disagree", "simulated", "old")


def quality_panel(
    store: api.Store,
    lang: Lang,
    code: str,
    indicator: str,
    segment: str,
    *,
    as_of: str | None = None,
    key: str = "quality",
) -> None:
    """Show an expander that looks the data over when it is opened, and costs nothing before.

    Parameters
    ----------
    code, indicator, segment
        The area and the figure whose data are meant.
    as_of
        Date (ISO) of the figure; None: the newest.
    key
        Of the expander in the session; with two on one page each needs its own.
    """
    panel = st.expander(say(lang, "Data quality"), key=key, on_change="rerun")
    if panel.open:
        with panel:
            show_quality(store, lang, code, indicator, segment, as_of=as_of)


def show_quality(
    store: api.Store, lang: Lang, code: str, indicator: str, segment: str, *, as_of: str | None = None
) -> None:
    """Show what was found in plain words, and the list behind each finding with a file to keep.

    Parameters
    ----------
    code, indicator, segment
        The area and the figure whose data are meant.
    as_of
        Date (ISO) of the figure; None: the newest.
    """
    t = partial(say, lang)
    quality = api.data_quality(store, code, indicator, segment, as_of=as_of)
    st.markdown(plain(share_words(lang, quality.desa, quality.desa_with_data)))
    for row in quality.missing_by_level.itertuples():
        if row.without_data:
            text = t(
                "{level} without data: {count} of {total}",
                level=level_name(lang, row.level, several=True),
                count=say_count(lang, row.without_data),
                total=say_count(lang, row.areas),
            )
            st.caption(plain(text))
    findings = [finding for finding in quality.findings if finding.count]
    if not findings:
        st.success(t("Nothing was found that limits these figures."))
        return
    texts = {finding.key: finding_text(lang, finding, quality.indicator) for finding in findings}
    st.markdown("\n".join(f"- {_line(lang, finding, texts[finding.key])}" for finding in findings))
    _lists(lang, code, findings, texts)


def _line(lang: Lang, finding: api.Finding, text: str) -> str:
    icon = ":material/warning:" if finding.key in _GRAVE else ":material/info:"
    examples = ""
    if finding.examples and finding.count < finding.total:
        more = ", …" if finding.count > len(finding.examples) else ""
        examples = f" :gray[{say(lang, 'For example')}: {plain(', '.join(finding.examples) + more)}]"
    return f"{icon} {plain(text)}{examples}"


def finding_text(lang: Lang, finding: api.Finding, indicator: Indicator) -> str:
    """A finding in one sentence.

    Parameters
    ----------
    indicator
        That of the finding: its unit, and below how many a count is small.

    Returns
    -------
    str
        Plain text.
    """
    return say(
        lang,
        _WORDS[finding.key],
        count=say_count(lang, finding.count),
        total=say_count(lang, finding.total),
        limit=say_count(lang, indicator.small_below),
        unit=indicator.units[lang],
    )


def _lists(lang: Lang, code: str, findings: list[api.Finding], texts: Mapping[api.FindingKey, str]) -> None:
    t = partial(say, lang)
    by_key = {finding.key: finding for finding in findings if len(finding.areas)}
    if not by_key:
        return
    chosen = st.selectbox(
        t("Show the list"),
        list(by_key),
        index=None,
        format_func=lambda key: texts[key],
        placeholder=t("Choose a finding"),
        key=f"quality-list-{code}",
    )
    if chosen is None:
        return
    table = finding_table(lang, by_key[chosen])
    st.dataframe(table, hide_index=True)
    st.download_button(
        t("Download as CSV"),
        partial(make_csv, table),
        file_name=f"ucjmap-{code}-{chosen}.csv",
        mime=CSV.media_type,
        icon=":material/download:",
    )


def finding_table(lang: Lang, finding: api.Finding) -> pd.DataFrame:
    """The list behind a finding with headings for people.

    Returns
    -------
    pandas.DataFrame
        One row is one file where the finding is about rows of files, else one area.
    """
    t = partial(say, lang)
    if "file_name" in finding.areas:
        names = {"file_name": t("File"), "as_of": t("As-of date"), "detail": t("Detail")}
        return finding.areas[list(names)].rename(columns=names)
    names = {"code": t("Code"), "name": t("Area"), "level": t("Level"), "within": t("Within"), "detail": t("Detail")}
    areas = finding.areas.assign(level=[level_name(lang, level, several=True) for level in finding.areas["level"]])
    if finding.key == "old":
        areas = areas.assign(detail=[say_date(lang, date) for date in areas["detail"]])
    elif finding.key in ("repaired_polygon", "earlier_polygon", "model_polygon", "doubtful_centre"):
        areas = areas.assign(detail=[_flag_words(lang, flags) for flags in areas["detail"]])
    return areas[list(names)].rename(columns=names)


def _flag_words(lang: Lang, flags: str) -> str:
    return ", ".join(say(lang, _FLAGS[flag]) for flag in flags.split("|") if flag in _FLAGS)
