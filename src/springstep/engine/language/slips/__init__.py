"""What was probably meant by a condition that is not in the language: slips found, and the whole condition rewritten.

- ``edits``: one change of a text, and a text with changes applied
- ``signs``: typographic characters, quotes, and operators of other languages
- ``phrases``: operators said in words, and words around a condition
- ``values``: lists of values, yes and no, and what is not known, as people write them
- ``figures``: decimal commas, and units after numbers
- ``unfinished``: a joining word, a bracket, a fact or a comparison that is missing or too much
- ``near_names``: names that one could have meant
- ``meant``: one slip after another mended until the condition is read
"""
