"""The operator's HTML, checked by Telegram's rules before the first message leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.messages.markup import problems_of
from tests.services.balance import is_balanced


@pytest.mark.parametrize(
    "fine",
    [
        "plain",
        "<b>bold</b> <strong>s</strong> <i>i</i> <em>e</em> <u>u</u> <ins>n</ins>",
        "<s>s</s> <strike>k</strike> <del>d</del>",
        "<b><i>in</i> each other</b>",
        '<a href="https://example.com/?a=1&amp;b=2">link</a>',
        '<a href="tg://user?id=1">somebody</a>',
        "<code>x &lt; y</code><pre>lines\nof code</pre>",
        "<blockquote expandable>long</blockquote><blockquote>short</blockquote>",
        '<span class="tg-spoiler">hidden</span><tg-spoiler>too</tg-spoiler>',
        "&lt;&gt;&amp;&quot;&#8364;&#x20AC;",
        "Тест \U0001f600 \u05d3",
        "x" * 4096,
        "a > b",
        "<B>x</B\n> <i >y</i>",
        "<pre><code>x</code></pre>",
        "<blockquote><b>x</b> <code>y</code></blockquote>",
        "<a href='mailto:a@example.com'>mail</a>",
        "&#128512;",
    ],
)
def test_what_telegram_takes_has_no_problems(fine: str) -> None:
    assert problems_of(fine) == []


@pytest.mark.parametrize(
    ("wrong", "code", "line", "column"),
    [
        ("<p>x</p>", "unknown_tag", 1, 1),
        ("a\n<b>x", "not_closed", 2, 1),
        ("<b><i>x</b></i>", "not_closed", 1, 8),
        ("x</b>", "not_closed", 1, 2),
        ("a < b", "bare_sign", 1, 3),
        ("</>x", "bare_sign", 1, 1),
        ("fish & chips", "bare_sign", 1, 6),
        ("&copy; x", "bare_sign", 1, 1),
        ("x&nbsp;y", "bare_sign", 1, 2),
        ("x&#99999999;", "bare_sign", 1, 2),
        ('<a href="javascript:alert(1)">x</a>', "bad_link", 1, 1),
        ("<a>x</a>", "bad_link", 1, 1),
        ('<b onclick="x">y</b>', "unknown_tag", 1, 1),
        ('<span class="red">y</span>', "unknown_tag", 1, 1),
        ("x<br/>y", "unknown_tag", 1, 2),
        ("x<!-- c -->", "bare_sign", 1, 2),
        ("<script>x</script>", "unknown_tag", 1, 1),
        ("<![CDATA[x]]>", "bare_sign", 1, 1),
        ("<![x>y", "bare_sign", 1, 1),
        ("x <b", "bare_sign", 1, 3),
        ("<b / >x</b>", "unknown_tag", 1, 1),
        ("<b>x</b foo>", "unknown_tag", 1, 5),
        ("<a href=https://example.com>x</a>", "bad_link", 1, 1),
        ('<a href="https://a.b"title="c">x</a>', "bad_link", 1, 1),
        ('<a href="https://a.b" href="https://a.b">x</a>', "bad_link", 1, 1),
        ('<a href="http:x">y</a>', "bad_link", 1, 1),
        ('<a href="https://">y</a>', "bad_link", 1, 1),
        ('<a href="https://[x">y</a>', "bad_link", 1, 1),
        ('<a href="https://a.b:99999999">y</a>', "bad_link", 1, 1),
        ('<a href="java\nscript:x">y</a>', "bad_link", 1, 1),
        ('<a href="https://a.b/?c&d">x</a>', "bare_sign", 1, 24),
        ('<blockquote expandable="1">x</blockquote>', "unknown_tag", 1, 1),
        ("<blockquote>x<blockquote>y</blockquote></blockquote>", "unknown_tag", 1, 14),
        ("<code>x <b>y</b></code>", "unknown_tag", 1, 9),
        ("<b>\n  x\n<u>y\n</b></u>", "not_closed", 4, 1),
        ("x\ud800", "bare_sign", 1, 2),
        ("&#xd800;x", "bare_sign", 1, 1),
        ("\u3164\u200b&#160;", "empty", 1, 1),
        ("", "empty", 1, 1),
        ("<b> \n </b>", "empty", 1, 1),
        ("x" * 4097, "too_long", 1, 1),
        ("\U0001f600" * 2049, "too_long", 1, 1),
    ],
)
def test_what_telegram_refuses_is_found_with_its_place(wrong: str, code: str, line: int, column: int) -> None:
    found = problems_of(wrong)
    assert (found[0].code, found[0].line, found[0].column) == (code, line, column)
    assert found[0].detail


@given(st.text(alphabet=st.sampled_from("<>/&;#x1ab =\"'!-\n?") | st.characters(), max_size=60))
def test_no_text_makes_the_check_stumble(text: str) -> None:
    for problem in problems_of(text):
        assert problem.line >= 1
        assert problem.column >= 1


_PIECES = st.sampled_from(
    ["<b>", "</b>", "<i", "<b/>", "</code>", "<code>", "<pre>", "</pre>", "<blockquote expandable>", "</blockquote>",
     "x", '<a href="https://a.b">', "</a>", "<a href=x>", "&amp;", "&", "<", ">", "<!--", "-->", "<![", "<?x>",
     "&#0;", "\n"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_what_passes_is_balanced_in_the_eyes_of_another_parser(markup: str) -> None:
    if problems_of(markup) == []:
        assert is_balanced(markup)


def test_many_mistakes_are_found_in_a_moment() -> None:
    assert len(problems_of("<" * 4096)) == 4096
