"""Areas as features for GIS programs: outline and current figures, page by page."""

from ucjmap.api.features.coordinate_systems import CRS84, CRS_NAMES, MERCATOR, WGS84, read_box
from ucjmap.api.features.feature_pages import FeaturePage, feature_text, find_features
from ucjmap.api.features.feature_properties import FEATURE_PROPERTIES, FILTERS, Property
from ucjmap.api.features.feature_question import FeatureQuestion

__all__ = [
    "CRS84",
    "CRS_NAMES",
    "FEATURE_PROPERTIES",
    "FILTERS",
    "MERCATOR",
    "WGS84",
    "FeaturePage",
    "FeatureQuestion",
    "Property",
    "feature_text",
    "find_features",
    "read_box",
]
