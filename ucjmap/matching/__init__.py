"""Texts and codes of a file -> areas of the register; BPS codes -> Kemendagri codes."""

from ucjmap.matching.code_check import is_named_like
from ucjmap.matching.code_repair import RepairedCode, read_digits, repair_code
from ucjmap.matching.crosswalk import CROSSWALK_COLUMNS, Relation, build_crosswalk, relate_pairs, settle_conversions
from ucjmap.matching.match import MATCH_COLUMNS, NAME_COLUMNS, match_rows
from ucjmap.matching.names import normalise_name, read_name, without_brackets
from ucjmap.matching.register import ANYWHERE, Register
from ucjmap.matching.search import AreaIndex

__all__ = [
    "ANYWHERE",
    "CROSSWALK_COLUMNS",
    "MATCH_COLUMNS",
    "NAME_COLUMNS",
    "AreaIndex",
    "Register",
    "Relation",
    "RepairedCode",
    "build_crosswalk",
    "is_named_like",
    "match_rows",
    "normalise_name",
    "read_digits",
    "read_name",
    "relate_pairs",
    "repair_code",
    "settle_conversions",
    "without_brackets",
]
