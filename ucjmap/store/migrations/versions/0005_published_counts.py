"""what a published figure counts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: Published figures came with the program alone so far: what those of an indicator count is known.
_COUNTED = {"ucj": "people", "aparat_registered": "desa", "bpd_registered": "desa", "desa_count": "desa"}


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("published") as batch_op:
        batch_op.add_column(sa.Column("counts", sa.String(8), nullable=True))
    published = sa.table("published", sa.column("indicator", sa.String), sa.column("counts", sa.String))
    for indicator, counts in _COUNTED.items():
        op.execute(published.update().where(published.c.indicator == indicator).values(counts=counts))


def downgrade() -> None:
    """Revert."""
    with op.batch_alter_table("published") as batch_op:
        batch_op.drop_column("counts")
