"""Pages read back as a person would: their words, their sentences of refusal, their forms."""

import re
from html import unescape

from django.http import HttpResponse

TAG = re.compile(r"<[^>]+>")
SPACE = re.compile(r"\s+")


def words(response: HttpResponse | str) -> str:
    """The text of a page, without its marks."""
    html = response if isinstance(response, str) else response.content.decode()
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return SPACE.sub(" ", unescape(TAG.sub(" ", html))).strip()


def refusal(response: HttpResponse) -> str:
    """The sentence of the refusal on a page, or nothing."""
    found = re.search(r"data-refusal>(.*?)</div>", response.content.decode(), re.DOTALL)
    return words(found[1]) if found else ""


def done(response: HttpResponse) -> str:
    """The sentence that says what was done."""
    found = re.search(r"data-done>(.*?)</div>", response.content.decode(), re.DOTALL)
    return words(found[1]) if found else ""


def sentence(response: HttpResponse) -> str:
    """The sentence of an error page."""
    found = re.search(r"data-sentence>(.*?)</p>", response.content.decode(), re.DOTALL)
    return words(found[1]) if found else ""


def actions_on(response: HttpResponse) -> set[str]:
    """The addresses that the page's forms would post to."""
    html = response.content.decode()
    forms = re.findall(r"<form\b[^>]*>", html)
    posted = [form for form in forms if 'method="post"' in form]
    return {unescape(found) for form in posted for found in re.findall(r'action="([^"]*)"', form)}
