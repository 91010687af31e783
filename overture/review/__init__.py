"""Looking at what was answered, and how well."""
