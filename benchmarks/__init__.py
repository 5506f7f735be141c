"""What the desk costs in queries, seconds and memory, beside its limits. `./run bench` runs all of it."""
