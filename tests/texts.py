"""Descriptions that several tests speak of, in our own words."""

GOOD = """## User problem

Bakers who take orders by phone lose the half-written order when the shop's tablet locks, so they call the customer back.

## Success metric

Calls back to customers drop from 30 a week to under 5 within four weeks of the release, counted in Zendesk.

## Feedback plan

We ask the six shops of the pilot on release day and again after two weeks; if they still write on paper, we roll it back.
"""

METRIC_OPEN = """## User problem

Bakers who take orders by phone lose the half-written order when the shop's tablet locks, so they call the customer back.

## Success metric

TBD

## Feedback plan

We ask the six shops of the pilot on release day and again after two weeks; if they still write on paper, we roll it back.
"""

EMPTY = "Adds a cache to the order form.\n"
