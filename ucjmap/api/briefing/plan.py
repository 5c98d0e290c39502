"""What a briefing holds, in which formats it is written, and what of it makes no sense."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from ucjmap.api.maps import MapView
from ucjmap.codes import COUNTRY, Level
from ucjmap.errors import N_, UsageError
from ucjmap.files import PDF, PPTX, FileFormat, format_of
from ucjmap.render.static import PaperName
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang

BRIEFING_FORMATS: Final = (PDF.named(N_("Document (PDF)")), PPTX.named(N_("Slides to edit (PowerPoint)")))
Part = Literal["cover", "map", "trend", "ranking", "desa", "atlas"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
#: What the parts are called in a list of contents.
CHAPTERS: Final[dict[Part, str]] = {
    "cover": N_("Summary"),
    "map": N_("Map"),
    "trend": N_("Trend"),
    "ranking": N_("Ranking"),
    "desa": N_("Desa not registered"),
    "atlas": N_("Atlas"),
}


@dataclass(frozen=True)
class BriefingPlan:
    """What a briefing holds. ``notes`` are a user's own words by part, or by the code of an area of the atlas."""

    area: str = COUNTRY
    indicator: str = "ucj"
    segment: str = ALL_SEGMENTS
    as_of: str | None = None
    parts: tuple[Part, ...] = PARTS
    notes: Mapping[str, str] = field(default_factory=dict)
    paper: PaperName | None = None
    lang: Lang = "id"

    def view(self, area: str | None = None, level: Level | None = None) -> MapView:
        """The map of the plan's figure for an area.

        Parameters
        ----------
        area
            Code; None is the area of the plan.
        level
            Level of the areas on the map; None is the one right below.
        """
        return MapView(area or self.area, level, self.indicator, self.segment, self.as_of, lang=self.lang)

    def check(self, format_: str) -> FileFormat:
        """The format that a key or an ending names; the parts of the plan are checked as well.

        Raises
        ------
        UsageError
            It is none of ``BRIEFING_FORMATS``, or a part is none of ``PARTS``.
        """
        for part in self.parts:
            if part not in PARTS:
                raise UsageError(
                    "unknown_part",
                    N_("A briefing has no {part}."),
                    N_("Choose one of: {known}."),
                    part=part,
                    known=", ".join(PARTS),
                )
        return format_of(format_, BRIEFING_FORMATS)
