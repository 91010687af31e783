"""What helps those who edit the knowledge: schemas, their description, and records to begin with."""
