"""Vector tiles of all desa: the pyramid of a country and the encoding of one tile."""
