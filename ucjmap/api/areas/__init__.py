"""Areas: their tree, shapes, display geometry and tiles, and how one is found."""
