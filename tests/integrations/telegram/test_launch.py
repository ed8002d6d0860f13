"""Launches of development: read back as the page reads them, they are what a Telegram client would give."""

import json
from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.integrations.telegram.init_data import verify_init_data
from app.integrations.telegram.launch import (
    DEMO_PEOPLE,
    DemoPerson,
    demo_init_data,
    launch_hash,
    sign_init_data,
)
from app.settings import DEMO_ADMIN_ID

TOKEN = "123456:TEST-TOKEN"
SIGNED_AT = 1_700_000_000


def read_as_a_client(address_hash: str) -> dict[str, str]:
    """Split at ``&``, take what follows the first ``=`` up to the next, decode once."""
    pairs = (pair.split("=") for pair in address_hash.removeprefix("#").split("&"))
    return {name: unquote(value) for name, value, *_ in pairs}


def test_the_hash_is_added_to_the_fields() -> None:
    init_data = sign_init_data({"auth_date": "1", "user": "{}"}, bot_token=TOKEN)
    assert [key for key, _ in parse_qsl(init_data)] == ["auth_date", "user", "hash"]


@given(st.dictionaries(st.sampled_from(["user", "start_param", "query_id"]), st.text(st.characters(codec="utf-8"))))
def test_a_launch_survives_the_address(fields: dict[str, str]) -> None:
    init_data = sign_init_data(fields, bot_token=TOKEN)
    parts = read_as_a_client(launch_hash(init_data, theme={"bg_color": "#ffffff"}))
    assert parts["tgWebAppData"] == init_data


def test_a_launch_has_what_a_client_gives() -> None:
    address_hash = launch_hash("a=1&b=2", version="7.0", platform="ios", theme={"bg_color": "#ffffff"})
    assert address_hash == (
        "#tgWebAppData=a%3D1%26b%3D2&tgWebAppVersion=7.0&tgWebAppPlatform=ios"
        "&tgWebAppThemeParams=%7B%22bg_color%22%3A%22%23ffffff%22%7D"
    )


def test_a_launch_without_a_theme_has_an_empty_one() -> None:
    assert json.loads(read_as_a_client(launch_hash("a=1"))["tgWebAppThemeParams"]) == {}


def test_only_what_a_browser_leaves_bare_is_bare() -> None:
    assert launch_hash("-_.!~*'() +ё").startswith("#tgWebAppData=-_.!~*'()%20%2B%D1%91&")


@pytest.mark.parametrize("person", DEMO_PEOPLE, ids=lambda person: person.username)
def test_a_demo_person_is_let_in(person: DemoPerson) -> None:
    init_data = demo_init_data(person, bot_token=TOKEN, auth_date=SIGNED_AT)
    launch = verify_init_data(init_data, bot_token=TOKEN, max_age=60, now=SIGNED_AT)
    assert launch.user.id == person.telegram_id
    assert launch.user.first_name == person.first_name
    assert launch.user.language_code == person.language_code


def test_the_demo_people_are_several_and_one_is_the_admin() -> None:
    assert len({person.telegram_id for person in DEMO_PEOPLE}) == len(DEMO_PEOPLE) == 3
    assert DEMO_ADMIN_ID in {person.telegram_id for person in DEMO_PEOPLE}
    assert "ru" in {person.language_code for person in DEMO_PEOPLE}
