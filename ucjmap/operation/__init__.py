"""Running the service: whether it is ready."""

from ucjmap.operation.readiness import Loading, find_hindrance

__all__ = ["Loading", "find_hindrance"]
