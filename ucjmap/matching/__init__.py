"""Texts and codes of a file -> areas of the register; BPS codes -> Kemendagri codes."""

from ucjmap.matching.code_repair import RepairedCode, repair_code
from ucjmap.matching.crosswalk import CROSSWALK_COLUMNS, build_crosswalk
from ucjmap.matching.match import MATCH_COLUMNS, NAME_COLUMNS, match_rows
from ucjmap.matching.names import normalise_name
from ucjmap.matching.register import Register

__all__ = [
    "CROSSWALK_COLUMNS",
    "MATCH_COLUMNS",
    "NAME_COLUMNS",
    "Register",
    "RepairedCode",
    "build_crosswalk",
    "match_rows",
    "normalise_name",
    "repair_code",
]
