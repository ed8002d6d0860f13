"""A token's signature is checked once; everything else about it is checked every time."""

import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from jose import jwt

from app.errors import InvalidToken, TokenExpired
from app.services import tokens
from app.services.tokens import PreviousKey, TokenSigner
from app.settings import ConfigurationError, load_settings

SID = UUID("00000000-0000-4000-8000-000000000001")


class Clock:
    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def signer_with(clock: Clock, key: str = "k" * 32) -> TokenSigner:
    return TokenSigner(key, lifetime=timedelta(seconds=900), skew=timedelta(seconds=60), clock=clock)


def issue(signer: TokenSigner, clock: Clock, telegram_id: int = 5) -> str:
    return signer.issue(telegram_id=telegram_id, sid=SID, role="user", ver=3, subs={}, issued_at=clock.now)


def test_a_token_seen_before_says_the_same_and_is_not_parsed_again(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = signer_with(clock)
    token = issue(signer, clock)
    first = signer.verify(token)
    monkeypatch.setattr(jwt, "decode", None)
    assert signer.verify(token) == first


def test_a_token_seen_before_ends_when_it_says(clock: Clock) -> None:
    signer = signer_with(clock)
    token = issue(signer, clock)
    end = signer.verify(token).exp
    clock.now = end - 0.01
    signer.verify(token)
    clock.now = end
    with pytest.raises(TokenExpired):
        signer.verify(token)


def test_a_token_seen_before_is_refused_when_the_clock_is_put_back_before_its_beginning(clock: Clock) -> None:
    signer = signer_with(clock)
    token = issue(signer, clock)
    signer.verify(token)
    clock.now -= 3600
    with pytest.raises(InvalidToken):
        signer.verify(token)


def test_whoever_changes_a_letter_of_a_token_seen_before_is_refused(clock: Clock) -> None:
    signer = signer_with(clock)
    token = issue(signer, clock)
    signer.verify(token)
    for at in range(0, len(token), 7):
        other = "A" if token[at] != "A" else "B"
        with pytest.raises(InvalidToken):
            signer.verify(token[:at] + other + token[at + 1 :])
    with pytest.raises(InvalidToken):
        signer.verify(token + "\udfff")


def test_a_refused_token_is_not_remembered(clock: Clock) -> None:
    stranger, signer = signer_with(clock, "s" * 32), signer_with(clock)
    token = issue(stranger, clock)
    for _ in range(2):
        with pytest.raises(InvalidToken):
            signer.verify(token)


def test_what_is_remembered_is_bounded(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "REMEMBERED", 10)
    signer = signer_with(clock)
    for telegram_id in range(1, 30):
        assert signer.verify(issue(signer, clock, telegram_id)).sub == telegram_id
    assert len(signer._verified) == 10
    assert {len(digest) for digest in signer._verified} == {32}


def test_tokens_of_the_key_before_are_taken_until_its_end_and_never_issued(clock: Clock) -> None:
    before = signer_with(clock, "b" * 32)
    old = issue(before, clock)
    now = TokenSigner(
        "n" * 32,
        lifetime=timedelta(seconds=900),
        skew=timedelta(seconds=60),
        previous=PreviousKey("b" * 32, until=clock.now + 100),
        clock=clock,
    )
    assert now.verify(old) == before.verify(old)
    with pytest.raises(InvalidToken):
        before.verify(issue(now, clock))
    fresh = issue(now, clock)
    clock.now += 100
    now.verify(fresh)
    with pytest.raises(InvalidToken):
        now.verify(old)
    with pytest.raises(InvalidToken):
        now.verify(issue(before, clock))


def test_a_key_before_that_is_weak_or_without_an_end_is_refused(clock: Clock, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        TokenSigner("n" * 32, lifetime=timedelta(1), skew=timedelta(0), previous=PreviousKey("short", until=1.0))
    for chosen in (
        {"jwt_previous_secret_key": "p" * 31 + "q"},
        {"jwt_previous_secret_key": "short", "jwt_previous_key_until": "2027-01-31T12:15:00Z"},
        {"jwt_previous_secret_key": "a-long-and-fine-key-of-the-last-year", "jwt_previous_key_until": "2027-01-31"},
    ):
        with pytest.raises(ConfigurationError, match="JWT_PREVIOUS"):
            load_settings(_env_file=None, data_dir=tmp_path, **chosen)
