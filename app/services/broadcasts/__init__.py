"""Broadcasts: one message of the operator to many people, through the outbox."""
