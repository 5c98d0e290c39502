"""Who may see and change what: asked by whatever reads or writes figures, over the connection that it was given."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, false, func, or_, true

from ucjmap.codes import ALL_LEVELS, COUNTRY, Level, depth_of, lies_in, width_of
from ucjmap.errors import N_, AccessError

#: Option of a connection: the scope of whoever asks; None is no limit.
SCOPE: Final = "ucjmap_scope"
_SHOWN: Final = 5


@dataclass(frozen=True)
class Scope:
    """What one person may see and change.

    ``view`` and ``edit`` are areas, each with all that lies in it; ``administer`` those whose people they manage.
    ``public`` is the finest level whose figures everybody sees, None where none is. ``who`` is how the history names them,
    ``key`` how a record does that holds no names.
    """

    view: tuple[str, ...] = ()
    edit: tuple[str, ...] = ()
    administer: tuple[str, ...] = ()
    public: Level | None = None
    who: str = ""
    key: str = ""

    @property
    def shown(self) -> tuple[Any, ...]:
        """What decides which figures there are: whoever has the same is shown the same."""
        return self.view, self.public

    def sees(self, code: str) -> bool:
        """Whether figures of an area are theirs to see.

        Parameters
        ----------
        code
            Of an area of any level, ``00`` for the country.
        """
        is_public = self.public is not None and depth_of(code) <= ALL_LEVELS.index(self.public)
        return is_public or _is_in(code, self.view)

    def edits(self, code: str) -> bool:
        """Whether they may change what is known of an area.

        Parameters
        ----------
        code
            Of an area of any level, ``00`` for the country.
        """
        return _is_in(code, self.edit)


def _is_in(code: str, areas: tuple[str, ...]) -> bool:
    # A code of BPS lies in no area of Kemendagri: it is for those alone who have the whole country.
    return COUNTRY in areas or (not code.startswith("bps:") and any(lies_in(code, area) for area in areas))


def scope_of(connection: Connection) -> Scope | None:
    """The scope of whoever reads or writes over a connection.

    Returns
    -------
    Scope or None
        None where there is no limit.
    """
    scope: Scope | None = connection.get_execution_options().get(SCOPE)
    return scope


def visible(connection: Connection, code: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition under which a row is theirs to see who ask.

    Parameters
    ----------
    code
        The column with the code of the area that the row is about.
    """
    scope = scope_of(connection)
    if scope is None or COUNTRY in scope.view:
        return true()
    terms = [code == area for area in scope.view]
    terms += [code.startswith(f"{area}.", autoescape=True) for area in scope.view]
    if scope.public is not None:
        is_public = code == COUNTRY if scope.public == "adm0" else func.length(code) <= width_of(scope.public)
        terms.append(is_public)
    return or_(false(), *terms)


def require_edit(connection: Connection, codes: Iterable[str]) -> None:
    """Refuse to change what is known of areas that are not theirs to edit who ask.

    Parameters
    ----------
    codes
        Areas that the change is about; ``00`` is the whole country.

    Raises
    ------
    AccessError
        Some of them are not; nothing was changed.
    """
    scope = scope_of(connection)
    if scope is None or COUNTRY in scope.edit:
        return
    outside = sorted({str(code) for code in codes if not scope.edits(str(code))})
    if outside:
        raise AccessError(
            "outside_your_areas",
            N_("{count} areas here are not yours to change, among them {codes}; nothing was stored."),
            N_("Load only your own areas, or ask an administrator for the right to edit these."),
            count=len(outside),
            codes=", ".join(outside[:_SHOWN]),
        )
