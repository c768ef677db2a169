"""Why sentences of the model were not shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of answers before this it is not known, and is taken for nothing."""
    op.add_column("answers", sa.Column("refused", sa.JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("answers", "refused")
