"""Descriptions that several tests speak of, in our own words."""

PROBLEM = "Bakers who take orders by phone lose the half-written order when the shop's tablet locks, so they call back."
METRIC = "Calls back to customers drop from 30 a week to under 5 within four weeks of the release, counted in Zendesk."
PLAN = "We ask the six pilot shops on release day and after two weeks; if they still write on paper, we roll it back."


GOOD = f"## User problem\n\n{PROBLEM}\n\n## Success metric\n\n{METRIC}\n\n## Feedback plan\n\n{PLAN}\n"
METRIC_OPEN = f"## User problem\n\n{PROBLEM}\n\n## Success metric\n\nTBD\n\n## Feedback plan\n\n{PLAN}\n"
EMPTY = "Adds a cache to the order form.\n"
