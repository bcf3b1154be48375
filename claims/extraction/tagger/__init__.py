"""The attribution tagger: which words are a claimant, a cue or a content, and which belong together."""
