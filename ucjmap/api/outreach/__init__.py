"""Outreach: the priority list, trips, money, follow-up, letters, and the files of each."""

from ucjmap.api.outreach import (
    follow_ups,
    kept_scenarios,
    list_export,
    list_statements,
    lists,
    needs,
    offices,
    priorities,
    scenarios,
    simulations,
    trip_export,
    visit_notes,
)
from ucjmap.api.outreach.amounts import read_people, read_percent, read_rupiah, say_percent, say_rupiah
from ucjmap.api.outreach.cluster_search import outreach_clusters
from ucjmap.api.outreach.comparison_export import export_comparison
from ucjmap.api.outreach.follow_ups import FollowUp, read_follow_up, say_verdict, visited_codes
from ucjmap.api.outreach.kept_scenarios import compare_scenarios
from ucjmap.api.outreach.letter_batch import check_letter_apart
from ucjmap.api.outreach.letter_template import LETTER_FIELDS, TemplateKind
from ucjmap.api.outreach.list_export import export_letters, export_list
from ucjmap.api.outreach.list_statements import say_decimal, say_outcome, say_provenance, say_trip_basis
from ucjmap.api.outreach.lists import OutreachList, outreach_list
from ucjmap.api.outreach.money_export import (
    export_allocation,
    export_need,
    export_outcome,
    export_shared,
)
from ucjmap.api.outreach.money_statements import (
    FIGURES,
    OFFICIALS,
    SECTORS,
    say_need,
    say_origins,
    say_price,
    say_question,
)
from ucjmap.api.outreach.offices import read_offices
from ucjmap.api.outreach.presets import outreach_defaults, preset_weights
from ucjmap.api.outreach.priorities import rank_outreach
from ucjmap.api.outreach.scenarios import MoneyQuestion, answer_question
from ucjmap.api.outreach.trip_export import export_trips
from ucjmap.api.outreach.trip_planning import outreach_trips
from ucjmap.api.outreach.visit_notes import note_status

__all__ = [
    "FIGURES",
    "LETTER_FIELDS",
    "OFFICIALS",
    "SECTORS",
    "FollowUp",
    "MoneyQuestion",
    "OutreachList",
    "TemplateKind",
    "answer_question",
    "check_letter_apart",
    "compare_scenarios",
    "export_allocation",
    "export_comparison",
    "export_letters",
    "export_list",
    "export_need",
    "export_outcome",
    "export_shared",
    "export_trips",
    "follow_ups",
    "kept_scenarios",
    "list_export",
    "list_statements",
    "lists",
    "needs",
    "note_status",
    "offices",
    "outreach_clusters",
    "outreach_defaults",
    "outreach_list",
    "outreach_trips",
    "preset_weights",
    "priorities",
    "rank_outreach",
    "read_follow_up",
    "read_offices",
    "read_people",
    "read_percent",
    "read_rupiah",
    "say_decimal",
    "say_need",
    "say_origins",
    "say_outcome",
    "say_percent",
    "say_price",
    "say_provenance",
    "say_question",
    "say_rupiah",
    "say_trip_basis",
    "say_verdict",
    "scenarios",
    "simulations",
    "trip_export",
    "visit_notes",
    "visited_codes",
]
