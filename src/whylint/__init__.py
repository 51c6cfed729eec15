"""whylint: a linter for the *why* of a pull request."""

__version__ = "1.0.0.dev0"
