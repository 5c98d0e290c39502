"""What cover costs: premium, months and who pays, in whole rupiah."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ucjmap.errors import N_, UsageError

#: Who may pay, for people. Dana desa comes out of the state budget and is spent by the desa.
PAYERS: Mapping[str, str] = {
    "dana_desa": N_("Village fund (dana desa)"),
    "apbdes": N_("Desa budget (APBDes)"),
    "kabupaten": N_("Kabupaten/kota budget (APBD)"),
    "provinsi": N_("Province budget (APBD)"),
    "apbn": N_("State budget (APBN)"),
    "csr": N_("Companies (CSR)"),
    "workers": N_("The workers themselves"),
}
_SHARE_UNIT = 10_000
#: A larger number is a typing error, and sums of it would not fit into 64 bits.
_MOST_MONTHLY_IDR, _MOST_MONTHS = 10_000_000, 600
_YEARS = range(1977, 2200)  # there was no social security of workers before


@dataclass(frozen=True)
class Reduction:
    """A reduction of the premium for the months from ``first`` to ``last`` (first days), and for whom.

    References
    ----------
    Peraturan Pemerintah 50/2025: JKK and JKM of workers without wage are halved, in transport from January 2026 to
    March 2027, elsewhere from April to December 2026; not where APBN or APBD pays.
    """

    share: float
    first: dt.date
    last: dt.date
    payers: tuple[str, ...]


@dataclass(frozen=True)
class Premium:
    """Premium of one person: rupiah a month, months of cover from the month of ``start`` on."""

    monthly_idr: int
    months: int
    start: dt.date
    reductions: tuple[Reduction, ...] = field(default=())

    def __post_init__(self) -> None:
        if not 0 < self.monthly_idr <= _MOST_MONTHLY_IDR or not 0 < self.months <= _MOST_MONTHS:
            raise UsageError(
                "bad_premium",
                N_("A premium of {monthly} rupiah for {months} months cannot be used."),
                N_("Give whole numbers above 0, at most {most} rupiah a month for {most_months} months."),
                monthly=self.monthly_idr,
                months=self.months,
                most=f"{_MOST_MONTHLY_IDR:,}".replace(",", "."),
                most_months=_MOST_MONTHS,
            )

        if self.start.year not in _YEARS:
            raise UsageError(
                "bad_premium_start",
                N_("Cover cannot begin in the year {year}."),
                N_("Check the year."),
                year=self.start.year,
            )

    def cost_idr(self, payer: str) -> int:
        """What one person costs ``payer`` for all months.

        Parameters
        ----------
        payer
            Key of ``PAYERS``: a reduction holds for some of them only.

        Returns
        -------
        int
            Whole rupiah: each month's premium less the largest reduction of that month.
        """
        return sum(self._month_idr(payer, number) for number in range(self.months))

    def _month_idr(self, payer: str, number: int) -> int:
        months = self.start.year * 12 + self.start.month - 1 + number
        month = dt.date(months // 12, months % 12 + 1, 1)
        shares = [cut.share for cut in self.reductions if payer in cut.payers and cut.first <= month <= cut.last]
        return self.monthly_idr - int(self.monthly_idr * max(shares, default=0.0))


def place_idr(premium: Premium, payers: Mapping[str, float]) -> int:
    """Cost of one person of whom every payer bears its share at its own rate, in whole rupiah (rounded up).

    Parameters
    ----------
    premium
        Of one person, for all months of cover.
    payers
        Shares by key of ``PAYERS``; they add up to 1.

    Raises
    ------
    UsageError
        The shares are not those of a whole, or a payer is unknown.
    """
    return -(-sum(_weights(premium, payers).values()) // _SHARE_UNIT)


def split_cost(cost_idr: int, premium: Premium, payers: Mapping[str, float]) -> dict[str, int]:
    """A cost by payer in whole rupiah, adding up to it exactly: the last payer takes what rounding leaves.

    ``payers`` are shares of the premium. Where a reduction holds for one payer only, its part of the cost is smaller
    than its share.
    """
    weights = _weights(premium, payers)
    whole = sum(weights.values())
    parts = {payer: cost_idr * weight // whole for payer, weight in weights.items()}
    last = list(parts)[-1]
    return {**parts, last: cost_idr - sum(part for payer, part in parts.items() if payer != last)}


def _weights(premium: Premium, payers: Mapping[str, float]) -> dict[str, int]:
    """Ten-thousandths of a rupiah that each payer bears for one person."""
    check_shares(payers)
    return {payer: premium.cost_idr(payer) * round(share * _SHARE_UNIT) for payer, share in payers.items()}


def check_shares(shares: Mapping[str, float]) -> None:
    """Refuse shares that do not make a whole.

    Raises
    ------
    UsageError
        An unknown payer, a share below zero, or shares that do not add up to 1.
    """
    whole = sum(round(share * _SHARE_UNIT) for share in shares.values())
    if set(shares) - set(PAYERS) or any(share < 0 for share in shares.values()) or whole != _SHARE_UNIT:
        raise UsageError(
            "bad_shares",
            N_("The shares of the payers cannot be used: {shares}."),
            N_("Known payers are {known}; their shares add up to 1."),
            shares=", ".join(f"{payer} {share:g}" for payer, share in shares.items()),
            known=", ".join(PAYERS),
        )
