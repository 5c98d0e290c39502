"""Storing what a draft of a coverage file would change, in one transaction."""

from ucjmap.api.areas import new_aliases
from ucjmap.api.loading.count_changes import mark_changes, read_in_force
from ucjmap.api.loading.coverage_draft import CoverageDraft
from ucjmap.api.loading.running_imports import counted_import
from ucjmap.errors import N_, IntakeError
from ucjmap.store import Provenance, Store, add_aliases, add_import, add_observations, write_layout


@counted_import("coverage")
def commit_coverage(
    store: Store, draft: CoverageDraft, *, source: str = "", note: str = "", created_by: str = ""
) -> int | None:
    """Store what a draft would change, in one transaction.

    What somebody else stored since the draft was made is not stored a second time. The layout of the table and the
    names that the user confirmed are kept as well, so that the next file needs no question.

    Parameters
    ----------
    source
        Who gave the data, as it is printed on maps.
    note
        Kept with the import.
    created_by
        Who loads it, as the history shows it.

    Returns
    -------
    int or None
        Number of the import, by which it can be undone; None where nothing changes.

    Raises
    ------
    IntakeError
        A claim of the ledger is open, a list still has open rows, or no row of the file can be stored.
    """
    if draft.ledger.open:
        raise IntakeError(
            "claims_open",
            N_("{file} says something about its figures that is not settled: {count} open questions."),
            N_("Answer them first, or correct the file; nothing was stored."),
            file=draft.file_name,
            count=len(draft.ledger.open),
        )
    if draft.is_blocked:
        raise IntakeError(
            "list_incomplete",
            N_("This list is not settled: {count} of its rows have no sure desa, or it is not known what it is about."),
            N_("Settle that first; a desa that is left out would count as the opposite."),
            count=draft.counts()["refused"] + draft.counts()["proposed"],
        )
    if draft.observations.empty:
        raise IntakeError(
            "nothing_to_store",
            N_("No row of {file} can be stored."),
            N_("Look at the reasons in the report, correct the file and load it again."),
            file=draft.file_name,
        )
    names = new_aliases(store, draft.rows, draft.confirmed)
    import_id = None
    with store.writing() as connection:
        changes = mark_changes(draft.observations, read_in_force(connection, draft.observations))
        fresh = changes[changes["change"] != "same"]
        write_layout(connection, draft.layout.fingerprint, draft.layout.to_dict())
        if len(fresh):
            entry = Provenance(
                "coverage",
                draft.file_name,
                draft.sha256,
                source=source,
                as_of=draft.as_of,
                note=note,
                created_by=created_by,
                outcome=draft.counts(),
            )
            import_id = add_import(connection, entry)
            add_observations(connection, import_id, fresh)
            add_aliases(connection, names, import_id=import_id, created_by=created_by)
        elif names:
            # The counts are known already, the names are not: they get an import of their own, so that it can be undone.
            entry = Provenance(
                "aliases", draft.file_name, draft.sha256, created_by=created_by, outcome={"aliases": len(names)}
            )
            add_aliases(connection, names, import_id=add_import(connection, entry), created_by=created_by)
    return import_id
