"""How many were killed and injured in what a text is about: its key figures."""
