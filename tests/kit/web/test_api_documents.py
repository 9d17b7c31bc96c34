"""What programs are told of the API: the OpenAPI document, the page, and an agent's tools."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

from django.db.models import NOT_PROVIDED

from site_kit.testing import Player
from tests.kit.lab.declarations import ProjectPermissions
from tests.kit.lab.models import LogLine, Project
from tests.kit.lab.worded import Tally
from tests.kit.web.programs import ProgramCase
from tests.kit.web.workshop import ProjectsPage, page_of


class DocumentTests(ProgramCase):
    pages = [ProjectsPage]

    def document(self, player: Player) -> dict[str, Any]:
        said: dict[str, Any] = self.sends(player, "GET", "openapi.json").said
        return said

    def test_it_names_what_there_is_and_refers_to_nothing_else(self) -> None:
        for player in (self.ada, self.ines, self.mara):
            said = self.document(player)
            assert said["openapi"] == "3.1.0"
            for path in _references(said):
                found: Any = said
                for part in path.removeprefix("#/").split("/"):
                    found = found[part]

    def test_the_kinds_of_values(self) -> None:
        fields = self.document(self.ada)["components"]["schemas"]["project"]["properties"]
        assert fields["budget"]["type"] == ["string", "null"]
        assert fields["budget"]["x-currency"] == "EUR"
        assert fields["stage"]["enum"] == ["idea", "running", "over"]
        assert fields["tags"]["items"]["enum"] == ["red", "blue"]
        assert fields["lead"]["format"] == "email"
        assert (fields["parent"]["type"][0], fields["parent"]["x-entity"]) == ("integer", "project")
        assert fields["late"]["readOnly"] is True
        assert fields["starts_on"]["format"] == "date"

    def test_it_is_cut_to_what_the_person_may_do(self) -> None:
        mara, ines = self.document(self.mara), self.document(self.ines)
        assert "/api/v1/salary/" not in mara["paths"]
        assert "/api/v1/idea/" in mara["paths"]
        assert "post" not in mara["paths"]["/api/v1/idea/"]
        assert "post" in ines["paths"]["/api/v1/idea/"]
        assert set(mara["paths"]["/api/v1/log_line/{id}/"]) == {"parameters", "get"}
        assert "/api/v1/project/{id}/do/swap/" not in mara["paths"]
        assert "/api/v1/project/{id}/do/swap/" in ines["paths"]

    def test_a_row_made_as_it_says_is_taken(self) -> None:
        """The compulsory fields of each shape, and nothing else, make a row or meet a rule."""
        shapes = self.document(self.ada)["components"]["schemas"]
        assert shapes["project-new"]["required"] == ["name"]
        assert "stage" not in shapes["project-new"]["properties"]
        assert shapes["task-new"]["required"] == ["project", "name"]
        made = self.sends(self.ada, "POST", "project/", {"name": "New"}).said
        task = {"project": made["id"], "name": "Pick"}
        assert self.sends(self.ada, "POST", "task/", task).status == 201

    def test_a_new_row_is_not_made_of_what_only_its_own_people_change(self) -> None:
        stored = Project._meta.get_field("secret")
        needed = patch.multiple(stored, blank=False, default=NOT_PROVIDED)
        limited = patch.object(ProjectPermissions, "edited_by", {"secret": ["row.lead"]})
        with needed, limited:
            shapes = self.document(self.jon)["components"]["schemas"]
        assert shapes["project-new"]["required"] == ["name"]
        assert "secret" not in shapes["project-new"]["properties"]
        assert "secret" in shapes["project-change"]["properties"]

    def test_each_filter_is_named_once(self) -> None:
        ways = self.document(self.mara)["paths"]["/api/v1/tally/"]["get"]
        named = [one["name"] for one in ways["parameters"]]
        assert len(named) == len(set(named))
        assert {"limit", "row.limit", "row.limit.to", "row.count", "row.sort", "name"} <= {*named}
        assert not {"count", "limit.from", "row.name"} & {*named}

    def test_the_filters_it_names_can_be_used(self) -> None:
        for entity in ("project", "measure", "task", "card", "tally"):
            ways = self.document(self.ada)["paths"][f"/api/v1/{entity}/"]["get"]
            for one in ways["parameters"]:
                if one["name"] in ("after", "page", "limit"):
                    continue
                for value in one["schema"].get("enum", ["me"]):
                    answer = self.lists(self.ada, entity, **{one["name"]: value})
                    assert answer.status == 200 or "cannot be read" in answer.text, one

    def test_nobody_is_told_anything(self) -> None:
        for player, status in ((self.nobody, 401), (self.otto, 403)):
            for address in ("openapi.json", "/api/mcp"):
                assert self.sends(player, "GET", address).status == status


class PageTests(ProgramCase):
    pages = [ProjectsPage]

    def test_it_shows_what_this_person_may_do_and_an_example(self) -> None:
        page = self.mara.visits("/api/v1/").root
        named = [one.attributes["data-entity"] for one in page.all("data-entity")]
        assert "project" in named
        assert "salary" not in named
        project = next(
            o for o in page.all("data-entity") if o.attributes["data-entity"] == "project"
        )
        fields = [one.attributes["data-field"] for one in project.all("data-field")]
        assert "name" in fields
        assert "budget" not in fields
        example = page.first("data-example")
        assert example is not None
        assert "Authorization: Bearer $TOKEN" in example.text

    def test_every_page_leads_to_it(self) -> None:
        assert b'href="/api/v1/"' in self.asks(self.mara, "/projects/").content

    def test_who_is_not_let_in_gets_a_page_of_refusal(self) -> None:
        answer = self.asks(self.otto, "/api/v1/")
        assert answer.status_code == 403
        assert page_of(answer).first("data-refused") is not None


class AgentTests(ProgramCase):
    pages = [ProjectsPage]

    def calls(self, player: Player, method: str, **params: Any) -> Any:
        said = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        answer = self.sends(player, "POST", "/api/mcp", said)
        assert answer.status == 200, answer
        return answer.said

    def uses(self, player: Player, tool: str, **given: Any) -> tuple[Any, bool]:
        """What a tool gave, and whether it refused."""
        result = self.calls(player, "tools/call", name=tool, arguments=given)["result"]
        (content,) = result["content"]
        return json.loads(content["text"]), result["isError"]

    def test_it_says_hello(self) -> None:
        said = self.calls(self.mara, "initialize", protocolVersion="2025-06-18")["result"]
        assert said["protocolVersion"] == "2025-06-18"
        assert said["capabilities"] == {"tools": {}}
        assert self.calls(self.mara, "initialize", protocolVersion="1.0")["result"][
            "protocolVersion"
        ]
        assert self.calls(self.mara, "ping")["result"] == {}
        note = {"jsonrpc": "2.0", "method": "notifications/initialized"}
        assert self.sends(self.mara, "POST", "/api/mcp", note).status == 202

    def test_the_tools_are_what_this_person_may_do(self) -> None:
        def named(player: Player) -> set[str]:
            return {one["name"] for one in self.calls(player, "tools/list")["result"]["tools"]}

        mara, ines = named(self.mara), named(self.ines)
        assert {"list_project", "read_project", "create_project", "start_project"} <= mara
        assert not {one for one in mara if one.endswith("_salary")}
        assert "swap_project" in ines - mara
        assert "create_idea" in ines - mara
        assert "change_log_line" not in mara
        assert "slip_trip" not in mara

    def test_no_two_tools_and_no_two_filters_have_one_name(self) -> None:
        several = self.calls(self.mara, "tools/list")["result"]["tools"]
        names = [one["name"] for one in several]
        assert len(names) == len(set(names))
        assert {"comment_tally", "do_comment_tally"} <= {*names}
        takes = {one["name"]: one["inputSchema"]["properties"] for one in several}["list_tally"]
        assert takes["limit"] == {"type": "integer"}
        assert {"row.limit", "row.limit.from", "row.count", "row.sort"} <= {*takes}
        row = self.mara.by("api").creates(Tally, name="A")
        self.uses(self.mara, "comment_tally", id=row.pk, text="Hm.")
        assert self.uses(self.mara, "do_comment_tally", id=row.pk)[0]["limit"] == 1
        found, _ = self.uses(self.mara, "list_tally", **{"row.limit": 1, "limit": 5})
        assert [one["id"] for one in found["rows"]] == [row.pk]

    def test_what_a_tool_takes_is_cut_too(self) -> None:
        several = self.calls(self.mara, "tools/list")["result"]["tools"]
        takes = {one["name"]: one["inputSchema"] for one in several}
        assert "budget" not in takes["list_project"]["properties"]
        assert "budget" not in takes["create_project"]["properties"]
        assert takes["start_project"]["required"] == ["id", "starts_on"]
        assert takes["create_project"]["required"] == ["name"]

    def test_a_day_of_an_agent(self) -> None:
        made, failed = self.uses(
            self.mara, "create_project", name="Apple", lead="mara@acme.example"
        )
        assert not failed
        assert self.uses(self.mara, "list_project", lead="me")[0]["rows"][0]["id"] == made["id"]
        changed, _ = self.uses(self.mara, "change_project", id=made["id"], tags=["red"])
        assert changed["tags"] == ["red"]
        started, _ = self.uses(self.mara, "start_project", id=made["id"], starts_on="2026-03-12")
        assert started["stage"] == "running"
        self.uses(self.mara, "comment_project", id=made["id"], text="Begun.")
        assert self.uses(self.mara, "read_project", id=made["id"])[0]["_title"] == "Apple"

    def test_what_is_refused_is_said_to_the_agent(self) -> None:
        hidden = Project.everything.create(name="hidden plan")
        said, failed = self.uses(self.mara, "read_project", id=hidden.pk)
        gone, _ = self.uses(self.mara, "read_project", id=999_999)
        assert (failed, said) == (True, gone)
        said, failed = self.uses(self.mara, "create_project", name="")
        assert (failed, said["errors"]) == (True, {"name": ["This field is required."]})
        for wrong in ("1", True, -1, None, 10**30):
            said, failed = self.uses(self.mara, "read_project", id=wrong)
            assert (failed, said["id"]) == (True, "invalid")
        assert self.uses(self.mara, "list_project", budget="1")[1]

    def test_a_tool_that_is_not_theirs_is_not_there(self) -> None:
        for name in ("create_salary", "list_salary", "swap_project", "nothing", None, ["a"]):
            said = self.calls(self.mara, "tools/call", name=name, arguments={})
            assert said["error"]["code"] == -32602, name
        line = LogLine.everything.create(text="a")
        said = self.calls(self.ada, "tools/call", name="delete_log_line", arguments={"id": line.pk})
        assert said["error"]["code"] == -32602
        assert LogLine.everything.exists()

    def test_what_is_no_message(self) -> None:
        assert self.sends(self.mara, "GET", "/api/mcp").status == 405
        assert self.sends(self.mara, "POST", "/api/mcp", "[]").status == 400
        assert self.calls(self.mara, "nothing")["error"]["code"] == -32601
        for said in ({"id": 1, "method": "ping"}, {"jsonrpc": "2.0", "id": 1, "params": []}):
            assert self.sends(self.mara, "POST", "/api/mcp", said).said["error"]["code"] == -32600

    def test_who_only_reads_is_offered_nothing_else_and_refused(self) -> None:
        from dataclasses import replace

        assert self.mara.asker is not None
        reader = replace(self.mara, asker=replace(self.mara.asker, reads_only=True))
        several = self.calls(reader, "tools/list")["result"]["tools"]
        assert {one["name"].partition("_")[0] for one in several} == {"list", "read"}
        said = self.calls(reader, "tools/call", name="create_measure", arguments={"whole": 1})
        assert said["error"]["code"] == -32602


def _references(said: Any) -> set[str]:
    if isinstance(said, dict):
        own = {said["$ref"]} if isinstance(said.get("$ref"), str) else set()
        return own.union(*(_references(one) for one in said.values())) if said else own
    if isinstance(said, list):
        return set().union(*(_references(one) for one in said)) if said else set()
    return set()
