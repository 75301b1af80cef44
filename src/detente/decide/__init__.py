"""Why, what it leans on, what would overturn it, and which plan."""
