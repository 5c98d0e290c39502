"""What a file claims about its figures, each claim with its witnesses, settled or open."""
