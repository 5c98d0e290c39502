"""Options that the commands of outreach share, and how they are read."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from ucjmap import api
from ucjmap.cli.console import one_of
from ucjmap.codes import LEVELS, Level

AreaOption = Annotated[str, typer.Option("--area", help="Code of the area.")]
LevelOption = Annotated[str, typer.Option("--level", help="adm1 to adm4.")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help="Date of the figures; by default the newest.")]
OfficesOption = Annotated[
    Path | None, typer.Option("--offices", help="CSV with name, lon, lat; by default a point in each kabupaten.")
]
PresetOption = Annotated[str, typer.Option("--preset", help="Named set of weights.")]
WeightOption = Annotated[list[str] | None, typer.Option("--weight", help="CRITERION=NUMBER, in place of the preset.")]
CampaignOption = Annotated[str | None, typer.Option("--campaign", help="Name of the campaign.")]
WorkbookOption = Annotated[Path | None, typer.Option("--out", help="Result with its assumptions as .xlsx.")]


@dataclass(frozen=True)
class ResultOptions:
    """Which figures a result is made from, and the file that it is written to."""

    as_of: AsOfOption = None
    out: WorkbookOption = None

    @property
    def file(self) -> str | None:
        """Path of the file, as JSON has it."""
        return str(self.out) if self.out else None


def read_numbers(texts: list[str] | None, option: str) -> dict[str, float]:
    """``KEY=NUMBER`` texts as a dict."""
    numbers = {}
    for text in texts or ():
        key, _, number = text.partition("=")
        try:
            numbers[key.strip()] = float(number)
        except ValueError as error:
            raise typer.BadParameter(text, param_hint=option) from error
    return numbers


def read_date(text: str | None, option: str) -> dt.date:
    """A date, today if none is given."""
    try:
        return dt.date.fromisoformat(text) if text else dt.date.today()
    except ValueError as error:
        raise typer.BadParameter(str(text), param_hint=option) from error


def read_level(text: str) -> Level:
    """``text`` as one of the levels; anything else is a usage error."""
    return one_of(LEVELS, text, "--level")


def value_provenance(values: api.AreaValues) -> dict[str, Any]:
    """Date, source and boundaries of figures."""
    return {
        "as_of": values.as_of or None,
        "oldest": values.area["oldest"] if values.with_data else None,
        "newest": values.area["newest"] if values.with_data else None,
        "sources": list(values.sources),
        "simulated": values.is_simulated,
        "editions": list(values.editions),
    }
