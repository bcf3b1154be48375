"""Who says what: attributions that rules find by their words, made one list with those of the tagger."""
