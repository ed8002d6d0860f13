"""From market data to a prediction: pure and synchronous, no SQL and no web in here."""
