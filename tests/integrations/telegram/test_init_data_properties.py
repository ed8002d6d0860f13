"""Launch data under any input: what is signed comes back, what is changed is refused, nothing else is raised."""

import json
import random
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, quote_plus

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.integrations.telegram.init_data import MAX_ID, InvalidInitData, LaunchData, data_hash, verify_init_data
from app.integrations.telegram.launch import sign_init_data

TOKEN = "123456:TEST-TOKEN"
SIGNED_AT = 1_700_000_000

plain_text = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(32)]), max_size=60
)
json_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
ids = st.integers(min_value=1, max_value=MAX_ID)
keys = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12).filter(
    lambda key: key not in {"user", "auth_date", "hash"}
)
extras = st.dictionaries(keys, plain_text, max_size=6)
people = st.fixed_dictionaries(
    {"id": ids, "first_name": json_text},
    optional={"last_name": json_text, "is_premium": st.booleans(), "unknown": st.lists(json_text, max_size=2)},
)


def verify(init_data: str) -> LaunchData:
    return verify_init_data(init_data, bot_token=TOKEN, max_age=3600, now=SIGNED_AT)


def fields_of(person: Mapping[str, object], extra: Mapping[str, str], *, ascii_only: bool = False) -> dict[str, str]:
    return {**extra, "user": json.dumps(person, ensure_ascii=ascii_only), "auth_date": str(SIGNED_AT)}


@given(person=people, extra=extras, ascii_only=st.booleans())
def test_what_is_signed_comes_back(person: dict[str, object], extra: dict[str, str], *, ascii_only: bool) -> None:
    launch = verify(sign_init_data(fields_of(person, extra, ascii_only=ascii_only), bot_token=TOKEN))
    assert launch.user.id == person["id"]
    assert launch.user.first_name == person["first_name"]
    assert launch.start_param == extra.get("start_param")


@given(extra=extras, shuffled=st.randoms(), plus=st.booleans())
def test_order_and_style_of_encoding_change_nothing(
    extra: dict[str, str], shuffled: random.Random, *, plus: bool
) -> None:
    fields = fields_of({"id": 42}, extra)
    pairs = list({**fields, "hash": data_hash(fields, TOKEN)}.items())
    shuffled.shuffle(pairs)
    encode = quote_plus if plus else quote
    assert verify("&".join(f"{key}={encode(value)}" for key, value in pairs)).user.id == 42


@given(at=st.integers(min_value=0), new=st.characters(exclude_categories=["Cs"]), insert=st.booleans())
def test_a_single_change_is_refused(at: int, new: str, *, insert: bool) -> None:
    good = sign_init_data(fields_of({"id": 42, "first_name": "Ada B"}, {"start_param": "x"}), bot_token=TOKEN)
    at %= len(good)
    bad = good[:at] + new + good[at if insert else at + 1 :]
    assume(parse_qsl(bad, keep_blank_values=True) != parse_qsl(good, keep_blank_values=True))
    with pytest.raises(InvalidInitData):
        verify(bad)


@given(at=st.integers(min_value=0), length=st.integers(min_value=1, max_value=40))
def test_a_missing_piece_is_refused(at: int, length: int) -> None:
    good = sign_init_data(fields_of({"id": 42, "first_name": "Ada"}, {"query_id": "AAA"}), bot_token=TOKEN)
    at %= len(good)
    with pytest.raises(InvalidInitData):
        verify(good[:at] + good[at + length :])


@given(key=st.sampled_from(["user", "auth_date", "query_id", "hash"]), value=plain_text, in_front=st.booleans())
def test_a_repeated_field_is_refused_wherever_it_stands(key: str, value: str, *, in_front: bool) -> None:
    good = sign_init_data(fields_of({"id": 42}, {"query_id": "AAA"}), bot_token=TOKEN)
    extra = f"{key}={quote(value)}"
    with pytest.raises(InvalidInitData):
        verify(f"{extra}&{good}" if in_front else f"{good}&{extra}")


@given(extra=extras, cut=st.integers(min_value=0), in_name=st.booleans())
def test_fields_cannot_be_folded_into_each_other(extra: dict[str, str], cut: int, *, in_name: bool) -> None:
    lines = sorted(f"{key}={value}" for key, value in fields_of({"id": 42}, extra).items())
    at = cut % (len(lines) - 1)
    folded = f"{lines[at]}\n{lines[at + 1]}"
    key, _, value = folded.rpartition("=") if in_name else folded.partition("=")
    pairs = (line.partition("=") for line in (*lines[:at], *lines[at + 2 :]))
    fields = {**{name: text for name, _, text in pairs}, key: value}
    digits = data_hash(fields_of({"id": 42}, extra), TOKEN)
    assume("\n".join(sorted(f"{k}={v}" for k, v in fields.items())) == "\n".join(lines))
    with pytest.raises(InvalidInitData):
        verify("&".join(f"{quote(k)}={quote(v)}" for k, v in {**fields, "hash": digits}.items()))


@given(st.text())
def test_no_text_raises_anything_else(text: str) -> None:
    with pytest.raises(InvalidInitData):
        verify(text)


@given(
    st.lists(
        st.tuples(st.sampled_from(["user", "auth_date", "hash", "signature", "\ud800", ""]), st.text()), max_size=5
    )
)
def test_no_pairs_raise_anything_else(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidInitData):
        verify("&".join(f"{key}={value}" for key, value in pairs))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.just("id"), inner, max_size=3)
        ),
        max_leaves=20,
    )
)
def test_no_signed_user_raises_anything_else(user: object) -> None:
    fields = {"user": json.dumps(user), "auth_date": str(SIGNED_AT)}
    try:
        launch = verify(sign_init_data(fields, bot_token=TOKEN))
    except InvalidInitData:
        return
    assert isinstance(user, dict)
    assert type(user["id"]) is int
    assert launch.user.id == user["id"]


@given(auth_date=plain_text)
def test_no_signed_date_raises_anything_else(auth_date: str) -> None:
    fields = {"user": '{"id":42}', "auth_date": auth_date}
    with pytest.raises(InvalidInitData):
        verify(sign_init_data(fields, bot_token=TOKEN))
