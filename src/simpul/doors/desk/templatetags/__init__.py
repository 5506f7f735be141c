"""Words and small drawings of the pages."""
