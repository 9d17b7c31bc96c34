"""The workbench: what people of a workspace see, from the first sentence to the live tool, and the
portal's own pages.

Takes requests, gives pages; asks the other rooms' queries and calls their actions. It decides
nothing: who may do what is
answered by `access`, and every refusal of an action becomes a sentence on the page it came from
(`answering`).
Not in charge of reviews (the Django admin), nor of what a tool itself shows (`serving` and the site
kit).
"""
