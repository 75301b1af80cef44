"""What history left on record: data sets that a user has, read, checked and kept."""
