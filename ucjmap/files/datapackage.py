"""Tables as CSV in a zip with a description that programs read: a Tabular Data Package.

References
----------
Frictionless Standards, Data Package v1: https://specs.frictionlessdata.io/data-package/
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
from pandas.api.types import is_bool_dtype, is_integer_dtype, is_numeric_dtype

from ucjmap.files.csv import make_csv
from ucjmap.files.formats import CSV
from ucjmap.files.layers import PROVENANCE, Metadata
from ucjmap.files.text import defuse, plain_text
from ucjmap.files.whole import whole_file

DESCRIPTION: Final = "datapackage.json"
#: The identifier of opendefinition.org for data whose licence nobody has stated.
_NO_LICENCE: Final = ({"name": "notspecified", "title": "License Not Specified"},)


@dataclass(frozen=True)
class DataPackage:
    """What the description says about its tables: ``sources`` gave the figures, ``metadata`` is what they rest on.

    ``licences`` are objects of the specification, with a name or a path.
    """

    title: str
    sources: Sequence[str]
    metadata: Metadata
    licences: Sequence[Mapping[str, str]] = _NO_LICENCE


def write_data_package(out: Path, tables: Mapping[str, pd.DataFrame], package: DataPackage) -> None:
    """Write a zip with a CSV for each of ``tables``, by name, and their description; it appears whole.

    Parameters
    ----------
    out
        The zip; its folder is made, one of that name is replaced.
    tables
        By the name of their file, without its ending.
    package
        What the description says of them.
    """
    contents = {name: make_csv(table) for name, table in tables.items()}
    resources = [_describe_table(name, tables[name], content) for name, content in contents.items()]
    with whole_file(out) as path, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DESCRIPTION, json.dumps(_describe(out.stem, package, resources), ensure_ascii=False, indent=2))
        for name, content in contents.items():
            archive.writestr(f"{name}.{CSV.suffix}", content)


def _describe(name: str, package: DataPackage, resources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-") or "data",
        "title": plain_text(package.title),
        "sources": [{"title": plain_text(source)} for source in package.sources],
        "licenses": [dict(licence) for licence in package.licences],
        PROVENANCE: [{"name": plain_text(key), "text": plain_text(text)} for key, text in package.metadata],
        "resources": list(resources),
    }


def _describe_table(name: str, table: pd.DataFrame, content: bytes) -> dict[str, Any]:
    fields = [{"name": defuse(str(column)), "type": _type_of(table[column])} for column in table]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.{CSV.suffix}",
        "format": CSV.suffix,
        "mediatype": CSV.media_type,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _type_of(column: pd.Series) -> str:
    """Type of Table Schema. Codes and dates are text here: a code that is all digits is no number."""
    if is_bool_dtype(column):
        return "boolean"
    if is_integer_dtype(column):
        return "integer"
    return "number" if is_numeric_dtype(column) else "string"
