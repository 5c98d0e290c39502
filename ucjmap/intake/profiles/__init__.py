"""Sources whose tables are known: one declared profile a file, checked when it is read."""

from ucjmap.intake.profiles.profile import COLUMN_KINDS, Form, Profile, load_profiles, read_profile

__all__ = ["COLUMN_KINDS", "Form", "Profile", "load_profiles", "read_profile"]
