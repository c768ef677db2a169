"""Which wording of a question counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those before this were never edited, as far as anybody took notice."""
    op.add_column("requests", sa.Column("revision", sa.Integer, nullable=False, server_default="0"))
    op.add_column("requests", sa.Column("edited_at", sa.String(32), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("requests", "edited_at")
    op.drop_column("requests", "revision")
