"""The sender's own Word or Excel form: its questions found, its answers written, everything else left as it is."""
