"""UCJMap: maps of social security coverage for workers in Indonesia, from province down to desa."""

import pandas as pd

__version__ = "0.1.0"

# Arrow makes its text anew at each access, and most frames here are small: docs/decisions/0053.
pd.options.mode.string_storage = "python"
