"""Targets as they are stored: which are in force, for one area or for all, and which can be chosen for an area.

The rule itself is ``indicators.targets``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ucjmap.api.areas import area_tree, remember
from ucjmap.api.figures.definitions import load_indicators
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Target, TargetsInForce, find_in_force
from ucjmap.schema import ALL_SEGMENTS, TARGET_COLUMNS
from ucjmap.store import Store, read_targets

OTHER_DENOMINATOR = N_("Its denominator is another one, or is not stated, so that no gap to it can be measured.")
OTHER_SEGMENT = N_("It is for all segments together, not for this segment.")


@dataclass(frozen=True)
class TargetChoice:
    """A target that can be chosen for an area: its own, or one of an area that it lies in (``inherited``).

    ``unit_name`` is whose it is. ``reason`` says why no gap is measured to it (key of the catalogue), empty where one is.
    """

    target: Target
    unit_name: str
    inherited: bool
    reason: str

    @property
    def is_comparable(self) -> bool:
        """Whether a gap to it is measured."""
        return not self.reason


def all_targets(store: Store) -> tuple[Target, ...]:
    """All targets that were loaded and not replaced, of every area and indicator.

    Returns
    -------
    tuple
        In the order of their imports; rates are fractions.
    """

    def read() -> tuple[Target, ...]:
        with store.reading() as connection:
            rows = read_targets(connection)
        rows["comparable"] = rows["comparable"].astype(bool)
        columns = [rows[column].tolist() for column in TARGET_COLUMNS]
        indicators = load_indicators()
        signs = [indicators[key].sign if key in indicators else 1 for key in rows["indicator"]]
        return tuple(Target(*row) for row in zip(*columns, signs, strict=True))

    return remember(store, "targets", read)


def own_targets(store: Store, code: str, indicator: str) -> tuple[Target, ...]:
    """Targets that were set for an area itself.

    Returns
    -------
    tuple
        Those of all years and issuers, in the order of their imports; empty where none was set.
    """
    return _targets_by_area(store).get((code, indicator), ())


def _targets_by_area(store: Store) -> Mapping[tuple[str, str], tuple[Target, ...]]:
    def group() -> dict[tuple[str, str], tuple[Target, ...]]:
        groups: dict[tuple[str, str], list[Target]] = {}
        for target in all_targets(store):
            groups.setdefault((target.unit_code, target.indicator), []).append(target)
        return {key: tuple(targets) for key, targets in groups.items()}

    return remember(store, "targets_by_area", group)


def targets_in_force(
    store: Store,
    indicator: str,
    segment: str = ALL_SEGMENTS,
    *,
    year: int | None,
    key: str | None = None,
) -> TargetsInForce:
    """The targets in force in ``year``, or of the name ``key``, by the places of the areas in the tree.

    A segment has none.
    """

    def find() -> TargetsInForce:
        of_all = segment == ALL_SEGMENTS
        targets = [target for target in all_targets(store) if target.indicator == indicator and of_all]
        return find_in_force(targets, area_tree(store).hierarchy, year=year, key=key)

    return remember(store, ("in_force", indicator, segment, None if key else year, key), find)


def target_in_force(
    store: Store,
    code: str,
    indicator: str,
    segment: str = ALL_SEGMENTS,
    *,
    year: int | None,
    key: str | None = None,
) -> Target | None:
    """The target in force for one area.

    Parameters
    ----------
    segment
        Only ``ALL_SEGMENTS`` has targets.
    year
        Year that is asked about; without one and without ``key`` no target is in force.
    key
        ``"YEAR@ISSUER"``: then the nearest one of that name counts, whatever the year.

    Returns
    -------
    Target | None
        None where none is in force, or none that can be compared with the counts.

    Raises
    ------
    UsageError
        Unknown area.
    """
    tree = area_tree(store)
    tree.level(code)
    return targets_in_force(store, indicator, segment, year=year, key=key).at(tree.place(code))


def area_targets(store: Store, code: str, indicator: str, segment: str = ALL_SEGMENTS) -> list[TargetChoice]:
    """Targets that can be chosen for an area: its own and those of the areas above it.

    Returns
    -------
    list
        By year and issuer; of two with the same year and issuer that of the nearest area. Those that no gap is measured
        to are among them, with the reason.

    Raises
    ------
    UsageError
        Unknown area.
    """
    nearest: dict[str, Target] = {}
    for above in reversed(area_tree(store).path(code)):
        for target in own_targets(store, above, indicator):
            nearest.setdefault(target.key, target)
    in_order = sorted(nearest.values(), key=lambda target: (target.year, target.issuer))
    return [offer_target(store, target, code, segment) for target in in_order]


def offer_target(store: Store, target: Target, code: str, segment: str = ALL_SEGMENTS) -> TargetChoice:
    """A target as the area ``code`` has it: whose it is, and whether a gap is measured to it."""
    other_segment = "" if segment == ALL_SEGMENTS else OTHER_SEGMENT
    return TargetChoice(
        target=target,
        unit_name=area_tree(store).name(target.unit_code),
        inherited=target.unit_code != code,
        reason=other_segment if target.comparable else OTHER_DENOMINATOR,
    )


def find_choice(
    store: Store, code: str, indicator: str, segment: str = ALL_SEGMENTS, *, key: str | None, year: int | None
) -> TargetChoice | None:
    """The target that is named ``key`` for an area, also where no gap is measured to it; None: that in force, if any.

    Raises
    ------
    UsageError
        Unknown area, or it has no target of that name.
    """
    if key is None:
        target = target_in_force(store, code, indicator, segment, year=year)
        return None if target is None else offer_target(store, target, code, segment)
    choices = {choice.target.key: choice for choice in area_targets(store, code, indicator, segment)}
    if key not in choices:
        raise UsageError(
            "unknown_target",
            N_("The area {code} has no target {target}."),
            N_("Choose one of: {known}."),
            code=code,
            target=key,
            known=", ".join(choices) or "–",
        )
    return choices[key]
