"""What the faults did, as a table: on the terminal, and between two markers of a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
COLUMNS = ("fault", "what a user sees meanwhile", "lost", "served without a right", "healed in", "limit")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One fault's row. Times in seconds."""

    fault: str
    sees: str
    lost: int
    unearned: int
    """Paid signals that somebody without a right was served."""

    healed: float
    limit: float

    def cells(self) -> tuple[str, ...]:
        healed = "at once" if self.healed < 0.05 else f"{self.healed:.1f} s"
        return (self.fault, self.sees, str(self.lost), str(self.unearned), healed, f"{self.limit:g} s")


class Recorder:
    """Collects the rows of a run."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        """Take a row in, and assert that nothing is wrong with it."""
        self.outcomes.append(outcome)
        assert outcome.lost == 0, outcome
        assert outcome.unearned == 0, outcome
        assert outcome.healed <= outcome.limit, outcome


def table(outcomes: Sequence[Outcome]) -> str:
    rows = [COLUMNS, ("---",) * len(COLUMNS), *(outcome.cells() for outcome in outcomes)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def write(outcomes: Sequence[Outcome], document: Path, *, machine: str) -> None:
    """Put the table between the document's markers."""
    before, _, rest = document.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    said = f"Measured on {datetime.now(UTC):%Y-%m-%d}, {machine}."
    document.write_text(f"{before}{BEGIN}\n{said}\n\n{table(outcomes)}\n{END}{after}")
