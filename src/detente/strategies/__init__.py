"""Named strategies, and a user's own, in place of the law for an actor's own acts."""
