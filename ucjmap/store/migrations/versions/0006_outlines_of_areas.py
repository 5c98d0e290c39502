"""an outline belongs to its area: what editions carried of each other goes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MEASURES = ("area_km2", "lon", "lat", "west", "south", "east", "north")


def upgrade() -> None:
    """Apply. The outlines in force follow from the rest: the store writes them when it is opened."""
    with op.batch_alter_table("units") as batch_op:
        batch_op.add_column(sa.Column("joined", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "outlines",
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("level", sa.String(4), nullable=False),
        sa.Column("parent_code", sa.String(24), nullable=False),
        sa.Column("province_code", sa.String(16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("join_version", sa.String(16), nullable=True),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_outlines_edition_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_outlines")),
    )
    op.create_index(op.f("ix_outlines_province_code"), "outlines", ["province_code"])
    op.create_table(
        "joins",
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("join_version", sa.String(16), nullable=False),
        *(sa.Column(name, sa.Float(), nullable=False) for name in _MEASURES),
        sa.Column("geometry", sa.LargeBinary(), nullable=False),
        sa.Column("overview", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("code", "join_version", name=op.f("pk_joins")),
    )
    _drop_copies()
    _mark_joined()


def _drop_copies() -> None:
    """Areas that an edition only took over from the one before it, with or without their outline."""
    units = sa.table("units", sa.column("flags", sa.Text))
    is_copy = units.c.flags.contains("carried") | units.c.flags.contains("no_geometry")
    op.execute(units.delete().where(is_copy))


def _mark_joined() -> None:
    """The levels above the finest one of an edition in a province were joined from it."""
    columns = ("edition_id", "province_code", "level", "joined")
    units = sa.table("units", *(sa.column(name) for name in columns))
    finest = sa.select(units.c.edition_id, units.c.province_code, sa.func.max(units.c.level)).group_by(
        units.c.edition_id, units.c.province_code
    )
    for edition_id, province_code, level in op.get_bind().execute(finest).all():
        own = (units.c.edition_id == edition_id) & (units.c.province_code == province_code)
        op.execute(units.update().where(own, units.c.level < level).values(joined=sa.true()))


def downgrade() -> None:
    """Revert."""
    op.drop_table("joins")
    op.drop_table("outlines")
    with op.batch_alter_table("units") as batch_op:
        batch_op.drop_column("joined")
