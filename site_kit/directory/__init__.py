"""The workspace's people and groups, as this tool may read them.

Takes two relations of the database, `person` and `person_group`, that the portal keeps in step
(views in a live site, tables in a trial). Gives the models `Person` and `PersonGroup`. Is not in
charge of who may open the tool or who holds a role: the gate says that with every request.
"""
