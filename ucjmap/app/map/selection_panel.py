"""Joint figures of several selected areas."""

from functools import partial

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.shell import plain
from ucjmap.errors import N_
from ucjmap.words import say, say_count, say_rate


def show_joint(tree: api.AreaTree, answer: api.MapAnswer) -> None:
    """Show the joint figures of several selected areas, and what was left out of them.

    Parameters
    ----------
    tree
        The areas, for their names.
    answer
        Without selected areas nothing is shown.
    """
    joint, t = answer.selection, partial(say, answer.lang)
    if joint is None:
        return
    for sentence in answer.selection_words:
        st.markdown(plain(sentence))
    for code, around in joint.inside:
        words = N_("{area} lies in {around}, which is selected too: it is not counted again.")
        st.caption(plain(t(words, area=tree.name(code), around=tree.name(around))))
    table = joint.figures.assign(
        rate=[None if pd.isna(rate) else say_rate(answer.lang, rate) for rate in joint.figures["rate"]]
    )
    headings = {
        "name": t("Area"),
        "rate": t("Rate"),
        "numerator": t("Registered"),
        "denominator": t("All"),
        "code": t("Code"),
    }
    columns = {heading: table[name] for name, heading in headings.items()}
    count = lambda value: "–" if pd.isna(value) else say_count(answer.lang, value)  # noqa: E731
    formats = {headings["numerator"]: count, headings["denominator"]: count}
    st.dataframe(pd.DataFrame(columns).style.format(formats), hide_index=True, placeholder="–")
