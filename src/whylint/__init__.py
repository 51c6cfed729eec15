"""whylint: a linter for the *why* of a pull request."""

__version__ = "0.1.0"
