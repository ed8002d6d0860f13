"""Verbs. Business rules live on this floor alone; a service takes a Unit and never commits."""
