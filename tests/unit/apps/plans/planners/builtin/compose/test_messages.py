"""Messages: who is told on which occasion; what cannot be sent is said."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import plan_of

REQUESTS = "Track requests with title, owner and status (new, in work, done). "


def told(words: str) -> tuple[dict[str, Any], list[str]]:
    (automation,) = plan_of(REQUESTS + words)["automations"]
    return automation["when"], automation["do"][0]["to"]


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("Notify the owner when a request is created.", {"kind": "created"}),
        ("Tell the team about new requests.", {"kind": "created"}),
        ("Email managers when a request is submitted.", {"kind": "created"}),
        (
            "Notify the requester when the status changes.",
            {"kind": "changed", "field": "status"},
        ),
        (
            "Notify the owner when a request is done.",
            {"kind": "changed", "field": "status", "to": "done"},
        ),
        ("The owner gets an email when assigned.", {"kind": "changed", "field": "owner"}),
    ],
)
def test_occasions(words: str, when: dict[str, str]) -> None:
    assert told(words)[0] == when


@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("Notify the owner when a request is done.", ["row.owner"]),
        ("Notify managers when a request is created.", ["manager"]),
        ("Notify me when a request is created.", ["admin"]),
        ("Notify the requester when the status changes.", ["row.created_by"]),
        ("Send a notification to finance when a request is done.", ["finance"]),
        ("When a request is done, send an email.", ["row.created_by"]),
        ("Notify when a request is done.", ["row.created_by"]),
    ],
)
def test_who_is_told(words: str, to: list[str]) -> None:
    assert told(words)[1] == to


LOANS = "Track loans with item, owner, due date and status (out, returned). "


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("Remind the owner two days before it is due.", {"offset": -2}),
        ("Remind the owner 1 week before the due date.", {"offset": -1, "unit": "weeks"}),
        ("Email the owner 3 days after the due date.", {"offset": 3}),
        ("When a loan is overdue, remind the owner.", {"offset": 1}),
        ("Remind the owner on the due date.", {}),
    ],
)
def test_a_reminder_goes_by_the_date_of_the_row(words: str, when: dict[str, Any]) -> None:
    plan = plan_of(LOANS + words)
    (automation,) = plan["automations"]
    address = f"automations.{automation['id']}"
    (said,) = [one for one in plan["requirements"] if address in one["provides"]]
    assert "partly" not in said
    assert automation["when"] == {"kind": "date", "field": "due_date", **when}
    assert automation["do"][0]["to"] == ["row.owner"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Remind the owner two days before it is due.", "Messages by the clock"),
        ("Send a weekly digest to managers.", "Messages by the clock"),
        ("Every Monday email the list to finance.", "Messages by the clock"),
    ],
)
def test_what_goes_by_the_clock_is_left_out(words: str, reason: str) -> None:
    plan = plan_of(REQUESTS + words)
    assert "automations" not in plan
    assert [left["reason"].startswith(reason) for left in plan["left_out"]] == [True]


def test_channels_that_are_not_reached_are_said() -> None:
    plan = plan_of(REQUESTS + "Notify the owner on Slack when a request is done.")
    (said,) = [r for r in plan["requirements"] if "Slack" in r["quote"]]
    assert said["partly"].startswith("Chat channels and text messages are not reached")


def test_two_occasions_are_two_messages() -> None:
    plan = plan_of(
        REQUESTS
        + "Notify managers when a request is created. Notify the owner when a request is done."
    )
    assert [one["id"] for one in plan["automations"]] == ["tell_new", "tell_done"]


def test_the_text_names_the_row_and_leads_to_it() -> None:
    (automation,) = plan_of(REQUESTS + "Notify managers when a request is created.")["automations"]
    assert automation["do"][0]["text"] == "New request: {title} {link}"


@pytest.mark.parametrize(
    "words", ["Notify when a request is done.", "Tell once a request is created."]
)
def test_an_occasion_is_no_role(words: str) -> None:
    assert plan_of(REQUESTS + words).get("roles", []) == []


SLACK, CHAT = "hooks.slack.com", "chat.googleapis.com"


@pytest.mark.parametrize(
    ("words", "when", "key", "host"),
    [
        ("Post every new request to Slack.", "created", "SLACK_WEBHOOK_URL", SLACK),
        (
            "Notify our Slack channel when a request is created.",
            "created",
            "SLACK_WEBHOOK_URL",
            SLACK,
        ),
        ("Announce new requests in Google Chat.", "created", "CHAT_WEBHOOK_URL", CHAT),
        (
            "When a request is done, post it to #ops in Slack.",
            "changed",
            "SLACK_WEBHOOK_URL",
            SLACK,
        ),
        (
            "Post new requests to our chat channel at chat.acme.example.",
            "created",
            "CHAT_WEBHOOK_URL",
            "chat.acme.example",
        ),
        (
            "Call this webhook with every new request: https://erp.acme.example/in?key=1",
            "created",
            "WEBHOOK_URL",
            "erp.acme.example",
        ),
    ],
)
def test_what_is_posted_to_another_system(words: str, when: str, key: str, host: str) -> None:
    plan = plan_of(REQUESTS + words)
    (automation,) = plan["automations"]
    assert automation["when"]["kind"] == when
    (step,) = automation["do"]
    assert (step["kind"], step["secret"], step["host"]) == ("webhook", key, host)
    assert [(one["key"], one["kind"]) for one in plan["settings_needed"]] == [(key, "secret")]
    assert plan.get("roles", []) == []
    assert "left_out" not in plan


def test_an_address_is_a_secret_and_in_no_part_of_the_tool() -> None:
    words = "Call this webhook with every new request: https://erp.acme.example/in?key=1"
    plan = plan_of(REQUESTS + words)
    assert "key=1" not in str({**plan, "requirements": []})


def test_a_chat_that_is_not_named_is_guessed_and_that_is_said() -> None:
    plan = plan_of(REQUESTS + "Post new requests to our chat channel.")
    assert plan["automations"][0]["do"][0]["host"] == SLACK
    (said,) = [one for one in plan["requirements"] if "chat" in one["quote"]]
    assert said["partly"].startswith("The chat is taken to be Slack (hooks.slack.com)")


def test_two_messages_to_one_channel_need_one_value() -> None:
    plan = plan_of(REQUESTS + "Post new requests to Slack. Tell Slack when a request is done.")
    assert len(plan["automations"]) == 2
    assert len(plan["settings_needed"]) == 1


def test_a_person_who_is_named_besides_is_told_too() -> None:
    plan = plan_of(REQUESTS + "Email the owner and post to Slack when a request is done.")
    hook, mail = plan["automations"][0]["do"]
    assert (hook["kind"], mail["kind"], mail["to"]) == ("webhook", "notify", ["row.owner"])


def test_a_webhook_without_a_host_is_left_out_with_what_to_say() -> None:
    plan = plan_of(REQUESTS + "Send new requests to a webhook.")
    assert "automations" not in plan
    assert [one["reason"] for one in plan["left_out"]] == [
        "Where it goes was not said: name the host, such as hooks.example.com."
    ]
