"""What the room asks of a seat now: to sort, to vote."""
