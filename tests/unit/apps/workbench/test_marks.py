"""Small marks of the templates: faces, times, labels, tones."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.utils import timezone

from apps.accounts.models import User
from apps.workbench.templatetags.workbench import ago, duration, face, icon, tag, tone, when
from apps.workbench.words.states import Label

EVIL = '"><script>x</script>'


def test_an_icon_is_silent_and_named_by_the_sprite() -> None:
    html = icon("bolt", "spin")
    assert 'aria-hidden="true"' in html
    assert "look/icons.svg#i-bolt" in html.replace(".svg?", ".svg") or "#i-bolt" in html
    assert 'class="i spin"' in html


@pytest.mark.parametrize(
    "mark", [icon(EVIL), tag(Label(EVIL, EVIL, EVIL)), face(User(pk=1, name=EVIL))]
)
def test_nothing_in_a_mark_becomes_html(mark: str) -> None:
    assert "<script" not in mark


def test_a_label_is_a_word_a_shape_and_a_tone() -> None:
    assert 'data-s="ok"' in tag(Label("Live", "ok", "ok"))
    assert "data-s" not in tag(Label("Draft"))
    assert "Live" in tag(Label("Live", "ok", "ok"))


def test_faces_are_initials_and_the_platforms_own_is_a_letter() -> None:
    assert ">BL<" in face(User(pk=5, name="Bea Lund"))
    assert "h2" in face(User(pk=5, name="Bea Lund"))
    assert ">S<" in face(None)


def test_a_time_has_its_words_and_the_exact_one() -> None:
    moment = timezone.now() - timedelta(minutes=1)
    html = when(moment)
    assert f'datetime="{timezone.localtime(moment).isoformat(timespec="seconds")}"' in html
    assert "title=" in html


def test_a_time_is_that_of_the_reader() -> None:
    moment = datetime(2020, 1, 1, 23, 30, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        assert ">2 Jan 2020<" in when(moment)
    with timezone.override("UTC"):
        assert ">1 Jan 2020<" in when(moment)


@pytest.mark.parametrize("nothing", [None, "", 0])
def test_a_time_that_never_was(nothing: object) -> None:
    assert when(nothing) == "never"


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (constants.SUCCESS, "ok"),
        (constants.WARNING, "warn"),
        (constants.ERROR, "bad"),
        (constants.INFO, "info"),
        (constants.DEBUG, "info"),
    ],
)
def test_a_message_has_a_tone_of_the_look(level: int, said: str) -> None:
    assert tone(Message(level, "x")) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0.0 s"),
        (9.94, "9.9 s"),
        (10, "10 s"),
        (59.4, "59 s"),
        (60, "1 min 0 s"),
        (3661, "61 min 1 s"),
    ],
)
def test_seconds_at_the_edges(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_marks_work_in_a_template() -> None:
    text = "{% load workbench %}{% icon 'ok' %}{{ label|tag }}{{ n|people }}"
    html = Template(text).render(Context({"label": Label("Live"), "n": 1}))
    assert html.endswith("1 person")


@pytest.mark.parametrize(
    ("passed", "says"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5, seconds=2), "5 minutes ago"),
        (timedelta(hours=2, minutes=50), "2 hours ago"),
        (timedelta(days=400), str((timezone.now() - timedelta(days=400)).year)),
    ],
)
def test_a_history_says_how_long_ago_with_the_exact_time_on_hover(
    passed: timedelta, says: str
) -> None:
    moment = timezone.now() - passed
    html = ago(moment)
    assert says in html.replace("\xa0", " ").partition(">")[2]
    assert timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S") in html
