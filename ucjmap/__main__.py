"""``python -m ucjmap``: the command line."""

from ucjmap.cli import main

main()
