"""Language models: one question to one model, its answer or a fault that says whose turn it is.

Takes an endpoint (`provider:model`, perhaps the address of an OpenAI-compatible server, a key) and
a
question; gives the text with what it cost. Not in charge of what is asked, of checking answers, or
of
budgets. pydantic-ai is imported where a question is asked and nowhere else: it takes half a second
and memory that only workers should spend.
"""
