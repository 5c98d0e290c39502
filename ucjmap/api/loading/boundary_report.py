"""The report on a boundary file that was imported, or might be."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ucjmap.api.loading.boundary_borders import FAULT_COLUMNS, MOST_COMPARED
from ucjmap.api.loading.outline_comparison import OutlineChanges


@dataclass(frozen=True)
class BoundariesReport:
    """What became of a boundary file.

    The frames have ``schema.REPORT_COLUMNS``: ``repaired`` and ``warnings`` are rows that were taken in, ``refused``
    rows that were not. ``without_polygon`` are areas of the register that lose their outline by it,
    ``without_code`` areas that were taken in under their BPS code only because no Kemendagri code could be told.
    ``borders`` are pairs of areas that overlap or leave a gap, in the file or with the outlines beside it
    (``FAULT_COLUMNS``), ``changes`` shows before and after in a trial run; a file of more than `MOST_COMPARED` areas has
    neither. ``import_id`` is None for a trial run and where the very same file is current already (``unchanged``).
    ``layers`` are those that one can choose among, with the level that each speaks of.
    """

    edition: str
    issuer: str
    read: int
    stored: dict[str, int]
    repaired: pd.DataFrame
    refused: pd.DataFrame
    warnings: pd.DataFrame
    without_polygon: pd.DataFrame
    without_code: pd.DataFrame
    seconds: float
    import_id: int | None = None
    unchanged: bool = False
    provinces: list[str] = field(default_factory=list)
    changes: OutlineChanges | None = None
    layers: dict[str, str] = field(default_factory=dict)
    borders: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(FAULT_COLUMNS)))

    @property
    def is_too_large_to_compare(self) -> bool:
        """Whether a trial run goes without before and after for the size of its file."""
        return sum(self.stored.values()) > MOST_COMPARED

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values for JSON.

        Returns
        -------
        dict
            The fields by name, frames as a list of their rows. ``changes`` (number of areas by class) is there where
            before and after were compared.
        """
        shown = {} if self.changes is None else {"changes": self.changes.counts()}
        frames = ("repaired", "refused", "warnings", "without_polygon", "without_code", "borders")
        plain = {name: value for name, value in self.__dict__.items() if name not in (*frames, "changes")}
        records = {name: getattr(self, name).to_dict("records") for name in frames}
        return {**plain, **records, **shown, "seconds": round(self.seconds, 2)}
