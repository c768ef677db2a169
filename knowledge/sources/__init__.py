"""Where documents come from. A kind of source is one file here that implements `knowledge.ports.Source`."""
