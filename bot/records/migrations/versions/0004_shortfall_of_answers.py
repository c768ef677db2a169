"""What kept the model from writing an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of answers before this it is not known, and is taken for nothing."""
    op.add_column("answers", sa.Column("shortfall", sa.String(16), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("answers", "shortfall")
