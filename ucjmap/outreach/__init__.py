"""From the map to the desa to visit: priority, clusters, trips, money. Pure calculation: frames in, frames out."""

from ucjmap.outreach.allocation import Allocation, Fairness, allocate_budget
from ucjmap.outreach.aside import run_aside
from ucjmap.outreach.clusters import SPOT_MEANINGS, Clusters, Spot, find_clusters
from ucjmap.outreach.criteria import CRITERIA
from ucjmap.outreach.distance import nearest_office
from ucjmap.outreach.followup import (
    ENTRY_COLUMNS,
    STATUSES,
    VERDICTS,
    VISITED,
    WITHDRAWN,
    Status,
    campaign_progress,
    judge_status,
    latest_status,
    newest_by_desa,
    standing_entries,
)
from ucjmap.outreach.money import (
    GROUP_COLUMNS,
    Group,
    Outcome,
    Programme,
    compare_outcomes,
    simulate_programmes,
)
from ucjmap.outreach.need import Need, need_for_target
from ucjmap.outreach.premium import PAYERS, Premium, Reduction, place_idr
from ucjmap.outreach.priority import Reason, Scale, explain_rank, rank_areas, rank_stability, scale_measures
from ucjmap.outreach.routing import TripLimits
from ucjmap.outreach.tracks import write_gpx, write_kml
from ucjmap.outreach.trips import LEFT_OUT_REASONS, TripPlan, plan_trips

__all__ = [
    "CRITERIA",
    "ENTRY_COLUMNS",
    "GROUP_COLUMNS",
    "LEFT_OUT_REASONS",
    "PAYERS",
    "SPOT_MEANINGS",
    "STATUSES",
    "VERDICTS",
    "VISITED",
    "WITHDRAWN",
    "Allocation",
    "Clusters",
    "Fairness",
    "Group",
    "Need",
    "Outcome",
    "Premium",
    "Programme",
    "Reason",
    "Reduction",
    "Scale",
    "Spot",
    "Status",
    "TripLimits",
    "TripPlan",
    "allocate_budget",
    "campaign_progress",
    "compare_outcomes",
    "explain_rank",
    "find_clusters",
    "judge_status",
    "latest_status",
    "nearest_office",
    "need_for_target",
    "newest_by_desa",
    "place_idr",
    "plan_trips",
    "rank_areas",
    "rank_stability",
    "run_aside",
    "scale_measures",
    "simulate_programmes",
    "standing_entries",
    "write_gpx",
    "write_kml",
]
