"""Files: what is written and how, and archives that are read."""
