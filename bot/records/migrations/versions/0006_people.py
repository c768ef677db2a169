"""What people chose, their Home tabs, and the way to a person's own questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has chosen anything yet."""
    op.create_table(
        "people",
        sa.Column("user_id", sa.String(32), primary_key=True),
        sa.Column("language", sa.String(8), nullable=True),
        sa.Column("privately", sa.Boolean(), nullable=False),
        sa.Column("home_hash", sa.String(64), nullable=True),
        sa.Column("home_opened_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_requests_user", "requests", ["user_id", "kind", "created_at"])


def downgrade() -> None:
    """Forget what they chose."""
    op.drop_index("ix_requests_user", "requests")
    op.drop_table("people")
