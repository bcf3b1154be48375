"""Who is named and who speaks: names, places and pronouns, and the speakers that they come to."""
