"""A sweep over all facts: thousands of typed questions, the right answers read straight from the files."""
