"""Lines of the report on a boundary file: what was repaired, refused or merely noticed, row by row."""

from dataclasses import dataclass, field
from typing import Final, Literal

import pandas as pd

from ucjmap.errors import N_
from ucjmap.schema import REPORT_COLUMNS

Kind = Literal["repaired", "refused", "warnings"]

_SEVERITY = {"repaired": "info", "refused": "error", "warnings": "warning"}

#: What each reason code means, for people; keys of the translation catalogue. ``detail`` has the particulars.
REASONS: Final[dict[str, str]] = {
    "area_new": N_("The register does not have this area; its code, its names and its neighbours speak for a new one"),
    "borders_differ": N_(
        "Borders of some areas overlap or leave gaps: upper levels are joined, thin slivers may remain"
    ),
    "centre_of_another": N_("The outline holds the centre of another area, and not its own"),
    "claimed_twice": N_("Two rows mean the same area of the register"),
    "code_and_name_disagree": N_("The code is that of another area than the names mean"),
    "code_not_in_register": N_("The register has no area of this code"),
    "code_of_two_names": N_("The same code stands for areas of different names"),
    "crs_assumed": N_("The file does not say its coordinate system; degrees (EPSG:4326) were assumed"),
    "earlier_outline_kept": N_("The file has most of its kecamatan, but not this area: it keeps its earlier outline"),
    "encoding_assumed": N_("The file does not say the encoding of its names; Windows (cp1252) was assumed"),
    "covers_many": N_("The outline is far too large: it covers the centres of many other areas"),
    "covers_others": N_("The outline is large and covers the centres of other areas"),
    "far_from_register": N_("The outline lies far from the place that the register has"),
    "invalid_ring": N_("The outline crossed itself and was repaired"),
    "fields_of_one_name": N_("Several fields have the same name; the first of each was read"),
    "layers_left_out": N_("Other layers of the file may hold areas as well; they were not read"),
    "layers_joined": N_("The file has several layers of one kind; they were read together"),
    "level_by_names": N_(
        "The names are those of a higher level, and the outlines fit: the file was read at that level"
    ),
    "lies_elsewhere": N_("The outline lies elsewhere than the area that the row claims to be"),
    "malformed_code": N_("The code is not a Kemendagri or BPS code of this level"),
    "missing_code": N_("The row has no code"),
    "name_cleaned": N_("Damaged or hidden characters in the name were repaired"),
    "name_not_recognised": N_("No area of this name was found, and no code tells it"),
    "name_unlike_register": N_("The name is not that of the register; code and place agree"),
    "no_area": N_("The outline encloses no area"),
    "no_codes": N_("The file has names only, no codes"),
    "no_geo_metadata": N_("The table does not say which column holds the outlines; this one was read"),
    "no_desa": N_("Forest, water or empty land, no desa"),
    "no_geometry": N_("The row has no outline"),
    "no_register": N_(
        "The register has nothing to hold the areas against; code and names of the file were taken as they are"
    ),
    "not_finite": N_("The outline has coordinates that are no numbers"),
    "not_in_crs": N_("The outline lies where its coordinate system does not reach"),
    "not_polygon": N_("The row holds a point or a line, not an area"),
    "outside_indonesia": N_("The outline lies outside Indonesia"),
    "outline_of_another": N_("The outline is that of another area"),
    "parent_unlike_code": N_(
        "The kecamatan, kabupaten or province has the name of another one than that of the code; the register's name stays"
    ),
    "parts_merged": N_("Part of an area that is already there under the same code and name; both were joined"),
    "parts_overlap": N_("Several rows of one code have outlines that lie on each other: two editions in one file"),
    "record_counts_differ": N_("The files .shp and .dbf have different numbers of rows"),
    "record_without_shape": N_("The row of the .dbf has no outline in the .shp"),
    "ring_closed": N_("The outline did not end where it began and was closed"),
    "same_outline": N_("Rows of different areas have the very same outline"),
    "shape_without_record": N_("The outline in the .shp has no row in the .dbf"),
    "size_unlike_register": N_("The outline is far larger or smaller than the register has this area"),
    "z_dropped": N_("Heights or measures of the outlines were dropped"),
}


@dataclass
class Report:
    """Collects the lines of one file. ``row`` counts features from 1; None is the file as a whole."""

    _lines: dict[Kind, list[tuple[object, ...]]] = field(
        default_factory=lambda: {"repaired": [], "refused": [], "warnings": []}
    )

    def add(
        self,
        kind: Kind,
        reason: str,
        *,
        row: int | None = None,
        code: str | None = None,
        name: str | None = None,
        detail: str = "",
    ) -> None:
        """Add one line.

        Parameters
        ----------
        kind
            Which of the three reports has it.
        reason
            One of ``REASONS``.
        row
            Number of the feature, from 1; None: the file as a whole.
        code, name
            As the file has them; None where it has none.
        detail
            What belongs to the reason: a count, a code system, what was there before.

        Raises
        ------
        KeyError
            ``reason`` is none of them.
        """
        if reason not in REASONS:
            raise KeyError(reason)
        self._lines[kind].append((row, code, name, _SEVERITY[kind], reason, detail))

    def add_rows(self, kind: Kind, reason: str, areas: pd.DataFrame, details: list[str] | str = "") -> None:
        """Add a line for each row of ``areas`` (columns row, code, bps_code and name).

        Parameters
        ----------
        kind, reason
            As for ``add``.
        areas
            One row is one feature. Without a code its BPS code stands in the line.
        details
            One text for each row, or one for all.
        """
        texts = [details] * len(areas) if isinstance(details, str) else details
        codes = areas["code"].where(areas["code"].notna(), areas["bps_code"])
        for row, code, name, detail in zip(areas["row"], codes, areas["name"], texts, strict=True):
            self.add(
                kind,
                reason,
                row=int(row),
                code=None if pd.isna(code) else str(code),
                name=None if pd.isna(name) else str(name),
                detail=detail,
            )

    def frame(self, kind: Kind) -> pd.DataFrame:
        """Lines of ``kind`` in order of rows, with the columns of every report.

        Parameters
        ----------
        kind
            Which of the three.

        Returns
        -------
        pandas.DataFrame
            One row is one line (``REPORT_COLUMNS``); lines about the file as a whole come first.
        """
        lines = pd.DataFrame(self._lines[kind], columns=list(REPORT_COLUMNS))
        lines["row"] = lines["row"].astype("Int64")
        return lines.sort_values("row", kind="stable", na_position="first", ignore_index=True)
