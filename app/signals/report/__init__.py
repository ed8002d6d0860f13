"""The backtest to read: one HTML file that needs nothing else. Only `forexsignals backtest` draws it."""

from app.signals.report.backtest import Backtest
from app.signals.report.page import render_report

__all__ = ["Backtest", "render_report"]
