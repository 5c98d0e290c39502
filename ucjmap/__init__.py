"""UCJMap: maps of social security coverage for workers in Indonesia, from province down to desa."""

__version__ = "0.1.0"
