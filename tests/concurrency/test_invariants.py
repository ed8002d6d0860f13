"""Random sequences of orders against a model of ten lines: the history always adds up (I1-I4)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from app.canonical import GENESIS
from app.errors import InvalidExpiry
from app.services.subscriptions import rights
from app.services.subscriptions.change import Change, LockedUser
from app.services.subscriptions.history import record, recorded
from app.services.subscriptions.rights import Edit, Right, Term

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MODELS = st.sampled_from(["a", "b", "c"])
ENDS = st.none() | st.integers(-10, 400).map(lambda days: NOW + timedelta(days=days))
TERMS = st.one_of(
    st.just(Term()),
    st.integers(1, 36_500).map(lambda days: Term(days=days)),
    st.integers(1, 400).map(lambda days: Term(ends_at=NOW + timedelta(days=days))),
)
HELD = st.dictionaries(MODELS, ENDS).map(lambda ends: {m: Right(uuid4(), m, end) for m, end in ends.items()})


def _after(held: dict[str, Right], edit: Edit) -> dict[str, datetime | None]:
    user = LockedUser(1, 1, "user", is_blocked=False, head=GENESIS, rights=held)
    return Change(user, edit.action, edit).ends_after()


@given(HELD, st.lists(MODELS, unique=True), TERMS)
def test_a_grant_never_shortens_by_days_and_never_touches_others(
    held: dict[str, Right], models: list[str], term: Term
) -> None:
    try:
        edit = rights.grant(held, models, term, NOW)
    except InvalidExpiry:
        return
    after = _after(held, edit)
    for model, right in held.items():
        if model not in models:
            assert after[model] == right.expires_at
        elif term.days is not None and right.runs(NOW):
            end = after[model]
            assert end is None if right.expires_at is None else end == right.expires_at + timedelta(days=term.days)
    for model in models:
        end = after[model]
        assert end is None or end > NOW
    assert not edit.revoked


@given(HELD, st.lists(MODELS, unique=True), TERMS)
def test_an_edit_is_empty_exactly_when_nothing_changes(held: dict[str, Right], models: list[str], term: Term) -> None:
    try:
        edit = rights.grant(held, models, term, NOW)
    except InvalidExpiry:
        return
    before = {model: right.expires_at for model, right in held.items()}
    regranted = {model for model in edit.granted if model in held}
    assert bool(edit) == (_after(held, edit) != before or bool(regranted))


@given(HELD, st.lists(MODELS, unique=True))
def test_a_revocation_ends_what_runs_and_nothing_else(held: dict[str, Right], models: list[str]) -> None:
    edit = rights.revoke(held, models, NOW)
    assert edit.revoked == {m for m in models if m in held and held[m].runs(NOW)}
    assert not edit.granted
    assert not edit.extended


@given(HELD, st.dictionaries(MODELS, ENDS))
def test_restoring_gives_exactly_what_still_runs(held: dict[str, Right], wanted: dict[str, datetime | None]) -> None:
    after = _after(held, rights.restore(held, wanted, NOW))
    running = {model: end for model, end in after.items() if end is None or end > NOW}
    assert running == {model: end for model, end in wanted.items() if end is None or end > NOW}


@given(st.dictionaries(MODELS, ENDS))
def test_what_is_recorded_is_read_back(ends: dict[str, datetime | None]) -> None:
    assert recorded(record(ends)) == ends
