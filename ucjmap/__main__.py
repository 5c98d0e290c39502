"""The program ``ucjmap``, also as ``python -m ucjmap``."""

import gc
from typing import Final

#: After so many new objects Python looks for circles that nobody holds any more; by default after 700. A command reads
#: a table of 83,762 rows into millions of objects that it keeps, and went through them again and again: a fifth of its
#: time, and an eighth of that of its start. The server keeps the default: it runs for months, and drawings are such
#: circles.
_LOOK_AFTER: Final = (50_000, 10, 10)


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(*_LOOK_AFTER)

    from ucjmap.cli import main as run  # all else is loaded by it

    run()


if __name__ == "__main__":
    main()
