"""Files from outside are read by a process of their own: limits of memory, time and disk, no network, plain results."""

from ucjmap.sandbox.folders import serving_folder
from ucjmap.sandbox.limits import Limits, limits_for
from ucjmap.sandbox.processes import warm_up
from ucjmap.sandbox.running import isolated

__all__ = ["Limits", "isolated", "limits_for", "serving_folder", "warm_up"]
