"""Each rule of launch data by example: who is let in, and what is refused."""

import json
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import pytest

from app.integrations.telegram.init_data import (
    MAX_BYTES,
    MAX_ID,
    ExpiredInitData,
    InvalidInitData,
    LaunchData,
    data_hash,
    verify_init_data,
)
from app.integrations.telegram.launch import sign_init_data

TOKEN = "123456:TEST-TOKEN"
SIGNED_AT = 1_700_000_000
PERSON = '{"id":42,"first_name":"Ada","username":"ada"}'


def verify(init_data: str, *, max_age: float | None = 3600, now: float = SIGNED_AT, skew: float = 60) -> LaunchData:
    return verify_init_data(init_data, bot_token=TOKEN, max_age=max_age, now=now, clock_skew=skew)


def signed(**fields: str) -> str:
    return sign_init_data({"user": PERSON, "auth_date": str(SIGNED_AT), **fields}, bot_token=TOKEN)


def signed_user(user: str) -> str:
    return signed(user=user)


def refused(init_data: str, *, now: float = SIGNED_AT) -> str:
    with pytest.raises(InvalidInitData) as caught:
        verify(init_data, now=now)
    return caught.value.reason


# Signed with openssl's HMAC, not with the code under test.
VECTORS = {
    "minimal": (
        42,
        "user=%7B%22id%22%3A42%2C%22first_name%22%3A%22Ada%22%7D&auth_date=1700000000"
        "&hash=4a43b012ce7d4c798d2f9e6f41dba5c5ad9a32ad33aefa7484a6d8cede0ae08d",
    ),
    "Cyrillic, plus, escaped slashes, blank last name, signature": (
        5_000_000_000,
        "query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A5000000000%2C%22first_name%22%3A%22%D0%91%D0%BE%D1%80%D0%B8"
        "%D1%81%20%2B%20%5C%2F%22%2C%22last_name%22%3A%22%22%2C%22language_code%22%3A%22ru%22%2C%22photo_url%22%3A%22https"
        "%3A%5C%2F%5C%2Ft.me%5C%2Fp.svg%22%7D&auth_date=1700000000&signature=c2ln"
        "&hash=020be1387225b2300c9115e52f4b742714d252b27f767864dc4bd7b09ba32a96",
    ),
    "group, start parameter, a field without meaning for us": (
        1_000_002,
        "user=%7B%22id%22%3A1000002%2C%22first_name%22%3A%22Ada%22%2C%22is_premium%22%3Atrue%7D"
        "&chat_instance=-3788475317572404878&chat_type=group&start_param=ref-007&can_send_after=30&auth_date=1700000000"
        "&hash=e7c2cb64486b1e08e2aac40962593ade8ea0a52ac1598df5f1a0821b83650c9e",
    ),
}


@pytest.mark.parametrize(("telegram_id", "init_data"), VECTORS.values(), ids=VECTORS.keys())
def test_a_vector(telegram_id: int, init_data: str) -> None:
    assert verify(init_data).user.id == telegram_id


class TestAccepted:
    def test_the_person_comes_out(self) -> None:
        user = json.dumps(
            {
                "id": 5_000_000_000,
                "first_name": "Борис",
                "last_name": "",
                "username": "boris",
                "language_code": "ru",
                "is_premium": True,
                "allows_write_to_pm": True,
                "photo_url": "https://t.me/i/userpic/320/x.svg",
            }
        )
        launch = verify(signed(user=user, query_id="AAA", start_param="007", chat_type="sender", chat_instance="-12"))
        assert launch.user.id == 5_000_000_000
        assert (launch.user.first_name, launch.user.last_name) == ("Борис", "")
        assert launch.user.is_premium
        assert launch.user.allows_write_to_pm
        assert launch.user.photo_url == "https://t.me/i/userpic/320/x.svg"
        assert launch.auth_date == datetime.fromtimestamp(SIGNED_AT, UTC)
        assert (launch.query_id, launch.start_param) == ("AAA", "007")
        assert (launch.chat_type, launch.chat_instance) == ("sender", "-12")

    def test_what_is_absent_is_none_or_false(self) -> None:
        launch = verify(signed_user('{"id":42}'))
        assert launch.user.username is None
        assert launch.user.photo_url is None
        assert not launch.user.is_premium
        assert not launch.user.is_bot
        assert launch.start_param is None

    def test_the_order_of_fields_is_free(self) -> None:
        assert verify("&".join(reversed(signed(query_id="AAA").split("&")))).user.id == 42

    def test_the_signature_field_is_part_of_what_is_hashed(self) -> None:
        init_data = signed(signature="c2lnbmF0dXJl")
        assert verify(init_data).user.id == 42
        refused(init_data.replace("signature=c2lnbmF0dXJl", "signature=c2lnbmF0dXJm"))
        refused(init_data.replace("&signature=c2lnbmF0dXJl", ""))

    def test_blank_fields_are_part_of_what_is_hashed(self) -> None:
        assert verify(signed(start_param="")).start_param == ""
        refused(f"{signed()}&start_param=")

    def test_unknown_keys_are_left_out(self) -> None:
        launch = verify(signed(user='{"id":42,"mood":{"is":["good"]}}', some_future_field="1"))
        assert "mood" not in launch.user.model_dump()
        assert "some_future_field" not in launch.model_dump()

    @pytest.mark.parametrize("character", ["+", "%", "&", "=", "/", "?", "#", "ё", "\U0001f600"])
    def test_a_character_survives_the_encoding(self, character: str) -> None:
        name = f"a{character}b"
        assert verify(signed_user(json.dumps({"id": 42, "first_name": name}))).user.first_name == name

    def test_a_plus_means_a_space(self) -> None:
        fields = {"user": '{"id":42,"first_name":"A B"}', "auth_date": str(SIGNED_AT)}
        init_data = urlencode({**fields, "hash": data_hash(fields, TOKEN)})
        assert "+" in init_data
        assert verify(init_data).user.first_name == "A B"

    def test_the_received_text_is_hashed_and_not_a_new_serialisation(self) -> None:
        user = '{"id":42,"first_name":"\\u0410","photo_url":"https:\\/\\/t.me\\/p.jpg"}'
        launch = verify(signed_user(user))
        assert launch.user.first_name == "А"
        assert launch.user.photo_url == "https://t.me/p.jpg"

    def test_a_bot_is_named_as_one(self) -> None:
        assert verify(signed_user('{"id":42,"is_bot":true}')).user.is_bot

    def test_receiver_and_chat_are_other_parties(self) -> None:
        assert verify(signed(receiver='{"id":7}', chat='{"id":8}')).user.id == 42

    @pytest.mark.parametrize("telegram_id", [1, 2**31, 2**40, MAX_ID])
    def test_ids_to_the_edge(self, telegram_id: int) -> None:
        assert verify(signed_user(f'{{"id":{telegram_id}}}')).user.id == telegram_id

    def test_launch_data_is_frozen(self) -> None:
        launch = verify(signed())
        with pytest.raises(ValueError, match="frozen"):
            launch.start_param = "x"  # type: ignore[misc]


class TestTexts:
    def test_a_long_name_is_cut(self) -> None:
        user = verify(signed_user(json.dumps({"id": 42, "first_name": "я" * 300, "last_name": "b" * 300}))).user
        assert user.first_name == "я" * 256
        assert user.last_name == "b" * 256

    def test_a_long_username_or_language_is_dropped(self) -> None:
        user = verify(signed_user(json.dumps({"id": 42, "username": "a" * 65, "language_code": "x" * 17}))).user
        assert user.username is None
        assert user.language_code is None

    @pytest.mark.parametrize(
        "picture", ["http://t.me/a.jpg", "javascript:alert(1)", "data:,x", "//t.me/a", "", "https://t.me/" + "a" * 2048]
    )
    def test_an_unsafe_picture_is_dropped(self, picture: str) -> None:
        assert verify(signed_user(json.dumps({"id": 42, "photo_url": picture}))).user.photo_url is None


class TestSignature:
    def test_another_token(self) -> None:
        with pytest.raises(InvalidInitData, match="signature"):
            verify_init_data(signed(), bot_token="654321:OTHER-TOKEN", max_age=None, now=SIGNED_AT)

    @pytest.mark.parametrize("token", ["", " ", "\n"])
    def test_an_empty_token_is_a_programming_error(self, token: str) -> None:
        with pytest.raises(ValueError, match="empty bot token") as caught:
            verify_init_data(signed(), bot_token=token, max_age=None)
        assert not isinstance(caught.value, InvalidInitData)

    @pytest.mark.parametrize(
        "digits",
        ["", "0" * 64, "0" * 63, "g" * 64, "é" * 64, "０" * 64, "null", "0" * 5000],
        ids=["blank", "zeros", "short", "no hex", "not ASCII", "wide digits", "word", "long"],
    )
    def test_a_malformed_or_wrong_hash(self, digits: str) -> None:
        refused(f"{signed().rpartition('&hash=')[0]}&hash={quote(digits)}")

    def test_upper_case_is_another_hash(self) -> None:
        start, _, digits = signed().rpartition("hash=")
        refused(f"{start}hash={digits.upper()}")

    def test_no_hash(self) -> None:
        refused(signed().rpartition("&hash=")[0])

    def test_the_hex_text_of_the_secret_is_not_the_key(self) -> None:
        assert data_hash({"auth_date": "1"}, TOKEN) != data_hash({"auth_date": "1"}, TOKEN.encode().hex())


class TestFields:
    @pytest.mark.parametrize(
        "init_data", ["", " ", "&", "=", "hash", "user", "a=1", "here comes something wrong;", "?"]
    )
    def test_nonsense(self, init_data: str) -> None:
        refused(init_data)

    @pytest.mark.parametrize("extra", ["user=%7B%22id%22%3A7%7D", "auth_date=1700000000", "hash=" + "0" * 64])
    @pytest.mark.parametrize("in_front", [True, False])
    def test_a_repeated_field(self, extra: str, *, in_front: bool) -> None:
        whole = f"{extra}&{signed()}" if in_front else f"{signed()}&{extra}"
        assert refused(whole) == "a field stands twice"

    @pytest.mark.parametrize("missing", ["user", "auth_date"])
    def test_a_mandatory_field_is_missing(self, missing: str) -> None:
        fields = {"user": PERSON, "auth_date": str(SIGNED_AT), "query_id": "AAA"}
        del fields[missing]
        assert missing in refused(sign_init_data(fields, bot_token=TOKEN))

    @pytest.mark.parametrize("key", ["User", "a-b", "a.b", "a1", "", "a b", "a\n", "ключ", "a" * 65])
    def test_an_impossible_name(self, key: str) -> None:
        fields = {"user": PERSON, "auth_date": str(SIGNED_AT), key: "x"}
        pairs = {**fields, "hash": data_hash(fields, TOKEN)}
        assert refused(urlencode(pairs)) == "a field has an impossible name"

    def test_two_fields_folded_into_one_value_share_a_signature_and_are_refused(self) -> None:
        digits = data_hash({"auth_date": "1", "query_id": "AAA", "user": PERSON}, TOKEN)
        folded = {"auth_date": "1\nquery_id=AAA", "user": PERSON}
        assert data_hash(folded, TOKEN) == digits
        assert refused(urlencode({**folded, "hash": digits})) == "a field holds control characters"

    def test_two_fields_folded_into_one_name_share_a_signature_and_are_refused(self) -> None:
        digits = data_hash({"auth_date": "1", "query_id": "AAA", "user": PERSON}, TOKEN)
        folded = {"auth_date=1\nquery_id": "AAA", "user": PERSON}
        assert data_hash(folded, TOKEN) == digits
        assert refused(urlencode({**folded, "hash": digits})) == "a field has an impossible name"

    @pytest.mark.parametrize("tail", ["%ff", "%C3%28", "%ed%a0%80", "\ud800"])
    def test_what_is_not_utf8(self, tail: str) -> None:
        assert refused(f"{signed()}&start_param={tail}") == "not UTF-8"

    def test_a_semicolon_does_not_separate(self) -> None:
        refused(signed().replace("&", ";"))

    def test_the_largest_and_one_byte_more(self) -> None:
        room = MAX_BYTES - len(signed(start_param=""))
        assert verify(signed(start_param="a" * room)).user.id == 42
        assert refused(signed(start_param="a" * (room + 1))) == "too long"
        assert refused("ы" * (MAX_BYTES // 2 + 1)) == "too long"

    def test_too_many_fields(self) -> None:
        extra = {f"f_{chr(97 + i // 26)}{chr(97 + i % 26)}": "" for i in range(70)}
        assert refused(signed(**extra)) == "too many fields"


class TestTime:
    def test_the_last_good_second_and_the_next(self) -> None:
        assert verify(signed(), now=SIGNED_AT + 3600).user.id == 42
        with pytest.raises(ExpiredInitData):
            verify(signed(), now=SIGNED_AT + 3600.5)

    def test_the_present_is_asked_where_none_is_given(self) -> None:
        with pytest.raises(ExpiredInitData):
            verify_init_data(signed(), bot_token=TOKEN, max_age=86_400)

    def test_without_a_limit_age_does_not_count(self) -> None:
        assert verify(signed(), max_age=None, now=SIGNED_AT + 10**9).user.id == 42

    @pytest.mark.parametrize("max_age", [3600, None])
    def test_a_little_ahead_is_skew_and_more_is_refused(self, max_age: float | None) -> None:
        assert verify(signed(), max_age=max_age, now=SIGNED_AT - 60).user.id == 42
        with pytest.raises(InvalidInitData, match="future"):
            verify(signed(), max_age=max_age, now=SIGNED_AT - 60.5)

    @pytest.mark.parametrize(
        "auth_date",
        [
            "",
            "0x10",
            "-1",
            "+1700000000",
            "1e9",
            "1700000000.0",
            " 1700000000",
            "1700000000000",
            "١٧",
            "9" * 5000,
            "now",
        ],
    )
    def test_what_is_not_a_plain_number_of_seconds(self, auth_date: str) -> None:
        assert "auth_date" in refused(signed(auth_date=auth_date))

    def test_what_is_both_old_and_forged_is_called_forged(self) -> None:
        with pytest.raises(InvalidInitData) as caught:
            verify(signed().replace("Ada", "Eva"), now=SIGNED_AT + 10**6)
        assert not isinstance(caught.value, ExpiredInitData)


class TestUser:
    @pytest.mark.parametrize(
        "telegram_id", ["true", '"42"', "1e3", "42.0", "-5", "0", "null", "[42]", str(MAX_ID + 1), "9" * 30, "9" * 5000]
    )
    def test_an_id_that_is_none(self, telegram_id: str) -> None:
        assert refused(signed_user(f'{{"id":{telegram_id}}}')) == "user is malformed"

    @pytest.mark.parametrize(
        "user", ["", "{", "[]", "42", '"x"', "null", "{}", '{"first_name":"Ada"}', '{"id":42}x', '{"id":42,"id":7}']
    )
    def test_what_is_not_a_person(self, user: str) -> None:
        assert refused(signed_user(user)).startswith("user is")

    @pytest.mark.parametrize("rest", ['"first_name":5', '"is_premium":"true"', '"is_bot":1', '"photo_url":{}'])
    def test_a_wrong_type(self, rest: str) -> None:
        assert refused(signed_user(f'{{"id":42,{rest}}}')) == "user is malformed"

    @pytest.mark.parametrize("key", ["first_name", "last_name", "username", "language_code"])
    @pytest.mark.parametrize("text", ["\\u0000", "\\ud800", "\\udfff\\ud800"])
    def test_texts_that_no_database_holds(self, key: str, text: str) -> None:
        assert refused(signed_user(f'{{"id":42,"{key}":"a{text}"}}')).startswith("user")

    def test_a_pair_of_surrogates_is_a_character(self) -> None:
        assert verify(signed_user('{"id":42,"first_name":"\\ud83d\\ude00"}')).user.first_name == "\U0001f600"

    @pytest.mark.parametrize("nest", ["[" * 7000, '{"a":' * 2500, "[" * 7000 + "]" * 7000])
    def test_a_nesting_bomb(self, nest: str) -> None:
        fields = {"user": f'{{"id":42,"x":{nest}}}', "auth_date": str(SIGNED_AT)}
        bare = "&".join(f"{key}={value}" for key, value in {**fields, "hash": data_hash(fields, TOKEN)}.items())
        assert refused(bare) == "user is malformed"

    def test_the_reason_repeats_nothing_of_the_data(self) -> None:
        for user in ('{"id":"SECRET"}', '{"id":42,"first_name":"SECRET\\u0000"}', "SECRET"):
            assert "SECRET" not in refused(signed_user(user))
