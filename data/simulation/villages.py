"""The village ecosystem: are the officials (aparat) and the council (BPD) of each desa registered, and how many."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulation.apportion import Floats, Ints
from simulation.published import Figure
from simulation.space import smooth_field

Flags = NDArray[np.bool_]


def score_registration(
    villages: pd.DataFrame, positions: Floats, remote: Floats, dates: list[str], rng: np.random.Generator
) -> Floats:
    """Scores (dates, desa): the higher, the sooner a desa registers; close to each other for neighbours."""
    field = smooth_field(positions, length_km=28.0, rng=rng)
    regencies, member_of = np.unique(villages["regency"].to_numpy(str), return_inverse=True)
    regional = rng.normal(0.0, 0.3, len(regencies))[member_of]
    own = rng.normal(0.0, 0.6, len(villages))
    wobble = rng.normal(0.0, 0.2, (len(dates), len(villages)))
    return np.asarray(np.round(0.65 * field - 0.6 * remote + regional + own + wobble, 6))


def register(
    regencies: NDArray[np.str_],
    scores: Floats,
    present: Flags,
    dates: list[str],
    *,
    figures: list[Figure],
    rates: dict[str, float],
    always: Flags,
) -> Ints:
    """Registered (1) or not (0) by date and desa, adding up to every figure.

    ``present`` (dates, desa) says who has data; those of ``always`` are registered at every date. A kabupaten with a
    figure keeps its distance to the province at the other dates.
    """
    registered = np.zeros(scores.shape, dtype=np.int64)
    for i, as_of in enumerate(dates):
        total = _number_at(as_of, figures, rates, int(present[i].sum()))
        free = present[i] & ~always
        registered[i][always & present[i]] = 1
        for figure in figures:
            if "." in figure.unit_code:
                members = present[i] & (regencies == figure.unit_code)
                number = _regional_number(figure, as_of, rates, int(members.sum()))
                registered[i][_highest(scores[i], members, number)] = 1
                free &= ~members
        registered[i][_highest(scores[i], free, total - int(registered[i].sum()))] = 1
    return registered


def _number_at(as_of: str, figures: list[Figure], rates: dict[str, float], desa: int) -> int:
    for figure in figures:
        if figure.as_of == as_of and "." not in figure.unit_code:
            if figure.denominator not in (None, desa):
                raise ValueError(f"{figure.unit_code} {as_of}: {desa} desa, {figure.denominator} published")
            return figure.participants_of(desa)
    return round(rates[as_of] * desa)


def _regional_number(figure: Figure, as_of: str, rates: dict[str, float], desa: int) -> int:
    number = figure.participants_of(desa)
    if figure.as_of == as_of:
        return number
    return round(number * rates[as_of] / rates[figure.as_of])


def _highest(scores: Floats, among: Flags, number: int) -> NDArray[np.intp]:
    members = np.flatnonzero(among)
    return members[np.argsort(-scores[members], kind="stable")[:number]]


def draw_aparat(count: int, rng: np.random.Generator) -> Ints:
    """Officials of a desa: head, secretary, three heads of affairs, three of sections, and one for each dusun."""
    return np.asarray(8 + rng.integers(2, 9, count))


def draw_council(workers: Ints) -> Ints:
    """Members of the BPD, an odd number from 5 to 9 by the size of the desa.

    References
    ----------
    Permendagri 110/2016, article 5.
    """
    return np.asarray(5 + 2 * np.searchsorted([400, 1200], workers), dtype=np.int64)


def draw_persons(registered: Ints, staff: Ints, rng: np.random.Generator) -> Ints:
    """Registered persons (dates, desa): at least one where the desa is registered, none where it is not.

    About half of the desa register everybody; the rest a share that grows from date to date.
    """
    share = np.where(rng.random(len(staff)) < 0.5, 1.0, rng.uniform(0.35, 0.95, len(staff)))
    growth = 0.04 * np.arange(len(registered))[:, None]
    persons = np.round(np.minimum(share + growth, 1.0) * staff).astype(np.int64)
    return np.asarray(registered * np.maximum(persons, 1))
