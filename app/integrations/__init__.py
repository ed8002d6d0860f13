"""Outside parties, each behind a small interface of ours."""
