"""Training of what ships: the embedder's adapter and the fits that weigh its cosines. Needs the extra ``train``."""
