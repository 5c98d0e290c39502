"""Areas for other programs: features with outline and figures, documents of what is known, descriptions of data sets."""

from ucjmap.api.features.area_documents import (
    describe_area,
    list_areas,
    profile_document,
    series_document,
    targets_document,
)
from ucjmap.api.features.coordinate_systems import CRS84, CRS_NAMES, MERCATOR, WGS84, read_box
from ucjmap.api.features.dataset_descriptions import describe_catalogue, describe_dataset
from ucjmap.api.features.feature_pages import FeaturePage, feature_text, find_features, first_date
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
    "describe_area",
    "describe_catalogue",
    "describe_dataset",
    "feature_text",
    "find_features",
    "first_date",
    "list_areas",
    "profile_document",
    "read_box",
    "series_document",
    "targets_document",
]
