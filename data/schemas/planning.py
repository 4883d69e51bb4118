"""The plan."""

import dataframely as dy

from data.schemas.words import ORG_ID


class Target(dy.Schema):
    """The plan of a month: per org and measure; money in cents, rates as fractions."""

    org_id = dy.String(primary_key=True, regex=ORG_ID)
    month = dy.Date(primary_key=True)
    measure = dy.String(primary_key=True, min_length=5)
    value = dy.Float64(min=0)
