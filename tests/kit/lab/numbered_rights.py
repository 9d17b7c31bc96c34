"""Who may make orders."""

import site_kit as kit
from tests.kit.lab.numbered import Order


class OrderPermissions(kit.Permissions):
    model = Order
    member = kit.Grant(["member"], can=["view", "create", "edit"])
