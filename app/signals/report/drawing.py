"""From a figure of matplotlib to a picture inside of a page: its colours are the page's, its text is text."""

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType

TOKENS: Final = {
    "page": ("#f1f3f5", "#11161d"),
    "card": ("#ffffff", "#1a212a"),
    "ink": ("#11161c", "#f1f4f7"),
    "ink-2": ("#646c78", "#8e99a5"),
    "line": ("#dfe2e6", "#333b45"),
    "fill": ("#ebedef", "#29313b"),
    "buy": ("#1b5fc1", "#82b9ff"),
    "won": ("#0b6e69", "#5ce3c6"),
    "lost": ("#c4281f", "#ff8a80"),
}
"""Colours in light and in dark. Pictures are drawn in the light ones, which the page then turns into variables."""

WIDTH: Final = 360
"""Of most pictures, in units in which text is 12 high: about a phone's width."""

POINTS: Final = 800
"""Of a line, at most."""

_HEX: Final = {light: f"var(--{name})" for name, (light, _) in TOKENS.items()}
_KEPT_STYLE: Final = re.compile(r"(?:font-family|font-stretch|font-variant)\s*:[^;]*;?\s*")
_REFERENCE: Final = re.compile(r"#([\w.-]+)")


def colour(token: str) -> str:
    return TOKENS[token][0]


def drawing(key: str, label: str, *, height: float, width: float = WIDTH, paint: Callable[["Figure"], None]) -> str:
    """An ``<svg>`` of what ``paint`` draws. ``key`` is unique within the page, ``label`` says what is to be seen.

    The same input gives the same bytes, whatever the user's own settings of matplotlib are.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_look())
        figure = Figure(figsize=(width / 72, height / 72))
        FigureCanvasSVG(figure)
        paint(figure)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return _inline(file.getvalue(), key=key, label=label)


def _look() -> "dict[RcKeyType, object]":
    faint, line = colour("ink-2"), colour("line")
    return {
        "svg.fonttype": "none",
        "svg.hashsalt": "report",
        "text.parse_math": False,
        "font.size": 12,
        "text.color": colour("ink"),
        "figure.facecolor": "none",
        "savefig.facecolor": "none",
        "axes.facecolor": "none",
        "axes.axisbelow": True,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "grid.color": line,
        "grid.linewidth": 1,
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.spines.bottom": False,
        "xtick.color": faint,
        "xtick.major.size": 0,
        "ytick.color": faint,
        "ytick.major.size": 0,
        "lines.linewidth": 1.4,
        "hatch.linewidth": 0.8,
    }


def _inline(svg: str, *, key: str, label: str) -> str:
    """Without namespaces and metadata, with names of its own, and with the page's colours."""
    root = ET.fromstring(svg)  # noqa: S314 - written by ourselves a moment ago
    used = dict.fromkeys(_REFERENCE.findall(" ".join(_references(root))))
    names = {name: f"{key}-{number}" for number, name in enumerate(used)}
    for parent in list(root.iter()):
        parent.tag = _local(parent.tag)
        for child in list(parent):
            if _local(child.tag) in {"metadata", "style"}:
                parent.remove(child)
    for node in root.iter():
        node.text, node.tail = _trimmed(node.text), None
        attributes = {_local(name): value for name, value in node.attrib.items()}
        node.attrib.clear()
        node.attrib.update({name: _value(name, value, names) for name, value in attributes.items()})
        if node.get("id") == "":
            del node.attrib["id"]
    box = root.attrib["viewBox"]
    root.attrib.clear()
    root.attrib.update({"viewBox": box, "role": "img", "aria-label": label})
    return ET.tostring(root, encoding="unicode")


def _references(root: ET.Element) -> list[str]:
    kinds = ("clip-path", "style", "href")
    return [value for node in root.iter() for name, value in node.attrib.items() if _local(name) in kinds]


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _trimmed(text: str | None) -> str | None:
    return text if text and text.strip() else None


def _value(name: str, value: str, names: dict[str, str]) -> str:
    match name:
        case "id":
            return names.get(value, "")
        case "d" | "x" | "y":
            return " ".join(re.sub(r"\d+\.\d+", lambda found: f"{float(found[0]):.1f}", value).split())
        case "style":
            styled = re.sub(r"#[0-9a-f]{6}\b", lambda found: _HEX.get(found[0], found[0]), value)
            return _REFERENCE.sub(lambda found: f"#{names.get(found[1], found[1])}", _KEPT_STYLE.sub("", styled))
        case "clip-path" | "href":
            return _REFERENCE.sub(lambda found: f"#{names.get(found[1], found[1])}", value)
    return value
