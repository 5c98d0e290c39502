"""tables from BPS codes to Kemendagri codes; who confirmed a name, when, and in which import."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NEW_COLUMNS = ("created_at", "created_by")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "crosswalks",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("bps_code", sa.String(length=16), nullable=False),
        sa.Column("unit_code", sa.String(length=24), nullable=False),
        sa.Column("relation", sa.String(length=12), nullable=False),
        sa.Column("iou", sa.Float(), nullable=True),
        sa.Column("share_from", sa.Float(), nullable=True),
        sa.Column("share_to", sa.Float(), nullable=True),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("edition_from", sa.Text(), nullable=False),
        sa.Column("edition_to", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_crosswalks_import_id")),
        sa.PrimaryKeyConstraint("import_id", "bps_code", "unit_code", name=op.f("pk_crosswalks")),
    )
    with op.batch_alter_table("crosswalks") as batch_op:
        batch_op.create_index(batch_op.f("ix_crosswalks_bps_code"), ["bps_code"], unique=False)
    with op.batch_alter_table("aliases") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_aliases_level_parent_code_name"), type_="unique")
        batch_op.add_column(sa.Column("created_at", sa.String(length=32), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("created_by", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_aliases_import_id"), "imports", ["import_id"], ["id"])
        batch_op.create_index(
            batch_op.f("ix_aliases_level_parent_code_name"), ["level", "parent_code", "name"], unique=False
        )
    # The names that are there already needed a value; the code gives every later one its own.
    with op.batch_alter_table("aliases") as batch_op:
        for name in _NEW_COLUMNS:
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    """Revert. Of several entries for one name the newest stays."""
    op.execute(
        "DELETE FROM aliases WHERE id NOT IN "
        "(SELECT max(id) FROM aliases GROUP BY level, coalesce(parent_code, ''), name)"
    )
    op.execute("DELETE FROM aliases WHERE code = ''")
    with op.batch_alter_table("aliases") as batch_op:
        batch_op.drop_index(batch_op.f("ix_aliases_level_parent_code_name"))
        batch_op.drop_constraint(batch_op.f("fk_aliases_import_id"), type_="foreignkey")
        batch_op.drop_column("import_id")
        for name in reversed(_NEW_COLUMNS):
            batch_op.drop_column(name)
        batch_op.create_unique_constraint(
            batch_op.f("uq_aliases_level_parent_code_name"), ["level", "parent_code", "name"]
        )
    op.drop_table("crosswalks")
