"""The work of a round: what I must do, who owes what, filling in, checking, importing."""
