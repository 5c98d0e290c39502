"""The six changes, place by place. CONTRIBUTING.md tells the same in words."""

from typing import Final

from tests.meta.tour.edits import Change, Place, after, at_end, before, both, instead_of, new_file, translated

_PO: Final = "ucjmap/locale/id/LC_MESSAGES/ucjmap.po"
_TRANSLATED: Final = "tests/meta/test_catalogue.py::test_every_text_of_the_code_is_translated"
_DOCUMENTED: Final = "tests/meta/test_documented.py"
_COLUMNS: Final = "tests/unit/intake/test_intake_columns.py"
_LOADING: Final = "tests/integration/boundaries/test_boundary_loading.py"


LAYOUT: Final = Change(
    "a boundary layout",
    3,
    (
        Place(
            "ucjmap/boundaries/layouts.py",
            both(
                before('"plain"]\nCodeSystem', '"kemendesa", '),
                before(
                    '    Layout(\n        "plain",\n',
                    '    Layout(\n        "kemendesa",\n        r"IDM_(DESA|KEC|KAB|PROV)",\n'
                    '        codes=((), (), (), ("IDM_DESA",)),\n'
                    '        names=(("IDM_NMPROV",), ("IDM_NMKAB",), ("IDM_NMKEC",), ("IDM_NMDESA",)),\n'
                    '        system="kemendagri",\n    ),\n',
                ),
            ),
            f"{_LOADING}::test_every_layout_has_an_issuer_and_files_to_try_it_with",
            "kemendesa",
        ),
        Place(
            "tests/boundary_files.py",
            both(
                before('"plain")\nROWS', '"kemendesa", '),
                before(
                    '    elif layout == "plain":\n',
                    '    elif layout == "kemendesa":\n        fields["IDM_DESA"] = dotted.str.replace(".", "")\n'
                    '        heads = ("IDM_NMPROV", "IDM_NMKAB", "IDM_NMKEC", "IDM_NMDESA")\n'
                    "        fields |= dict(zip(heads, names, strict=True))\n",
                ),
            ),
            f"{_LOADING}::test_every_layout_has_an_issuer_and_files_to_try_it_with",
            "kemendesa",
        ),
        Place(
            "docs/administrators.md",
            after("### boundaries import\n", "\n`--issuer` may be `kemendesa`.\n"),
            f"{_DOCUMENTED}::test_layout_of_boundaries_is_documented[kemendesa]",
            "kemendesa",
        ),
    ),
)

PAGE: Final = Change(
    "a page",
    5,
    (
        Place(
            "ucjmap/app/recap_page.py",
            new_file(
                '"""How many areas there are."""\n\n'
                "import streamlit as st\n\n"
                "from ucjmap import api\nfrom ucjmap.app.shell import page_lang\nfrom ucjmap.words import say\n\n\n"
                'def show() -> None:\n    """Draw the page."""\n    lang = page_lang()\n'
                '    st.title(say(lang, "Recapitulation"), anchor=False)\n'
                "    areas = api.area_tree(api.default_store()).areas\n"
                '    st.dataframe(areas.value_counts("level"))\n'
            ),
        ),
        Place(
            "ucjmap/app/pages.py",
            both(
                after("people_page, profile_page", ", recap_page"),
                after(
                    '"riwayat", "history"),\n', '    Page(recap_page.show, N_("Recapitulation"), "rekap", "list"),\n'
                ),
            ),
            "tests/integration/app/test_pages.py::test_every_page_is_in_the_menu",
            "recap_page",
        ),
        Place(
            _PO,
            translated({"Recapitulation": ("ucjmap/app/pages.py ucjmap/app/recap_page.py", "Rekapitulasi")}),
            _TRANSLATED,
            "Recapitulation",
        ),
        Place(
            "docs/panduan.md",
            after("## Mulai cepat\n", "\n**Rekapitulasi** memuat banyaknya wilayah.\n"),
            f"{_DOCUMENTED}::test_page_is_in_the_users_guide_by_its_title[Recapitulation]",
            "Recapitulation",
        ),
    ),
)


def _indicator(key: str, name: str, counts: str, unit: str, words: str) -> tuple[Place, ...]:
    definition = f"""
[[indicators]]
key = "{key}"
name_id = "{name}"
name_en = "{key}"
unit_id = "{unit}"
unit_en = "{unit}"
numerator_id = "{name}"
numerator_en = "{key}"
denominator_id = "Semua"
denominator_en = "All"
counts = "{counts}"
applies_to = ["desa"]
bands = [0.25, 0.50, 0.75]
gap_bands = [0.05, 0.10, 0.20]
change_bands = [0.01, 0.05, 0.10]
small_below = 0
"""
    documented = f"{_DOCUMENTED}::test_indicator_is_documented_by_its"
    return (
        Place(
            "data/indicators.toml",
            at_end(definition),
            f"{_COLUMNS}::test_the_vocabulary_names_no_indicator_that_is_not_defined",
            key,
        ),
        Place(
            "data/vocabulary.csv",
            at_end(f'indicator,{key},{words},,"{name}"\n'),
            f"{_COLUMNS}::test_every_indicator_is_recognised_by_its_own_name[{key}]",
            key,
        ),
        Place("docs/panduan.md", after("\n## Indikator\n", f"\n*{name}*\n"), f"{documented}_name[{key}]", name),
        Place(
            "docs/administrators.md",
            after("## The command line\n", f"\n`{key}` is an indicator.\n"),
            f"{documented}_key[{key}]",
            key,
        ),
    )


COUNTING: Final = Change(
    "a counting indicator",
    5,
    _indicator("kader", "Kader posyandu terdaftar", "people", "orang", "kader|kader posyandu"),
)
YES_NO: Final = Change(
    "a yes/no indicator of desa",
    5,
    _indicator("bumdes", "Desa dengan BUMDes", "desa", "desa", "bumdes|desa dengan bumdes"),
)

FORMAT: Final = Change(
    "an export format",
    5,
    (
        Place(
            "ucjmap/files/formats.py",
            both(
                before(
                    "DOCX: Final = ",
                    'FGB: Final = FileFormat("fgb", "fgb", "application/flatgeobuf", N_("Areas (FlatGeobuf)"), "layer")\n',
                ),
                before("PARQUET, DOCX, GPX", "FGB, "),
            ),
        ),
        Place(
            "ucjmap/files/layers.py",
            both(
                after("from ucjmap.files.formats import ", "FGB, "),
                after("    PARQUET: _write_geoparquet,\n", "    FGB: _write_flatgeobuf,\n"),
                before(
                    "#: Formats of layers, each with",
                    "def _write_flatgeobuf(path: Path, shapes: gpd.GeoDataFrame, layer: str, metadata: Metadata) -> None:\n"
                    "    # Its spatial index would put the rows in another order; its description is the only place for words.\n"
                    '    options = {"SPATIAL_INDEX": "NO", "DESCRIPTION": _to_json(metadata)}\n'
                    '    shapes.to_file(path, driver="FlatGeobuf", layer=layer, engine="pyogrio", **options)\n\n\n',
                ),
            ),
            "tests/unit/files/test_file_formats.py::test_every_format_is_in_the_list_and_every_layer_has_its_writer",
            "fgb",
        ),
        Place(
            _PO,
            translated({"Areas (FlatGeobuf)": ("ucjmap/files/formats.py", "Wilayah (FlatGeobuf)")}),
            _TRANSLATED,
            "FlatGeobuf",
        ),
        Place(
            "docs/administrators.md",
            both(
                after("### values, export\n", "\n`export` also writes `.fgb`.\n"),
                after("### map, briefing\n", "\n`map` also writes `.fgb`.\n"),
            ),
            f"{_DOCUMENTED}::test_format_is_documented_where_its_command_is[map, briefing-fgb]",
            "fgb",
        ),
    ),
)

OPTION: Final = Change(
    "an option of the map",
    5,
    (
        Place(
            "ucjmap/api/maps/view.py",
            after(
                'N_("Show both dates side by side"))\n',
                '    unknown: str = _choice(\n        "silent", N_("Areas without data"),\n'
                '        {"silent": N_("Not named"), "named": N_("By name"), "counted": N_("As a number")},\n    )\n',
            ),
            "tests/integration/api/maps/test_map_switches.py",
            "unknown",
        ),
        Place(
            "ucjmap/api/maps/answering.py",
            both(
                after("from collections.abc import ", "Iterator, "),
                after("from ucjmap.api.maps.figure import Figure", ", Note"),
                instead_of(
                    "notes=make_notes(store, t, values, row, whole_from=settings.whole_from),",
                    "notes=(\n            *_unknown(t, view, areas),\n"
                    "            *make_notes(store, t, values, row, whole_from=settings.whole_from),\n        ),",
                ),
                before(
                    "def _gap_sum(",
                    "def _unknown(t: Wording, view: MapView, areas: MapAreas) -> Iterator[Note]:\n"
                    "    values = zip(areas.names, areas.texts, strict=True)\n"
                    "    names = [name for name, text in values if text is None]\n"
                    '    told = {"named": ", ".join(names), "counted": str(len(names))}.get(view.unknown)\n'
                    "    if told and names:\n"
                    '        yield Note("unknown", t("Without data: {names}.", names=told))\n\n\n',
                ),
            ),
            "tests/integration/api/maps/test_map_switches.py",
            "unknown",
        ),
        Place(
            _PO,
            translated(
                {
                    "Areas without data": ("ucjmap/api/maps/view.py", "Wilayah tanpa data"),
                    "Not named": ("ucjmap/api/maps/view.py", "Tidak disebut"),
                    "By name": ("ucjmap/api/maps/view.py", "Dengan nama"),
                    "As a number": ("ucjmap/api/maps/view.py", "Sebagai angka"),
                    "Without data: {names}.": ("ucjmap/api/maps/answering.py", "Tanpa data: {names}."),
                }
            ),
            _TRANSLATED,
            "By name",
        ),
        Place(
            "docs/http.md",
            after("## Parameters\n", "\n`unknown` names the areas without data.\n"),
            f"{_DOCUMENTED}::test_parameter_of_a_map_is_documented[unknown]",
            "unknown",
        ),
        Place(
            "docs/administrators.md",
            after("### map, briefing\n", "\n`--unknown` names the areas without data.\n"),
            f"{_DOCUMENTED}::test_option_is_documented_where_its_command_is[map---unknown]",
            "--unknown",
        ),
    ),
)

CHANGES: Final = (LAYOUT, PAGE, COUNTING, YES_NO, FORMAT, OPTION)
