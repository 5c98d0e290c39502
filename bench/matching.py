"""Three ways of finding the area of a row side by side: exact names, the best fuzzy score, and ucjmap.matching.

    python bench/matching.py [--json] [--rows N] [--seed N]
    python bench/matching.py --fit          # the weights of likeness.probability, from misspelled register names

Two sets are used. The *true pairs* are villages whose polygons overlap in two editions (`../shared/matching`, left out
where absent). The *misspelled country* takes whole kecamatan at random from the register, misspells half of the
names, gives some kecamatan a name that the register does not know or the name of a neighbour, and takes some desa out of
the register, so that any match of such a row is wrong. Its misspellings are drawn anew for each seed; `--fit` uses other
seeds than the report.
"""

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from rapidfuzz import process

from ucjmap.matching import NAME_COLUMNS, Register, match_rows, normalise_name
from ucjmap.matching.likeness import features
from ucjmap.matching.match import match_names

ROOT = Path(__file__).parents[1]
UNITS = ROOT / "geodata" / "model_boundaries_2025.parquet"
ALIASES = ROOT / "data" / "aliases_official.csv"
TRUE_PAIRS = ROOT / ".." / "shared" / "matching" / "bps2020_to_kemendagri2025_61_17_16.csv"

VOWELS = "aiueo"
NEIGHBOUR_KEYS = {"b": "v", "d": "s", "g": "h", "k": "l", "l": "k", "m": "n", "n": "m", "p": "o", "r": "t", "t": "r"}
SPOKEN = [("y", "i"), ("bh", "b"), ("dh", "d"), ("f", "p"), ("v", "p"), ("u", "oe"), ("j", "dj"), ("h", "")]
SHORT = {
    "sungai": ("Sei", "Sei.", "S."),
    "tanjung": ("Tj.", "Tjg"),
    "simpang": ("Sp.", "Spg"),
    "gunung": ("Gn.", "G."),
    "batu": ("Bt.",),
    "lubuk": ("Lb.", "Lbk"),
    "kampung": ("Kp.",),
    "pasar": ("Ps.",),
    "talang": ("Tl.", "Tlg"),
    "teluk": ("Tl.", "Tlk"),
    "pulau": ("P.", "Pl."),
    "muara": ("Ma.", "M."),
    "selatan": ("Sel.",),
    "utara": ("Ut.",),
}
NUMERALS = [("I", "1", "Satu"), ("II", "2", "Dua"), ("III", "3", "Tiga"), ("IV", "4", "Empat"), ("V", "5", "Lima")]


def read_units() -> pd.DataFrame:
    """All areas of the embedded edition."""
    return pd.read_parquet(UNITS, columns=["code", "level", "parent_code", "name", "kind"])


def read_aliases() -> pd.DataFrame | None:
    """The official aliases, if they are there."""
    return pd.read_csv(ALIASES, dtype=str) if ALIASES.exists() else None


def full_names(codes: pd.Series, names: dict[str, str]) -> pd.DataFrame:
    """Four names for each desa code."""
    ends = dict(zip(NAME_COLUMNS, (2, 5, 8, 13), strict=True))
    return pd.DataFrame({column: codes.str[:end].map(names) for column, end in ends.items()})


def misspell(name: str, dice: random.Random) -> str:
    """One or two of the things that people and keyboards do to a name."""
    for _ in range(1 if dice.random() < 0.8 else 2):
        name = dice.choices(MISSPELLINGS, weights=WEIGHTS)[0](name, dice)
    return name


def _at(name: str, dice: random.Random, letters: Callable[[str], bool]) -> int | None:
    places = [index for index, letter in enumerate(name) if index and letters(letter)]
    return dice.choice(places) if places else None


def _drop_letter(name: str, dice: random.Random) -> str:
    place = _at(name, dice, str.isalpha)
    return name if place is None or len(name) < 5 else name[:place] + name[place + 1 :]


def _double_letter(name: str, dice: random.Random) -> str:
    place = _at(name, dice, str.isalpha)
    return name if place is None else name[:place] + name[place] + name[place:]


def _swap_letters(name: str, dice: random.Random) -> str:
    place = _at(name[:-1], dice, str.isalpha)
    return name if place is None else name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def _other_vowel(name: str, dice: random.Random) -> str:
    place = _at(name, dice, lambda letter: letter in VOWELS)
    return name if place is None else name[:place] + dice.choice(VOWELS) + name[place + 1 :]


def _other_key(name: str, dice: random.Random) -> str:
    place = _at(name, dice, lambda letter: letter in NEIGHBOUR_KEYS)
    return name if place is None else name[:place] + NEIGHBOUR_KEYS[name[place]] + name[place + 1 :]


def _as_spoken(name: str, dice: random.Random) -> str:
    chosen = [(old, new) for old, new in SPOKEN if old in name[1:]]
    if not chosen:
        return _other_vowel(name, dice)
    old, new = dice.choice(chosen)
    return name[0] + name[1:].replace(old, new, 1)


def _shorten(name: str, dice: random.Random) -> str:
    words = name.split()
    places = [index for index, word in enumerate(words) if word.lower() in SHORT]
    if not places or len(words) < 2:
        return _drop_letter(name, dice)
    place = dice.choice(places)
    words[place] = dice.choice(SHORT[words[place].lower()])
    return " ".join(words)


def _other_numeral(name: str, dice: random.Random) -> str:
    head, _, last = name.rpartition(" ")
    for forms in NUMERALS:
        if head and last in forms:
            return f"{head} {dice.choice(forms)}"
    return name.replace(" ", "", 1)


def _drop_word(name: str, dice: random.Random) -> str:
    words = name.split()
    return name if len(words) < 2 else " ".join(words[:-1] if dice.random() < 0.7 else words[1:])


def _add_word(name: str, dice: random.Random) -> str:
    return dice.choice(("Desa {}", "Kel. {}", "{} Baru", "UPT {}", "DS. {}")).format(name)


def _join_or_split(name: str, dice: random.Random) -> str:
    if " " in name:
        return name.replace(" ", dice.choice(("", "-", "  ")), 1)
    middle = len(name) // 2
    return f"{name[:middle]} {name[middle:].capitalize()}"


MISSPELLINGS = (
    _drop_letter,
    _double_letter,
    _swap_letters,
    _other_vowel,
    _other_key,
    _as_spoken,
    _shorten,
    _other_numeral,
    _drop_word,
    _add_word,
    _join_or_split,
)
WEIGHTS = (4, 3, 2, 5, 2, 5, 4, 2, 1, 2, 4)


def misspelled_country(units: pd.DataFrame, seed: int, size: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of four names with their true ``code`` (empty where the desa was taken out), and the units left."""
    dice = random.Random(seed)
    names = dict(zip(units["code"], units["name"], strict=True))
    desa = units.loc[units["level"] == "adm4", "code"]
    by_district = defaultdict(list)
    for code in sorted(desa):
        by_district[code[:8]].append(code)
    districts = sorted(by_district)
    dice.shuffle(districts)
    chosen: list[str] = []
    while len(chosen) < size and districts:
        chosen.extend(by_district[districts.pop()])
    codes = pd.Series(chosen)
    rows = full_names(codes, names)
    rows["village"] = [misspell(name, dice) if dice.random() < 0.5 else name for name in rows["village"]]
    rows["district"] = codes.str[:8].map(_old_districts(codes, names, dice))
    gone = {code for code in chosen if dice.random() < 0.03}
    rows["code"] = codes.where(~codes.isin(gone), "")
    return rows, units.loc[~units["code"].isin(gone)]


def _old_districts(codes: pd.Series, names: dict[str, str], dice: random.Random) -> dict[str, str]:
    """Names of kecamatan as an older list has them: mostly the same, some of a neighbour, some unknown."""
    neighbours = defaultdict(list)
    for code in names:
        if code.count(".") == 2:
            neighbours[code[:5]].append(code)
    olds = {}
    for district in sorted(set(codes.str[:8])):
        chance = dice.random()
        if chance < 0.05:
            olds[district] = names[dice.choice(neighbours[district[:5]])]
        elif chance < 0.1:
            olds[district] = names[district][::-1].capitalize()
        else:
            olds[district] = misspell(names[district], dice) if chance < 0.2 else names[district]
    return olds


def exact_names(rows: pd.DataFrame, units: pd.DataFrame) -> list[list[str]]:
    """Candidates by equality of the four normalised names."""
    names = dict(zip(units["code"], units["name"].map(normalise_name), strict=True))
    desa = units.loc[units["level"] == "adm4", "code"]
    index = defaultdict(list)
    for code, *key in zip(desa, *(full_names(desa, names)[column] for column in NAME_COLUMNS), strict=True):
        index[tuple(name.removeprefix("kota") for name in key)].append(code)
    keys = zip(*(rows[column].map(normalise_name) for column in NAME_COLUMNS), strict=True)
    found = [index.get(tuple(name.removeprefix("kota") for name in key), []) for key in keys]
    return [codes if len(codes) == 1 else [] for codes in found]


def best_score(rows: pd.DataFrame, units: pd.DataFrame) -> list[list[str]]:
    """Candidates by rapidfuzz's best score on the joined text among the desa of the provinces of the rows."""
    names = dict(zip(units["code"], units["name"], strict=True))
    desa = units.loc[units["level"] == "adm4", "code"]
    wanted = full_names(desa, names)
    pools: dict[str, dict[str, str]] = defaultdict(dict)
    for code, province, *rest in zip(desa, *(wanted[column] for column in NAME_COLUMNS), strict=True):
        pools[normalise_name(province)][code] = " ".join(map(str, (province, *rest))).lower()
    found = []
    for province, *rest in rows.loc[:, list(NAME_COLUMNS)].itertuples(index=False):
        text = " ".join((province, *rest)).lower()
        hit = process.extractOne(text, pools[normalise_name(province)])
        found.append([hit[2]] if hit else [])
    return found


def evaluate(way: str, rows: pd.DataFrame, units: pd.DataFrame) -> dict[str, object]:
    """Figures of one way over rows with the true ``code``; an empty code has no right answer."""
    truth = list(rows["code"])
    start = time.perf_counter()
    if way == "ours":
        register = Register.from_units(units, read_aliases())
        matches = match_rows(rows.loc[:, list(NAME_COLUMNS)], register)
        candidates, chosen = list(matches["candidates"]), [None if pd.isna(code) else code for code in matches["code"]]
    else:
        candidates = (exact_names if way == "exact" else best_score)(rows, units)
        chosen = [codes[0] if codes else None for codes in candidates]
    seconds = time.perf_counter() - start
    matched = [(code, true) for code, true in zip(chosen, truth, strict=True) if code is not None]
    answerable = [(codes, true) for codes, true in zip(candidates, truth, strict=True) if true]
    return {
        "way": way,
        "rows": len(rows),
        "matched_pct": round(100 * len(matched) / len(rows), 2),
        "right_pct": round(100 * np.mean([code == true for code, true in matched]), 2),
        "wrong": sum(code != true for code, true in matched),
        "top3_pct": round(100 * np.mean([true in codes[:3] for codes, true in answerable]), 2),
        "seconds": round(seconds, 2),
    }


def contradictions(rows: pd.DataFrame, units: pd.DataFrame) -> pd.Series:
    """Rows whose four names stand in the register word for word, but at another code than the one given as true."""
    names = dict(zip(units["code"], units["name"].map(_plain), strict=True))
    desa = units.loc[units["level"] == "adm4", "code"]
    literal = set(zip(*(full_names(desa, names)[column] for column in NAME_COLUMNS), strict=True))
    given = zip(*(rows[column].map(_plain) for column in NAME_COLUMNS), strict=True)
    own = full_names(rows["code"], names)["village"]
    differs = own != rows["village"].map(_plain)
    return pd.Series([key in literal for key in given], index=rows.index) & differs


def _plain(name: str) -> str:
    return name.lower().removeprefix("kabupaten ").removeprefix("kota ").replace(" ", "")


def fit_weights(units: pd.DataFrame, size: int) -> list[float]:
    """Weights of ``likeness.probability`` by logistic regression on misspelled names of four seeds."""
    from sklearn.linear_model import LogisticRegression  # comes with mapclassify

    inputs, right = [], []
    for seed in (101, 102, 103, 104):
        rows, left = misspelled_country(units, seed, size)
        rows = rows.drop_duplicates(list(NAME_COLUMNS))
        keys = list(zip(*(rows[column].str.split().str.join(" ") for column in NAME_COLUMNS), strict=True))
        findings = match_names(set(keys), Register.from_units(left))
        for key, true in zip(keys, rows["code"], strict=True):
            finding = findings[key]
            if finding.evidence is not None and not finding.evidence.likeness.number_clash:
                inputs.append(features(finding.evidence))
                right.append(finding.candidates[0] == true)
    model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=2000).fit(np.array(inputs), right)
    chance = model.predict_proba(np.array(inputs))[:, 1]
    sure = np.array(right)[chance >= 0.95]
    print(f"{len(right)} rows, {np.mean(right):.3f} right; sure {len(sure)}, of these right {sure.mean():.4f}")
    return [round(float(weight), 2) for weight in model.coef_[0]]


def report(size: int, seed: int) -> dict[str, object]:
    """All figures of both sets."""
    units = read_units()
    results: dict[str, object] = {}
    if TRUE_PAIRS.exists():
        pairs = pd.read_csv(TRUE_PAIRS, dtype=str).rename(columns={"kemendagri_code": "code"})
        impossible = contradictions(pairs, units)
        results["true_pairs"] = [evaluate(way, pairs, units) for way in ("exact", "best score", "ours")]
        results["true_pairs_contradicting_their_own_names"] = int(impossible.sum())
        results["true_pairs_without_these"] = [evaluate("ours", pairs.loc[~impossible], units)]
    rows, left = misspelled_country(units, seed, size)
    results["misspelled_country"] = [evaluate(way, rows, left) for way in ("exact", "best score", "ours")]
    desa = units.loc[units["level"] == "adm4", "code"].reset_index(drop=True)
    names = dict(zip(units["code"], units["name"], strict=True))
    results["whole_country"] = [evaluate("ours", full_names(desa, names).assign(code=desa), units)]
    return results


def main() -> None:
    """Print the report or the fitted weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if options.fit:
        print(fit_weights(read_units(), options.rows))
        return
    results = report(options.rows, options.seed)
    if options.json:
        print(json.dumps(results))
        return
    for name, table in results.items():
        print(f"\n{name.replace('_', ' ')}")
        print(pd.DataFrame(table).to_string(index=False) if isinstance(table, list) else table)


if __name__ == "__main__":
    main()
