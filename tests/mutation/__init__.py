"""Faults made one at a time in a copy of the project, to see whether the tests notice: ``make mutants``."""
