"""A rectangle in millimetres of a page: cutting it up, and asking what lies in it or upon it."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Box:
    """A rectangle in millimetres; ``y`` runs downwards from the upper edge of the page."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.h

    def shrink(self, by: float) -> Self:
        """The same, smaller on each side.

        Parameters
        ----------
        by
            Millimetres; below zero the box grows. A box narrower than twice as much gets a width below zero.
        """
        return type(self)(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)

    def cut_top(self, height: float, gap: float = 0.0) -> tuple[Self, Self]:
        """The upper part, and what is left below a gap.

        Parameters
        ----------
        height
            Millimetres of the upper part, which may be more than there are.
        gap
            Millimetres between the two.

        Returns
        -------
        tuple of Box
            The upper part, always of ``height``; then the rest, of height 0 where nothing is left.
        """
        kind = type(self)
        rest = max(0.0, self.h - height - gap)
        return kind(self.x, self.y, self.w, height), kind(self.x, self.y + height + gap, self.w, rest)

    def cut_left(self, width: float, gap: float = 0.0) -> tuple[Self, Self]:
        """The left part, and what is left beside a gap.

        Parameters
        ----------
        width
            Millimetres of the left part, which may be more than there are.
        gap
            Millimetres between the two.

        Returns
        -------
        tuple of Box
            The left part, always of ``width``; then the rest, of width 0 where nothing is left.
        """
        kind = type(self)
        rest = max(0.0, self.w - width - gap)
        return kind(self.x, self.y, width, self.h), kind(self.x + width + gap, self.y, rest, self.h)

    def holds(self, other: "Box", slack: float = 0.01) -> bool:
        """Whether another box lies inside.

        Parameters
        ----------
        other
            The box that ought to be inside; edges may touch.
        slack
            Millimetres that it may stand out by, for roundings.
        """
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def overlaps(self, other: "Box", slack: float = 0.01) -> bool:
        """Whether the two share more than an edge.

        Parameters
        ----------
        other
            A box of the same page.
        slack
            Millimetres that they may share; below zero, those that they have to be apart.
        """
        return (
            min(self.right, other.right) - max(self.x, other.x) > slack
            and min(self.bottom, other.bottom) - max(self.y, other.y) > slack
        )
