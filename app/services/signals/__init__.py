"""Publishing signals and showing them."""
