"""Claims, attributions, links, conflicts, events and assessments over HTTP."""
