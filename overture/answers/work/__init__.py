"""Answers on work: jobs, their pay by place, year and branch, their outlook, and the schooling that they need."""
