"""PostgreSQL, Redis, nginx and bots on this machine without containers: to try a cluster out, and for the tests."""
