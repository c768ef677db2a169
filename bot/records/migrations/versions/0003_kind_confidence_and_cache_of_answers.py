"""What kind of answer it was, how sure, and whether it came from the cache."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Answers before this were made for their question; how sure they were is not known."""
    op.add_column("answers", sa.Column("kind", sa.String(16), nullable=False, server_default="answer"))
    op.add_column("answers", sa.Column("confidence", sa.Float(), nullable=True))
    op.add_column("answers", sa.Column("cached", sa.String(16), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget it."""
    for column in ("cached", "confidence", "kind"):
        op.drop_column("answers", column)
