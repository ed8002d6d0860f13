"""Orders of large effect: one admin asks, another one carries out."""
