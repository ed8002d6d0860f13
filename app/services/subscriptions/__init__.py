"""Changing who holds what: one lock, one version, one history row, one notification for each change."""
