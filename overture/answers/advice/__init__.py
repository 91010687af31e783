"""Which programs fit somebody, and where somebody gets in."""
