"""Options about money that several commands take, and the questions that they describe."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

import typer

from ucjmap.api.outreach import MoneyQuestion, outreach_defaults
from ucjmap.cli.console import one_of
from ucjmap.cli.outreach_options import read_date, read_numbers

TargetOption = Annotated[
    float | None, typer.Option("--target", min=0.0, max=1.0, help="Target rate as a fraction, e.g. 0.48.")
]
PremiumOption = Annotated[int | None, typer.Option("--premium", min=1, help="Rupiah a month for one person.")]
MonthsOption = Annotated[int | None, typer.Option("--months", min=1, max=120, help="Months of cover.")]
PerDesaOption = Annotated[int | None, typer.Option("--per-desa", min=1, help="Rupiah of dana desa in each desa.")]
WorkersOption = Annotated[int | None, typer.Option("--workers-per-desa", min=1, help="Workers covered with it.")]
CountOption = Annotated[
    int | None, typer.Option("--desa-count", help="Number of desa, in place of the register's; no list by area.")
]


@dataclass(frozen=True)
class PremiumOptions:
    """Premium of one person."""

    premium: PremiumOption = None
    months: MonthsOption = None
    start: Annotated[str | None, typer.Option("--start", help="First month of cover; by default this month.")] = None
    sector: Annotated[
        str | None, typer.Option("--sector", help="Reduction of PP 50/2025 for this sector: transport or other.")
    ] = None

    def question(self) -> MoneyQuestion:
        """A question without programmes; what is not given is the default of the installation."""
        defaults = outreach_defaults()
        day = read_date(self.start, "--start").isoformat()
        return MoneyQuestion(self.premium or defaults.monthly_idr, self.months or defaults.months, day, self.sector)


@dataclass(frozen=True)
class CostOptions(PremiumOptions):
    """Premium of one person, and who pays it."""

    payer: Annotated[
        list[str] | None, typer.Option("--payer", help="PAYER=SHARE; several add up to 1.", metavar="PAYER=SHARE")
    ] = None

    def payers(self, usual: Mapping[str, float] | None = None) -> Mapping[str, float]:
        """Shares by payer; where none is given, ``usual`` or else those of APBD."""
        return read_numbers(self.payer, "--payer") or usual or outreach_defaults().apbd_payers


@dataclass(frozen=True)
class MixOptions:
    """Programmes in the order in which they are taken."""

    dana_desa: Annotated[
        bool, typer.Option("--dana-desa", help="Dana desa, with its defaults where none is given.")
    ] = False
    per_desa: PerDesaOption = None
    workers_per_desa: WorkersOption = None
    desa_count: CountOption = None
    apbd_share: Annotated[
        float | None,
        typer.Option("--apbd-share", min=0.0, max=1.0, help="Of the uncovered, from kabupaten and province."),
    ] = None
    kabupaten_share: Annotated[
        float | None,
        typer.Option("--kabupaten-share", min=0.0, max=1.0, help="Of what APBD pays; the province the rest."),
    ] = None
    own_share: Annotated[
        float | None, typer.Option("--own-share", min=0.0, max=1.0, help="Of the uncovered, by --own-payer.")
    ] = None
    own_payer: Annotated[str, typer.Option("--own-payer", help="workers or csr.")] = "workers"
    apbdes: Annotated[list[str] | None, typer.Option("--apbdes", help="aparat or bpd; may be given twice.")] = None

    def question(self, premium: PremiumOptions, target: float | None) -> MoneyQuestion:
        """The mix that the options describe."""
        defaults = outreach_defaults()
        with_dana_desa = self.dana_desa or (self.per_desa, self.workers_per_desa, self.desa_count) != (None,) * 3
        kabupaten = defaults.apbd_payers["kabupaten"] if self.kabupaten_share is None else self.kabupaten_share
        return replace(
            premium.question(),
            workers_per_desa=(self.workers_per_desa or defaults.dana_desa_workers) if with_dana_desa else None,
            dana_desa_idr=(self.per_desa or defaults.dana_desa_idr) if with_dana_desa else None,
            apbd_share=self.apbd_share,
            kabupaten_share=kabupaten,
            apbdes=tuple(dict.fromkeys(one_of(("aparat", "bpd"), group, "--apbdes") for group in self.apbdes or ())),
            target=target,
            own_share=self.own_share,
            own_payer=one_of(("workers", "csr"), self.own_payer, "--own-payer"),
            desa_count=self.desa_count,
        )
