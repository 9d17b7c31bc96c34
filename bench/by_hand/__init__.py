"""The requests page of the example tool, as a Django developer writes it by hand: a model, a list
view with its filters, two templates and three filters of templates. What `bench.drawing` measures
the site kit against.
"""
