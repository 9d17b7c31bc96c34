"""English as far as the built-in planner needs it: words, sentences, clauses, lists, with exact
places in the text.

Takes the text of a brief; gives pieces of it that remember where they stand, so that every
requirement can quote the asker's own words. Knows nothing of blueprints; which words are nouns of
business is the lexicon's matter.
"""
