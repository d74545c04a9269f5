"""A tool of assistants: what a language model may ask, over the Model Context Protocol.

It knows the engine and all that stands on it; nothing knows it but the command that starts it. The model asks and
reads; it neither decides nor fills in what a person has not said.

- ``server``: the server put together
- ``tools``: what can be asked of one case, of the rules, of a receipt
- ``consulting``: a consultation whose questions go to the person, or in plain turns
- ``asking``: questions to the person, however the client takes them
- ``resources``: rules and sentences by their ids
- ``texts``: a plan, a fault and a question as short texts that cite
"""
