"""A browser without scripts: it reads the forms of a page, fills them in and sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import requests

from tests.serve.serving import Asked

VOID = {"input", "link", "meta", "br"}


@dataclass
class Form:
    """A form: where it is sent, its hidden fields, what may be chosen or filled in, and its buttons."""

    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)
    """By name the values of boxes, radio buttons and menus; those of fields for text are empty."""
    kinds: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value and label of each."""


class Page(HTMLParser):
    """A page as it is read."""

    def __init__(self, answer: requests.Response) -> None:
        super().__init__()
        self.status, self.text, self.headers = answer.status_code, answer.text, answer.headers
        self.forms: list[Form] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.words: dict[str, str] = {"h1": "", "title": "", "alert": ""}
        self._into: list[str] = []
        self._button = False
        self.feed(answer.text)
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if "id" in told:
            self.ids.append(told["id"])
        if tag == "label" and "for" in told:
            self.labelled.add(told["for"])
        if tag in ("h1", "title"):
            self._into.append(tag)
        if told.get("role") == "alert":
            self._into.append("alert")
        if tag == "form":
            self.forms.append(Form(told["action"]))
        name, value = told.get("name", ""), told.get("value", "")
        if tag == "input" and told.get("type") == "hidden":
            self.forms[-1].hidden.append((name, value))
        elif tag in ("input", "select"):
            self.forms[-1].kinds[name] = told.get("type", tag)
            options = self.forms[-1].options.setdefault(name, [])
            if told.get("type") in ("radio", "checkbox"):
                options.append(value)
            self._menu = name
        elif tag == "option" and value:
            self.forms[-1].options[self._menu].append(value)
        elif tag == "button" and told.get("type") != "button":
            self.forms[-1].buttons.append((name, value, ""))
            self._button = True

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag
        self._button = self._button and tag != "button"
        if self._into and (tag == self._into[-1] or (self._into[-1] == "alert" and tag == "div")):
            self._into.pop()

    def handle_data(self, data: str) -> None:
        for name in self._into:
            self.words[name] += data
        if self._button:
            name, value, label = self.forms[-1].buttons[-1]
            self.forms[-1].buttons[-1] = (name, value, label + data)

    def button(self, value: str, label: str = "") -> tuple[Form, tuple[str, str, str]]:
        """Return the form with a button, and that button."""
        return next(
            (form, each) for form in self.forms for each in form.buttons if each[1] == value and label in each[2]
        )


class Browser:
    """Goes from page to page."""

    def __init__(self, service: Asked) -> None:
        self._service = service
        self.been: list[Page] = []
        self._go(service.get("/"))

    def press(self, do: str, label: str = "", **filled: Any) -> Page:
        """Press a button of the page, with fields filled in."""
        form, button = self.page.button(do, label)
        fields = [*form.hidden, *((name, each) for name, each in filled.items()), button[:2]]
        return self._go(self.send(form.action, fields))

    def _go(self, answer: requests.Response) -> Page:
        self.page = Page(answer)
        self.been.append(self.page)
        return self.page

    def send(self, action: str, fields: list[tuple[str, Any]], **headers: str) -> requests.Response:
        """Send a form."""
        head = {"content-type": "application/x-www-form-urlencoded", **headers}
        return self._service.post(action, data=urlencode(fields, doseq=True), headers=head)
