"""imports that were undone are brought back."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("imports") as batch_op:
        batch_op.add_column(sa.Column("turns", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("redone_at", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("redone_by", sa.Text(), nullable=True))
    # Until now an import could be undone once.
    op.execute("UPDATE imports SET turns = 1 WHERE state = 'undone'")


def downgrade() -> None:
    """Revert."""
    with op.batch_alter_table("imports") as batch_op:
        batch_op.drop_column("redone_by")
        batch_op.drop_column("redone_at")
        batch_op.drop_column("turns")
