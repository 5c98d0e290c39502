"""A briefing: one document about an area, or one for each area of a level."""

from ucjmap.api.briefing.batch import BatchFile, file_name, map_file_name, write_briefings
from ucjmap.api.briefing.making import Briefing, make_briefing, preview_briefing
from ucjmap.api.briefing.plan import BRIEFING_FORMATS, PARTS, BriefingPlan, Part
from ucjmap.api.briefing.summary import summary_sentences

__all__ = [
    "BRIEFING_FORMATS",
    "PARTS",
    "BatchFile",
    "Briefing",
    "BriefingPlan",
    "Part",
    "file_name",
    "make_briefing",
    "map_file_name",
    "preview_briefing",
    "summary_sentences",
    "write_briefings",
]
