"""Scenarios of money: what is asked, as a form fills it in and as it is kept, and the answer to it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from ucjmap.api.figures import AreaValues, area_values
from ucjmap.api.outreach.presets import outreach_defaults
from ucjmap.api.outreach.simulations import level_inside, simulate_count, simulate_outreach
from ucjmap.codes import Level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Target
from ucjmap.outreach import Outcome, Premium, Programme
from ucjmap.store import Store


@dataclass(frozen=True)
class MoneyQuestion:
    """A mix of programmes. A programme whose number is None is not part of it.

    ``workers_per_desa`` are covered from ``dana_desa_idr`` in each desa; ``apbd_share`` of those still uncovered from
    the budgets of kabupaten (``kabupaten_share``) and province (the rest); ``own_share`` of those still uncovered then
    by ``own_payer``; ``apbdes`` names the groups (aparat, bpd) that the desa pays for. Rates and shares are fractions.
    ``desa_count`` is a number of desa in place of the register's: then only the place as a whole is told. ``target``
    None is the target in force.
    """

    monthly_idr: int
    months: int
    start: str
    sector: str | None = None
    workers_per_desa: int | None = None
    dana_desa_idr: int | None = None
    apbd_share: float | None = None
    kabupaten_share: float = 0.7
    apbdes: tuple[str, ...] = ()
    target: float | None = None
    own_share: float | None = None
    own_payer: str = "workers"
    desa_count: int | None = None

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """A question that was kept.

        Parameters
        ----------
        kept
            As ``to_dict`` gave it, perhaps in an earlier release: keys that are not known any more are left out.

        Raises
        ------
        UsageError
            It was kept by a release that asked otherwise.
        """
        known = {field.name for field in fields(cls)}
        try:
            return cls(
                **{**{key: value for key, value in kept.items() if key in known}, "apbdes": tuple(kept["apbdes"])}
            )
        except (KeyError, TypeError) as error:
            raise UsageError(
                "strange_scenario",
                N_("This scenario was kept in a form that is not known here."),
                N_("Enter it anew and keep it under the same name."),
            ) from error

    def to_dict(self) -> dict[str, Any]:
        """What is kept of the question.

        Returns
        -------
        dict
            Every field by its name, ready for JSON.
        """
        return asdict(self)

    def premium(self) -> Premium:
        """Premium of one person, with the reduction of its sector.

        Raises
        ------
        UsageError
            There is no reduction for the sector, or a number cannot be used.
        """
        start = dt.date.fromisoformat(self.start)
        return outreach_defaults().premium(start, monthly_idr=self.monthly_idr, months=self.months, sector=self.sector)

    def payers(self) -> dict[str, float]:
        """Who pays for what comes from budgets of kabupaten and province.

        Returns
        -------
        dict
            Shares that add up to 1, by key of ``outreach.PAYERS``; one that pays nothing is left out.
        """
        shares = {"kabupaten": round(self.kabupaten_share, 4), "provinsi": round(1 - self.kabupaten_share, 4)}
        return {payer: share for payer, share in shares.items() if share > 0}

    def programmes(self) -> list[Programme]:
        """The programmes in the order in which they are taken.

        Raises
        ------
        UsageError
            There is none.
        """
        premium, programmes = self.premium(), []
        if self.workers_per_desa is not None:
            lump = self.dana_desa_idr
            programmes.append(
                Programme(
                    "dana_desa",
                    premium,
                    {"dana_desa": 1.0},
                    places_per_desa=self.workers_per_desa,
                    lump_idr_per_desa=lump,
                )
            )
        if self.apbd_share is not None:
            programmes.append(Programme("apbd", premium, self.payers(), share_of_uncovered=self.apbd_share))
        if self.own_share is not None:
            programmes.append(Programme("own", premium, {self.own_payer: 1.0}, share_of_uncovered=self.own_share))
        for group in self.apbdes:
            if group in ("aparat", "bpd"):
                programmes.append(Programme(group, premium, {"apbdes": 1.0}, group=group, share_of_uncovered=1.0))  # type: ignore[arg-type]
        if not programmes:
            raise UsageError("no_programme", N_("No programme is chosen."), N_("Switch on at least one programme."))
        return programmes


def target_of_question(store: Store, code: str, question: MoneyQuestion, *, as_of: str | None = None) -> Target | None:
    """The target that the gap of the place is measured to: the one in force at the date of the figures.

    Parameters
    ----------
    as_of
        ISO date that the question is answered for; None is the newest.

    Returns
    -------
    Target | None
        None where there is none, or the question has a target of its own.

    Raises
    ------
    UsageError
        Unknown area.
    """
    if question.target is not None:
        return None
    return area_values(store, code, level_inside(store, code), "ucj", as_of=as_of).target


def answer_question(
    store: Store, code: str, level: Level, question: MoneyQuestion, *, as_of: str | None = None
) -> tuple[Outcome, AreaValues]:
    """What the programmes come to in the areas of ``level`` inside ``code``, by the data as they are now.

    Parameters
    ----------
    level
        Level that the outcome is told for; its sums are the same at every level. With a ``desa_count`` of the question
        it does not count: the outcome is of the place as a whole.
    as_of
        ISO date: figures are the newest on or before it. None is the newest of all.

    Returns
    -------
    outcome
        What it comes to.
    values
        The figures of workers that it was told from.

    Raises
    ------
    UsageError
        Unknown area or level, no programme, or a number that cannot be used.
    """
    target = target_of_question(store, code, question, as_of=as_of) or question.target
    if question.desa_count is not None:
        return simulate_count(store, code, question.programmes(), question.desa_count, target=target, as_of=as_of)
    return simulate_outreach(store, code, level, question.programmes(), target=target, as_of=as_of)
