"""Whoever speaks to the server without our page: widgets in states that they do not offer.

A browser sends the state of each widget with every rerun. Nothing keeps an attacker from sending other
states: codes of foreign programmes, places in a list that is not theirs, values of other types.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME
from websockets.sync.client import ClientConnection

from tests.attack.decoding import canaries, leaks_in, said
from tests.attack.product import CHOSEN, codes
from tests.attack.tally import Tally
from tests.attack.test_pages import SHOWN
from tests.attack.worlds import GRANTS, LIMITED, OWN
from tests.browser.oidc import cookie_of
from tests.browser.test_doors import answers, asking_for, connected
from tools.serving import PAGES, Server

FOREIGN_CODES = tuple(code for name in CHOSEN for code in codes(name).get("foreign", ()))
CHOSEN_ON_MAP = json.dumps({"selection": {"objects": {"units": [{"id": code} for code in FOREIGN_CODES]}}})
# States of the kind that a widget sends, with what it does not offer.
OF_ITS_KIND: dict[str, tuple[dict[str, Any], ...]] = {
    "MultiSelect": tuple({"string_array_value": {"data": [code]}} for code in FOREIGN_CODES),
    "Selectbox": ({"string_value": FOREIGN_CODES[0]}, {"string_value": "people_hurt"}),
    "ButtonGroup": ({"string_array_value": {"data": FOREIGN_CODES}},),
    "DateInput": ({"string_array_value": {"data": ["2024/02/02", "2031/02/30"]}},),
    "TextInput": ({"string_value": FOREIGN_CODES[0]},),
    "DeckGlJsonChart": ({"json_value": CHOSEN_ON_MAP},),
    "Button": ({"trigger_value": True},),
    "Popover": ({"bool_value": True},),
}
# States of whatever kind, for widgets of all kinds.
OF_ANY_KIND: tuple[dict[str, Any], ...] = (
    {"string_array_value": {"data": FOREIGN_CODES}},
    {"string_value": "2024-02-30|<script>"},
    {"int_array_value": {"data": [0, 1, 99, -1]}},
    {"int_value": 7},
    {"json_value": CHOSEN_ON_MAP},
    {"double_array_value": {"data": [1e308, -1]}},
    {"trigger_value": True},
)


def widgets(value: Any) -> Iterator[tuple[str, str]]:
    """The widgets in a message: what each is, and its id."""
    if not isinstance(value, Message):
        return
    for field, held in value.ListFields():
        if field.name == "id" and str(held).startswith("$$ID"):
            yield value.DESCRIPTOR.name, held
        elif field.type == field.TYPE_MESSAGE:
            for each in [held] if isinstance(held, Message) else list(held):
                yield from widgets(each)


def forged(told: list[ForwardMsg]) -> Iterator[BackMsg]:
    """Reruns with widgets that were told of in states that they do not offer: those of one kind, or all."""
    found = dict.fromkeys(each for message in told for each in widgets(message))
    for kind, states in OF_ITS_KIND.items():
        chosen = [widget for of_kind, widget in found if of_kind == kind]
        yield from (_in_state(chosen, state) for state in states if chosen)
    yield from (_in_state([widget for _, widget in found], state) for state in OF_ANY_KIND)


def _in_state(chosen: list[str], state: dict[str, Any]) -> BackMsg:
    message = BackMsg()
    states = (WidgetState(id=widget, **state) for widget in chosen)
    message.rerun_script.widget_states.widgets.extend(states)
    return message


@contextmanager
def signed_in(server: Server, role: str) -> Iterator[ClientConnection]:
    """A connection like that of a page, of the viewer of a role."""
    cookie, token = cookie_of(server, sub=role, email=GRANTS[role].viewer), generate_xsrf_token_string()
    cookies = f"{cookie['name']}={cookie['value']}; {XSRF_COOKIE_NAME}={token}"
    with connected(server, server.origin, token=token, Cookie=cookies) as connection:
        yield connection


def attacked(server: Server, role: str, page: str, tally: Tally) -> None:
    with signed_in(server, role) as connection:
        told = answers(connection, asking_for(page))
    # A session that has been broken answers nothing more: each state has one of its own.
    for message in forged(told):
        with signed_in(server, role) as connection:
            answers(connection, asking_for(page))
            told += answers(connection, message) + answers(connection, asking_for("map"))
        tally["forged reruns"] += 1
    texts = tally.searched(text for message in told for text in said(message))
    assert any(OWN in text for text in texts), "nothing of their own was sent: the search proves nothing"
    found = leaks_in(texts, role, FOREIGN_CODES)
    assert not found, f"{len(found)} leaks, among them:\n" + "\n".join(found[:SHOWN])
    assert not [text for text in texts if "Traceback" in text or "sqlalchemy" in text.lower()]


@pytest.mark.parametrize(
    ("role", "page"), [("sponsor", "map"), ("presenter", "figures"), ("coordinator", "training")]
)
def test_a_widget_in_a_state_that_it_does_not_offer_tells_nothing(
    role: str, page: str, attacked_server: Server, tally: Tally
) -> None:
    attacked(attacked_server, role, page, tally)


@pytest.mark.attack
@pytest.mark.parametrize("role", LIMITED)
@pytest.mark.parametrize("page", PAGES)
def test_no_widget_of_any_page_tells_anything(
    page: str, role: str, attacked_server: Server, tally: Tally
) -> None:
    attacked(attacked_server, role, page, tally)


def test_the_search_finds_what_an_administrator_is_told(attacked_server: Server) -> None:
    with signed_in(attacked_server, "administrator") as connection:
        told = answers(connection, asking_for("map"))
    assert {kind for message in told for kind, _ in widgets(message)} >= {"MultiSelect", "Selectbox"}
    assert any(canaries(text for message in told for text in said(message)))
