"""Report to text: the comment, the job summary, the terminal, JSON and annotations.

Pure functions of a ``Report`` and its ``RuleSet``; no rendering anywhere else. Words come from ``rules/messages`` and
from the rules. Whatever a stranger wrote passes through ``safe`` on its way out.
"""
