"""From the map to the desa to visit: priority, clusters, trips, money. Pure calculation: frames in, frames out."""
