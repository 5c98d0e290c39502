"""What kind of classes are asked for, and own breaks as people type them."""

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

from ucjmap.errors import N_, UsageError

Scheme = Literal["bands", "equal", "quantile", "fisher", "pretty", "stddev", "own", "registered"]
SCHEMES: Final[tuple[Scheme, ...]] = get_args(Scheme)
#: Schemes that a person chooses; ``registered`` comes by itself where a desa is registered or not.
CHOICES: Final[tuple[Scheme, ...]] = tuple(scheme for scheme in SCHEMES if scheme != "registered")
#: What is classified: the rate, its distance to a target, or its change since another date.
Measure = Literal["rate", "gap", "change"]

FEWEST, MOST = 3, 9
# "20", "62,5", "−10": a break as a person types it.
_NUMBER = re.compile(r"[-−+]?\d+(?:[.,]\d+)?", re.ASCII)


@dataclass(frozen=True)
class Classing:
    """The classes that a map is asked to have.

    ``k`` is the number of classes of a statistical scheme; ``own`` are inner breaks as fractions, rising. With
    ``isolate_zero`` and ``isolate_full`` exactly 0 and exactly 100 % are classes of their own. ``frozen`` takes the
    breaks from a reference that does not change with date or level, so that two maps can be compared.

    Raises
    ------
    UsageError
        Unknown scheme, too few or too many classes, or own breaks that are none.
    """

    scheme: Scheme = "bands"
    k: int = 5
    own: tuple[float, ...] = ()
    isolate_zero: bool = False
    isolate_full: bool = False
    frozen: bool = True

    def __post_init__(self) -> None:
        if self.scheme not in SCHEMES:
            raise UsageError(
                "unknown_scheme",
                N_("There is no classification {scheme}."),
                N_("Choose one of: {known}."),
                scheme=self.scheme,
                known=", ".join(CHOICES),
            )
        if not FEWEST <= self.k <= MOST:
            raise UsageError(
                "bad_class_count",
                N_("{count} classes are not possible."),
                N_("Choose {fewest} to {most}."),
                count=self.k,
                fewest=FEWEST,
                most=MOST,
            )
        if self.scheme == "own" and not self.own:
            raise _bad_breaks("", N_("No break was given."))
        if list(self.own) != sorted(set(self.own)) or len(self.own) >= MOST:
            raise _bad_breaks(write_own_breaks(self.own), N_("Breaks have to rise, and there can be eight at most."))


def read_own_breaks(text: str, *, typed: bool = False) -> tuple[float, ...]:
    """Breaks as fractions from percentages such as ``"20,40,60"``, sorted and each once, without 0.

    Parameters
    ----------
    text
        Percentages with commas between them, as ``write_own_breaks`` writes them.
    typed
        Whether a person typed it: ``"20; 40,5 %; 60"``. A comma between digits is then a decimal comma wherever
        semicolons or spaces separate the numbers, and a text that can be read both ways is refused.

    Raises
    ------
    UsageError
        Something in the text is no percentage from 0 to 100, there is none above 0, or there are more than eight.
    """
    parts = _split_typed(text) if typed else [part.strip() for part in text.split(",")]
    numbers = []
    for part in filter(None, parts):
        if not _NUMBER.fullmatch(part):
            raise _bad_breaks(text, N_("“{part}” is not a number."), part=part)
        number = float(part.replace(",", ".").replace("−", "-"))
        if not 0 <= number <= 100:
            raise _bad_breaks(text, N_("“{part}” is not between 0 and 100 percent."), part=part)
        numbers.append(round(number / 100, 6))
    breaks = tuple(sorted(set(numbers) - {0.0}))  # nothing lies below 0: a break there would make an empty class
    if not breaks:
        raise _bad_breaks(text, N_("No break was given."))
    if len(breaks) >= MOST:
        raise _bad_breaks(text, N_("There can be eight breaks at most."))
    return breaks


def _split_typed(text: str) -> list[str]:
    cleaned = re.sub(r"\s*(?:%|persen|percent)", " ", text.casefold())
    if re.search(r"[;\n|/]", cleaned):
        return [part.strip() for part in re.split(r"[;\n|/]", cleaned) if part.strip()]
    if re.search(r",\s", cleaned.strip()):
        return [part.strip() for part in re.split(r",\s+", cleaned) if part.strip()]
    words = cleaned.split()
    if len(words) == 1 and words[0].count(",") == 1 and _NUMBER.fullmatch(words[0]):
        # 20,5 is one number or two, and a wrong guess would be a wrong map.
        raise _bad_breaks(
            text, N_("“{part}” can be one number or two: write a semicolon between breaks."), part=words[0]
        )
    return words[0].split(",") if len(words) == 1 else words


def write_own_breaks(own: tuple[float, ...]) -> str:
    """Breaks as percentages for an address or the command line: ``"20,40,62.5"``.

    Parameters
    ----------
    own
        Fractions, rising, such as ``read_own_breaks`` gives.

    Returns
    -------
    str
        At most four decimals, a point before them: ``read_own_breaks`` reads it back.
    """
    return ",".join(f"{edge * 100:.4f}".rstrip("0").rstrip(".") for edge in own)


def _bad_breaks(text: str, reason: str, **details: object) -> UsageError:
    hint = N_("Write percentages with a semicolon between them, e.g. 20; 40; 60.")
    return UsageError("bad_breaks", reason, hint, text=text, **details)
