"""The tables of the store. Migrations follow them; a test compares the two.

Nothing that was imported is overwritten: a row carries the import that brought it, the newest committed import of a key
wins, and undoing an import, or bringing it back, is one change of ``imports.state``.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

COMMITTED = "committed"
UNDONE = "undone"

#: One row is one file (or the embedded demonstration) that was taken in. Times are UTC, ISO 8601. ``turns`` counts how
#: often it was undone and brought back: with each of them figures change, and what is remembered of them.
imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("created_by", Text, nullable=False, default=""),
    Column("file_name", Text, nullable=False, default=""),
    Column("file_sha256", String(64), nullable=False, default=""),
    Column("source", Text, nullable=False, default=""),
    Column("as_of", String(10), nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("simulated", Boolean, nullable=False, default=False),
    Column("outcome", Text, nullable=False, default="{}"),
    Column("state", String(12), nullable=False, default=COMMITTED),
    Column("turns", Integer, nullable=False, default=0, server_default="0"),
    Column("undone_at", String(32)),
    Column("undone_by", Text),
    Column("redone_at", String(32)),
    Column("redone_by", Text),
)

#: One row is one edition of boundaries.
editions = Table(
    "editions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("import_id", ForeignKey("imports.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("code_system", String(12), nullable=False),
    Column("date", String(10), nullable=False, default=""),
    Column("licence", Text, nullable=False, default=""),
    Column("source_file", Text, nullable=False, default=""),
    Column("sha256", String(64), nullable=False, default=""),
    Column("is_model", Boolean, nullable=False, default=False),
)

#: One row is one province that an edition has areas of.
scopes = Table(
    "scopes",
    metadata,
    Column("edition_id", ForeignKey("editions.id"), primary_key=True),
    Column("province_code", String(16), primary_key=True),
)

#: One row is one area of one edition, as its file had it. ``geometry`` and ``overview`` (simplified, adm1 to adm3) are
#: WKB in EPSG:4326; ``joined``: they are those of the areas below it in the same file.
units = Table(
    "units",
    metadata,
    Column("edition_id", ForeignKey("editions.id"), primary_key=True),
    Column("code", String(24), primary_key=True),
    Column("level", String(4), nullable=False),
    Column("parent_code", String(24), nullable=False),
    Column("province_code", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("bps_code", String(16)),
    Column("population", Integer),
    Column("area_km2", Float),
    Column("lon", Float),
    Column("lat", Float),
    Column("west", Float),
    Column("south", Float),
    Column("east", Float),
    Column("north", Float),
    Column("flags", Text, nullable=False, default=""),
    Column("joined", Boolean, nullable=False, default=False, server_default=false()),
    Column("geometry", LargeBinary),
    Column("overview", LargeBinary),
    Index(None, "edition_id", "parent_code"),
    Index(None, "edition_id", "province_code", "level"),
)

#: One row is one area in force: the edition whose row it is, the outline put together for it where several files have a
#: part in it, its current flags. The table follows from the files in force, and is rewritten with each change of them.
outlines = Table(
    "outlines",
    metadata,
    Column("code", String(24), primary_key=True),
    Column("level", String(4), nullable=False),
    Column("parent_code", String(24), nullable=False),
    Column("province_code", String(16), nullable=False),
    Column("edition_id", ForeignKey("editions.id"), nullable=False),
    Column("join_version", String(16)),
    Column("flags", Text, nullable=False, default=""),
    Index(None, "province_code"),
)

#: One row is one outline put together from several files; ``join_version`` tells which outlines it was made of. None is
#: ever changed: what an undo brings back is still there.
joins = Table(
    "joins",
    metadata,
    Column("code", String(24), primary_key=True),
    Column("join_version", String(16), primary_key=True),
    Column("area_km2", Float, nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("west", Float, nullable=False),
    Column("south", Float, nullable=False),
    Column("east", Float, nullable=False),
    Column("north", Float, nullable=False),
    Column("geometry", LargeBinary, nullable=False),
    Column("overview", LargeBinary, nullable=False),
)

#: One row is the display geometry of one view, ready to be sent: gzipped GeoJSON.
displays = Table(
    "displays",
    metadata,
    Column("version", String(16), primary_key=True),
    Column("parent_code", String(24), primary_key=True),
    Column("level", String(4), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

#: One row is one count of one area, brought by one import.
observations = Table(
    "observations",
    metadata,
    Column("unit_code", String(24), primary_key=True),
    Column("indicator", String(32), primary_key=True),
    Column("segment", String(16), primary_key=True),
    Column("as_of", String(10), primary_key=True),
    Column("import_id", ForeignKey("imports.id"), primary_key=True),
    Column("numerator", Integer, nullable=False),
    Column("denominator", Integer, nullable=False),
    Index(None, "indicator", "segment", "as_of"),
    Index(None, "import_id"),
)

#: One row is one target rate (fraction) of one area for one year by one issuer.
targets = Table(
    "targets",
    metadata,
    Column("unit_code", String(24), primary_key=True),
    Column("indicator", String(32), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("issuer", String(200), primary_key=True),
    Column("import_id", ForeignKey("imports.id"), primary_key=True),
    Column("rate", Float, nullable=False),
    Column("comparable", Boolean, nullable=False, default=True),
    Column("source", Text, nullable=False, default=""),
)

#: One row is one figure as printed, kept apart from what is computed.
published = Table(
    "published",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("import_id", ForeignKey("imports.id"), nullable=False),
    Column("unit_code", String(24), nullable=False),
    Column("indicator", String(40), nullable=False),
    Column("segment", String(16), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("value", Float),
    Column("numerator", Integer),
    Column("denominator", Integer),
    Column("source", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    # What the figure counts, desa or people; null where its source does not tell.
    Column("counts", String(8)),
    Index(None, "unit_code"),
)

#: One row is one confirmed name or code text that means an area. Where an import brought it, it is in force as
#: long as the import is; the newest in force of a name counts.
aliases = Table(
    "aliases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("level", String(4), nullable=False),
    Column("parent_code", String(24)),
    Column("name", Text, nullable=False),
    Column("code", String(24), nullable=False),
    Column("source", Text, nullable=False, default=""),
    Column("created_at", String(32), nullable=False, default=""),
    Column("created_by", Text, nullable=False, default=""),
    Column("import_id", ForeignKey("imports.id")),
    Index(None, "level", "parent_code", "name"),
)

#: One row is one pair of a BPS code and a Kemendagri code that share ground; shares are null where a file gave it.
crosswalks = Table(
    "crosswalks",
    metadata,
    Column("import_id", ForeignKey("imports.id"), primary_key=True),
    Column("bps_code", String(16), primary_key=True),
    Column("unit_code", String(24), primary_key=True),
    Column("relation", String(12), nullable=False),
    Column("iou", Float),
    Column("share_from", Float),
    Column("share_to", Float),
    Column("method", String(12), nullable=False),
    Column("edition_from", Text, nullable=False, default=""),
    Column("edition_to", Text, nullable=False, default=""),
    Index(None, "bps_code"),
)

#: One row is the column layout that a user settled for one shape of file.
layouts = Table(
    "layouts",
    metadata,
    Column("fingerprint", String(64), primary_key=True),
    Column("layout", Text, nullable=False),
)
