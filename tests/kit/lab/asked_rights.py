"""Who asks for purchases, who decides on them, and what follows."""

from __future__ import annotations

from django.db.models import Q

import site_kit as kit
from tests.kit.lab.asked import Part, Purchase, PurchaseApproval


class PurchasePermissions(kit.Permissions):
    model = Purchase
    member = kit.Grant(["member"], can=["create"])
    own = kit.Grant(["row.created_by"], can=["edit", "delete"])


class PurchaseApprovalPermissions(kit.Permissions):
    model = PurchaseApproval
    as_parent = True


class PartPermissions(kit.Permissions):
    model = Part
    as_parent = True


class PurchaseRules(kit.Rules):
    model = Purchase

    approval = kit.Approval(
        "stage",
        pending=Purchase.Stage.ASKED,
        approved=Purchase.Stage.GRANTED,
        rejected=Purchase.Stage.REFUSED,
        steps=(
            kit.Step("boss", by=["row.boss"], days=3),
            kit.Step("money", by=["planner"], when=Q(amount__gt=500), days=2),
        ),
        not_by=["row.created_by"],
    )
    part = kit.Creates(
        Part, on="approve", sets={"purchase": kit.Of("row"), "name": kit.Of("row", "name")}
    )


class AskPurchase(kit.Transition):
    model = Purchase
    from_ = (Purchase.Stage.DRAFT,)
    to = Purchase.Stage.ASKED
    by = ("row.created_by",)


class WithdrawPurchase(kit.Transition):
    model = Purchase
    from_ = (Purchase.Stage.ASKED,)
    to = Purchase.Stage.DRAFT
    by = ("row.created_by",)


class AnswerPurchase(kit.Automation):
    model = Purchase
    when = kit.Acted("approve")
    do = (kit.Notify(["row.created_by"], "{title} is {stage}."),)
