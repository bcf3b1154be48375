"""Which claim a content makes: its words, its frame, its likelihood, and whether it stands alone."""
