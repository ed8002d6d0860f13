"""Pictures of measurements, saved beside the numbers."""

from collections.abc import Mapping

import matplotlib as mpl
from matplotlib import pyplot as plt

from bench.rig import OUTPUT

mpl.use("agg")


def bars(name: str, title: str, values: Mapping[str, float]) -> None:
    """Horizontal bars, ours first."""
    figure, axes = plt.subplots(figsize=(8, 0.6 * len(values) + 1.2), layout="constrained")
    names = list(values)[::-1]
    drawn = axes.barh(
        names, [values[one] for one in names], color=["#2a78d6" if one == "ours" else "#b9c2cc" for one in names]
    )
    axes.bar_label(drawn, fmt="{:,.0f}", padding=4)
    axes.set_title(title, loc="left", fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    figure.savefig(OUTPUT / f"{name}.png", dpi=140)
    plt.close(figure)


def lines(
    name: str, title: str, xlabel: str, ylabel: str, series: Mapping[str, tuple[list[float], list[float]]]
) -> None:
    """A line for each series of (xs, ys)."""
    figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
    for label, (xs, ys) in series.items():
        axes.plot(xs, ys, marker="o", label=label)
    axes.set_title(title, loc="left", fontsize=11)
    axes.set_xlabel(xlabel)
    axes.set_ylabel(ylabel)
    axes.set_ylim(bottom=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    figure.savefig(OUTPUT / f"{name}.png", dpi=140)
    plt.close(figure)
