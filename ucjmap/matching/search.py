"""Finding an area by what somebody has typed so far."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from ucjmap.codes import LEVELS
from ucjmap.matching.names import words_in
from ucjmap.matching.spelling import WordIndex

#: Longer than any name with all the areas above it; a longer text was pasted by mistake.
_LONGEST = 200
#: More different words than an area and all above it have between them.
_MOST_WORDS = 12
#: Likeness in percent from which a name counts as a misspelling of what was typed, where nothing else was found.
_ALIKE = 78
#: A space too many or too few counts less than a wrong letter.
_SPACE = 0.5
_NOWHERE = np.array([], dtype=np.int64)


@dataclass(frozen=True)
class AreaIndex:
    """All areas in one order, codes rising.

    ``names`` are the words of the name in full form with a space before each, so that a word's beginning is found by
    ``" " + beginning``, and after them those of its other names; ``texts`` has those of the areas above as well.
    ``lengths`` is the number of words of the name itself, ``joined`` the names without spaces, ``bare`` the code
    without its dots.
    """

    codes: npt.NDArray[np.object_]
    levels: npt.NDArray[np.int64]
    names: pd.Series
    texts: pd.Series
    lengths: npt.NDArray[np.int64]
    joined: pd.Series
    bare: pd.Series
    words: WordIndex

    @classmethod
    def of(cls, areas: pd.DataFrame, aliases: pd.DataFrame) -> Self:
        """Index of areas for the search.

        Parameters
        ----------
        areas
            One row is one area, indexed by code: code, level, name, and ``adm1`` to ``adm4``, the codes of its
            ancestors and of itself.
        aliases
            One row is one other name of an area: name, code. A name of an area that is not in ``areas`` is left out.
        """
        areas = areas.sort_index()
        names = areas["name"].map(_key)
        own = names.str.count(" ").to_numpy(dtype=np.int64)
        lengths = names.str.removeprefix(" kota").str.count(" ").to_numpy(dtype=np.int64)
        joined = names.str.replace(" ", "", regex=False)
        others = aliases["name"].map(_key).groupby(aliases["code"]).sum()
        names += others.reindex(names.index).fillna("")
        texts = names.copy()
        for level in reversed(LEVELS[:-1]):
            above = areas[level].astype(object).where(areas["level"] != level)
            texts += above.map(names).fillna("")
        ranks = {level: rank for rank, level in enumerate(LEVELS)}
        return cls(
            codes=areas["code"].to_numpy(dtype=object),
            levels=areas["level"].astype(object).map(ranks).to_numpy(dtype=np.int64),
            names=names.reset_index(drop=True).astype("str"),
            texts=texts.reset_index(drop=True).astype("str"),
            lengths=lengths,
            joined=joined.reset_index(drop=True).astype("str"),
            bare=areas["code"].reset_index(drop=True).astype("str").str.replace(".", "", regex=False),
            words=WordIndex.of(texts, own=own, named=names.str.count(" ").to_numpy(dtype=np.int64)),
        )

    def find(self, typed: str, *, limit: int, near: str = "") -> list[str]:
        """Codes of the areas that ``typed`` may mean, best first.

        It may be the beginning of a code, or words in any order: each has to begin a word of the area's name or of an
        area above it, at least one a word of the name itself. Then come names that differ only by a space and, unless
        some area has all of them as whole words, names with typing errors; where nothing else fits, names that look
        alike. Of namesakes, those inside the area ``near`` come first.

        Parameters
        ----------
        typed
            What somebody has typed so far; only its first 200 letters and 12 words count.
        limit
            Most codes to give.
        near
            Code of an area; empty text: no area goes before.
        """
        typed = typed.strip()[:_LONGEST]
        places = self._by_code(typed)
        words = tuple(dict.fromkeys(words_in(typed)))[:_MOST_WORDS]
        if not len(places) and words:
            places = self._by_words(words, near)
            if len(places) < limit:
                is_clear = self._any_has_whole(places, words)
                more = self._without_space(words) if is_clear else self._with_slips(words, near)
                places = np.concatenate([places, more[~np.isin(more, places)]])
        if not len(places) and sum(letter.isalpha() for letter in typed) > 3:
            places = self._alike(_key(typed), limit)
        return [str(code) for code in self.codes[places[:limit]]]

    def _by_code(self, typed: str) -> npt.NDArray[np.int64]:
        digits = typed.replace(".", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit()):
            return _NOWHERE
        return np.flatnonzero(self.bare.str.startswith(digits).to_numpy(dtype=bool))

    def _by_words(self, words: tuple[str, ...], near: str) -> npt.NDArray[np.int64]:
        if not words:
            return _NOWHERE
        hits = np.arange(len(self.codes))
        for word in words:  # each word leaves fewer areas for the next
            texts = self.texts if len(hits) == len(self.codes) else self.texts.iloc[hits]
            hits = hits[texts.str.contains(f" {word}", regex=False).to_numpy(dtype=bool)]
        in_name = np.zeros(len(self.codes), dtype=np.int64)
        for word in words:
            in_name[hits] += self.names.iloc[hits].str.contains(f" {word}", regex=False).to_numpy(dtype=bool)
        hits = hits[in_name[hits] > 0]
        names = self.names.iloc[hits]
        if words[0] != "kota":  # "Pontianak" asks for Kota Pontianak before Pontianak Barat
            names = names.str.removeprefix(" kota")
        whole = _key(" ".join(words))
        # Exactly what was typed, then a name that begins like it, then one that has the most of it; upper levels first.
        order = np.lexsort(
            (
                hits,
                self.levels[hits],
                -in_name[hits],
                np.array([not code.startswith(near) for code in self.codes[hits]], dtype=bool),
                ~names.str.startswith(f" {words[0]}").to_numpy(dtype=bool),
                ~names.str.startswith(whole).to_numpy(dtype=bool),
                ~names.eq(whole).to_numpy(dtype=bool),
            )
        )
        return hits[order]

    def _any_has_whole(self, places: npt.NDArray[np.int64], words: tuple[str, ...]) -> bool:
        return any(set(words) <= set(text.split()) for text in self.texts.iloc[places])

    def _without_space(self, words: tuple[str, ...]) -> npt.NDArray[np.int64]:
        return np.flatnonzero(self.joined.str.startswith("".join(words)).to_numpy(dtype=bool))

    def _with_slips(self, words: tuple[str, ...], near: str) -> npt.NDArray[np.int64]:
        slips = np.zeros(len(self.codes), dtype=np.float32)
        is_named = np.zeros(len(self.codes), dtype=bool)
        left_over = self.lengths.copy()
        for word in words:
            fewest, in_names, in_own = self.words.slips(word)
            slips += fewest
            is_named |= in_names
            left_over -= in_own
        slips[~is_named] = np.inf
        joined = self._without_space(words)
        slips[joined] = np.minimum(slips[joined], _SPACE)
        left_over[joined] = 0
        hits = np.flatnonzero(np.isfinite(slips))
        is_far = np.array([not code.startswith(near) for code in self.codes[hits]], dtype=bool)
        return hits[np.lexsort((hits, self.levels[hits], is_far, left_over[hits], slips[hits]))]

    def _alike(self, key: str, limit: int) -> npt.NDArray[np.int64]:
        names = self.names.unique()
        matches = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=limit)
        likeness = self.names.map({name: score for name, score, _ in matches}).to_numpy(dtype=float)
        hits = np.flatnonzero(np.isfinite(likeness))
        return hits[np.lexsort((hits, self.levels[hits], -likeness[hits]))]


def _key(name: str) -> str:
    return "".join(f" {word}" for word in words_in(name))
