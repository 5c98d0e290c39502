"""A zip with a CSV and its description: by the keys of the public specification, and true of the file beside it."""

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pandas as pd

from ucjmap.files import DataPackage, write_data_package

TABLE = pd.DataFrame(
    {
        "code": ["61.10", "61.71"],
        "=name": ["=1+1", "B"],
        "rate": [0.25, None],
        "order": [1, 2],
        "simulated": pd.array([True, None], dtype="boolean"),
    }
)


def test_the_description_follows_the_specification_and_its_file(tmp_path: Path) -> None:
    out = tmp_path / "Wilayah Kalbar.zip"
    write_data_package(out, {"areas": TABLE}, DataPackage("Kalbar", ["Dinas A", "BPS"], [("Tingkat", "Desa")]))
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == ["datapackage.json", "areas.csv"]
        package, content = json.loads(archive.read("datapackage.json")), archive.read("areas.csv")
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert package["profile"] == "tabular-data-package"
    assert package["sources"] == [{"title": "Dinas A"}, {"title": "BPS"}]
    assert all({"name", "path"} & set(licence) for licence in package["licenses"])
    assert package["provenance"] == [{"name": "Tingkat", "text": "Desa"}]
    (resource,) = package["resources"]
    assert (resource["name"], resource["path"], resource["profile"]) == ("areas", "areas.csv", "tabular-data-resource")
    assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
    fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    assert fields == {
        "code": "string",
        "'=name": "string",
        "rate": "number",
        "order": "integer",
        "simulated": "boolean",
    }
    read = pd.read_csv(io.BytesIO(content), dtype={"code": str}, encoding="utf-8-sig")
    assert list(read.columns) == list(fields)
    assert read["code"].tolist() == ["61.10", "61.71"]
    assert read["rate"].isna().tolist() == [False, True]
