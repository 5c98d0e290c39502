"""Spatial structure: smooth fields over the map, and how remote a desa is."""

import numpy as np
import pandas as pd

from simulation.apportion import Floats

_KM_PER_DEGREE = 111.32
_WAVES = 160


def positions_km(villages: pd.DataFrame) -> Floats:
    """Plane positions (n, 2) in km; good to a per cent near the equator, where all three provinces lie."""
    lat = villages["lat"].to_numpy(float)
    east = villages["lon"].to_numpy(float) * np.cos(np.deg2rad(lat.mean()))
    return np.column_stack([east, lat]) * _KM_PER_DEGREE


def smooth_field(positions: Floats, *, length_km: float, rng: np.random.Generator) -> Floats:
    """A stationary Gaussian field of mean 0 and deviation 1 at ``positions``.

    References
    ----------
    Rahimi and Recht (2007), random Fourier features of the Gaussian kernel of width ``length_km``.
    """
    frequencies = rng.normal(0.0, 1.0 / length_km, (_WAVES, 2))
    phases = rng.uniform(0.0, 2 * np.pi, _WAVES)
    angles = positions[:, :1] * frequencies[:, 0] + positions[:, 1:] * frequencies[:, 1] + phases
    return standardise(np.cos(angles).sum(axis=1))


def standardise(values: Floats) -> Floats:
    """Mean 0 and deviation 1, rounded so that it is the same on every processor."""
    return np.asarray(np.round((values - values.mean()) / values.std(), 9))


def distance_to_seat_km(villages: pd.DataFrame, positions: Floats) -> Floats:
    """Distance of each village from the densest cluster of villages of its kabupaten or kota.

    The cluster stands for the seat: the register names seats but does not place them, and kelurahan, which exist only
    in towns, weigh six times.
    """
    weights = np.where(villages["kind"] == "kelurahan", 6.0, 1.0)
    distances = np.zeros(len(villages))
    for _, members in villages.groupby("regency").indices.items():
        apart = np.hypot(*(positions[members, None] - positions[None, members]).T)
        density = np.round((np.exp(-((apart / 6.0) ** 2)) * weights[members]).sum(axis=1), 6)
        distances[members] = apart[int(density.argmax())]
    return distances


def remoteness(villages: pd.DataFrame, positions: Floats) -> Floats:
    """How remote a village is (mean 0, deviation 1): far from the seat, and large."""
    distance = standardise(np.log1p(distance_to_seat_km(villages, positions)))
    area = standardise(np.log(np.maximum(villages["area_km2"].to_numpy(float), 0.05)))
    return standardise(distance + 0.5 * area)
