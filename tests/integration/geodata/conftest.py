import sys
from pathlib import Path

# The modules of geodata/ belong to the repository, not to the installed package.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
