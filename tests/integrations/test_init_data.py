"""Launch data: what Telegram signs passes, everything else is refused and nothing crashes."""

import json
import time
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.integrations.telegram.init_data import (
    ExpiredInitData,
    InvalidInitData,
    LaunchData,
    data_hash,
    verify_init_data,
)
from app.integrations.telegram.launch import launch_hash, sign_init_data

TOKEN = "123456:TEST-TOKEN"
NOW = 1_760_000_000


def _signed(user: object = None, **fields: str) -> str:
    person = {"id": 42, "first_name": "Ada"} if user is None else user
    text = person if isinstance(person, str) else json.dumps(person)
    return sign_init_data({"user": text, "auth_date": str(NOW), **fields}, bot_token=TOKEN)


def _verify(init_data: str, *, now: float = NOW, max_age: float | None = 86_400) -> LaunchData:
    return verify_init_data(init_data, bot_token=TOKEN, max_age=max_age, now=now)


def test_signed_data_is_read() -> None:
    user = {
        "id": 42,
        "first_name": "Ада",
        "last_name": "",
        "username": "ada",
        "language_code": "ru",
        "is_premium": True,
        "photo_url": "https://t.me/i/userpic/1.svg",
        "something_new": {"a": 1},
    }
    launch = _verify(_signed(user, start_param="m-1", signature="", query_id="AAE"))
    assert launch.user.id == 42
    assert launch.user.first_name == "Ада"
    assert launch.user.is_premium
    assert launch.start_param == "m-1"
    assert launch.auth_date.timestamp() == NOW


def test_the_signature_field_is_inside_of_the_hash() -> None:
    signed = _signed(signature="abc")
    assert _verify(signed).user.id == 42
    with pytest.raises(InvalidInitData):
        _verify(signed.replace("signature=abc", "signature=abd"))


def test_age_and_skew() -> None:
    signed = _signed()
    assert _verify(signed, now=NOW + 86_400)
    assert _verify(signed, now=NOW - 60)
    with pytest.raises(ExpiredInitData):
        _verify(signed, now=NOW + 86_401)
    with pytest.raises(InvalidInitData, match="future"):
        _verify(signed, now=NOW - 61)


@pytest.mark.parametrize(
    "user",
    [
        {"id": True},
        {"id": "42"},
        {"id": 42.0},
        {"id": -5},
        {"id": 0},
        {"id": 2**52},
        {},
        {"first_name": "x"},
        [],
        "null",
        "1",
        '{"id":1e3}',
        '{"id":42,"id":43}',
        '{"id":' + "9" * 5000 + "}",
        '{"id":42,"first_name":"\\ud800"}',
        "[" * 9000,
        '{"id":42,"first_name":"\\u0000"}',
        '{"a":' * 2000,
        '{"id":42,"first_name":1}',
        '{"id":NaN}',
        "",
    ],
)
def test_impossible_users_are_refused(user: object) -> None:
    with pytest.raises(InvalidInitData):
        _verify(_signed(user))


@pytest.mark.parametrize("date", ["", "1.5", "1e9", "-1", "+1", " 1", "0x10", "1760000000000000", "٣", "1_0"])
def test_impossible_dates_are_refused(date: str) -> None:
    with pytest.raises(InvalidInitData):
        _verify(_signed(auth_date=date), max_age=None)


def test_fields_cannot_be_doubled_hidden_or_smuggled() -> None:
    signed = _signed()
    other = quote(json.dumps({"id": 1, "first_name": "Eve"}))
    pairs = dict(parse_qsl(signed, keep_blank_values=True))
    regrouped = urlencode({"auth_date": f"{pairs['auth_date']}\nuser={pairs['user']}", "hash": pairs["hash"]})
    attacks = [
        f"user={other}&{signed}",
        f"{signed}&user={other}",
        f"{signed}&auth_date={NOW}",
        f"{signed}&hash={pairs['hash']}",
        f"{signed}&x",
        f"{signed}&=1",
        f"{signed}&",
        f"&{signed}",
        f"{signed}&start_param=",
        f"{signed}&a%0Ab=1",
        f"{signed}&user2={other}",
        regrouped,
        signed.replace(pairs["hash"], pairs["hash"].upper()),
        signed.replace(pairs["hash"], "é" * 64),
        signed.replace("hash=", "hash_="),
        signed.split("&hash=")[0],
        signed + "0",
        signed.replace("&", ";"),
        " " + signed,
        signed + "\n",
    ]
    for attack in attacks:
        with pytest.raises(InvalidInitData):
            _verify(attack)


def test_another_bots_signature_and_no_token() -> None:
    with pytest.raises(InvalidInitData):
        verify_init_data(_signed(), bot_token="654321:OTHER", max_age=None)
    with pytest.raises(ValueError, match="empty bot token"):
        verify_init_data(_signed(), bot_token="", max_age=None)


FIELDS = st.dictionaries(
    st.from_regex(r"[a-z_]{1,20}", fullmatch=True).filter(lambda k: k not in {"hash", "user", "auth_date"}),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
    max_size=6,
)


@given(FIELDS, st.integers(1, 2**52 - 1), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_whatever_is_signed_is_read_in_any_order_and_encoding(fields: Mapping[str, str], uid: int, name: str) -> None:
    all_fields = {"user": json.dumps({"id": uid, "first_name": name}), "auth_date": str(NOW), **fields}
    signed = {**all_fields, "hash": data_hash(all_fields, TOKEN)}
    for text in (urlencode(signed), urlencode(dict(reversed(signed.items())), quote_via=quote)):
        assert _verify(text).user.id == uid


@given(st.data())
def test_any_single_change_is_refused(data: st.DataObject) -> None:
    signed = _signed(start_param="abc")
    at = data.draw(st.integers(0, len(signed) - 1))
    new = data.draw(st.characters(exclude_categories=["Cs"]))
    changed = signed[:at] + new + signed[at + 1 :]
    if parse_qsl(changed, keep_blank_values=True) != parse_qsl(signed, keep_blank_values=True):
        with pytest.raises(InvalidInitData):
            _verify(changed)


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda b: b.decode("utf-8", "surrogateescape")))
def test_no_text_raises_anything_else(text: str) -> None:
    with pytest.raises(InvalidInitData):
        _verify(text)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text() | st.integers(), st.lists, max_leaves=20))
def test_no_signed_user_raises_anything_else(user: object) -> None:
    with pytest.raises(InvalidInitData):
        _verify(_signed(json.dumps({"id": user})) if not isinstance(user, int) else _signed({"id": -abs(user)}))


def test_the_launch_hash_is_read_back_as_a_client_does() -> None:
    signed = _signed()
    parts = dict(parse_qsl(launch_hash(signed, theme={"bg_color": "#ffffff"})[1:]))
    assert parts["tgWebAppData"] == signed
    assert json.loads(parts["tgWebAppThemeParams"]) == {"bg_color": "#ffffff"}


def test_real_time_is_the_default_clock() -> None:
    fresh = sign_init_data({"user": '{"id":42}', "auth_date": str(int(time.time()))}, bot_token=TOKEN)
    assert verify_init_data(fresh, bot_token=TOKEN, max_age=60).user.id == 42
