"""What is true: plain Python. No Django, no files, no network, no clock."""
