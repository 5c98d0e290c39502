"""entries on visits that take an earlier one back."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("follow_ups") as batch_op:
        batch_op.add_column(sa.Column("withdraws", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Revert."""
    with op.batch_alter_table("follow_ups") as batch_op:
        batch_op.drop_column("withdraws")
