"""Where documents come from. A kind of source is one file here and its line in `kinds.KINDS`."""
