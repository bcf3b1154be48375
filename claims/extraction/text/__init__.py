"""What a text is made of: passages as the parser sees them, its words and their forms, dates, headlines."""
