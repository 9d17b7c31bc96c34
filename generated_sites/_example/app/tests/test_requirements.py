"""Every requirement, rule and right of the tool, as something a person does.

Ada is an admin, Mara and Jon are members, Otto cannot open the tool.
"""

from site_kit.testing import ToolTestCase

from app.models import Request


class RequirementTests(ToolTestCase):
    """One test for each clause of the brief."""

    def test_let_team_members_submit_requests(self) -> None:
        request = self.mara.creates(Request, title="Replace label printer")
        self.assertHolds(request, requester=self.mara, status="new")
        self.assertEqual(self.mara.sees(request).title, "Replace label printer")

    def test_see_who_owns_each_one(self) -> None:
        self.mara.creates(Request, title="Replace label printer", owner=self.mara)
        self.assertEqual(self.mara.opens("requests").column("owner"), ["Mara Lind"])

    def test_update_the_status(self) -> None:
        request = self.mara.creates(Request, title="Replace label printer", owner=self.jon)
        self.jon.edits(request, status="in_review")
        self.assertHolds(request, status="in_review")

    def test_filter_the_list(self) -> None:
        self.ada.creates(Request, title="Replace label printer", status="declined")
        self.mara.creates(Request, title="Title 2")
        self.assertEqual(
            self.mara.opens("requests", status="declined").column("title"),
            ["Replace label printer"],
        )
        self.mara.creates(Request, title="Title 3", owner=self.jon)
        self.assertEqual(self.mara.opens("requests", owner=self.jon).column("title"), ["Title 3"])
        self.mara.creates(Request, title="Title 4", team="Warehouse")
        self.assertEqual(self.mara.opens("requests", team="Warehouse").column("title"), ["Title 4"])
        self.mara.creates(Request, title="Title 5", priority="high")
        self.assertEqual(self.mara.opens("requests", priority="high").column("title"), ["Title 5"])
        self.mara.creates(Request, title="Title 6", due=self.yesterday)
        self.assertEqual(self.mara.opens("requests", overdue="yes").column("title"), ["Title 6"])

    def test_require_people_to_sign_in_with_their_workspace_account(self) -> None:
        with self.assertRefused("This tool is not open to you."):
            self.otto.opens("requests")
        with self.assertRefused("Sign in to open this tool."):
            self.nobody.opens("requests")

    def test_keep_the_request_data_saved_between_visits(self) -> None:
        request = self.mara.creates(Request, title="Replace label printer")
        self.mara.signs_out_and_in()
        self.assertEqual(self.mara.sees(request).title, "Replace label printer")


class RuleTests(ToolTestCase):
    """What no one gets around, whichever way in."""

    def test_a_request_without_an_owner_cannot_be_done(self) -> None:
        with self.assertRefused("A request without an owner cannot be done."):
            self.ada.every_way.creates(Request, title="Replace label printer", status="done")

    def test_assign_needs_owner(self) -> None:
        request = self.mara.creates(Request, title="Replace label printer")
        with self.assertRefused("This field is required.", beside="owner"):
            self.mara.runs("assign", request)


class PermissionTests(ToolTestCase):
    """The whole table of rights, so that a change of it is seen in review."""

    def test_who_may_do_what(self) -> None:
        request = self.mara.creates(Request, title="Replace label printer")
        other_request = self.ada.creates(Request, title="Title 2", owner=self.jon)
        self.assertRights(
            {
                Request: {"ada": "create import", "mara jon": "create", "otto": ""},
                request: {
                    "ada": "view edit delete assign",
                    "mara": "view edit assign",
                    "jon": "view assign",
                },
                other_request: {
                    "ada": "view edit delete assign",
                    "mara": "view assign",
                    "jon": "view edit assign",
                },
            }
        )

    def test_only_some_people_edit_status_of_a_request(self) -> None:
        request = self.mara.creates(Request, title="Replace label printer", owner=self.jon)
        self.assertMayEdit(
            request, "status", by=[self.jon, self.ada], not_by=[self.mara, self.ines]
        )
