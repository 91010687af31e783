"""The page at / and the files that it needs."""
