"""Clusters among the areas of a place, in a process of their own where there are many."""

from ucjmap.api.areas import read_shapes, remember
from ucjmap.api.figures import AreaValues, area_values
from ucjmap.codes import Level, is_all_desa
from ucjmap.errors import N_, UsageError
from ucjmap.outreach import Clusters, find_clusters, run_aside
from ucjmap.schema import Progress, no_progress
from ucjmap.store import Store

#: Up to so many the work is done sooner than another process would start.
_ASIDE_FROM_AREAS = 800


def outreach_clusters(
    store: Store,
    code: str,
    level: Level,
    indicator: str = "ucj",
    *,
    as_of: str | None = None,
    progress: Progress = no_progress,
    aside: bool = False,
) -> tuple[Clusters, AreaValues]:
    """Cold and hot spots among the areas of ``level`` inside ``code``, and the figures that they were told from.

    Parameters
    ----------
    as_of
        ISO date: figures are the newest on or before it. None is the newest of all.
    progress
        Told before each step; may raise to stop.
    aside
        Whether to compute large ones in a process of its own, where a ``progress`` that raises stops them at once.

    Raises
    ------
    UsageError
        Unknown area, level or indicator, the whole country's desa, or too few areas with data.
    RenderingError
        The process of its own died.
    """
    if is_all_desa(code, level):
        raise UsageError(
            "too_many_for_clusters",
            N_("Clusters among all desa of the country are not computed."),
            N_("Choose a province, or kecamatan."),
        )
    values = area_values(store, code, level, indicator, as_of=as_of)

    def compute() -> Clusters:
        shapes = read_shapes(store, values.units.index)
        if aside and values.with_data > _ASIDE_FROM_AREAS:
            counts = values.units[["numerator", "denominator"]]
            return run_aside(find_clusters, counts, shapes, progress=progress)
        return find_clusters(values.units, shapes, progress=progress)

    return remember(store, ("clusters", code, level, indicator, values.as_of), compute), values
