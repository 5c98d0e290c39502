"""A page that shows the interface: addresses, parameters and what they may be. Plain HTML, nothing is fetched."""

import html
from collections.abc import Iterable
from itertools import groupby
from typing import Final
from urllib.parse import quote

from ucjmap.errors import N_
from ucjmap.web.operations.operation import Operation
from ucjmap.web.operations.query_parameters import Parameter
from ucjmap.words import Lang, say

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 "Source Sans", system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; } h3 { font: 600 1rem ui-monospace, monospace; margin: 2rem 0 0; overflow-wrap: anywhere; }
p { margin: .25rem 0; overflow-wrap: anywhere; } .wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin-top: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-top: 1px solid #8884; }
td { overflow-wrap: anywhere; } td:first-child, th { white-space: nowrap; }
"""


def reference_page(operations: Iterable[Operation], documents: Iterable[tuple[str, str]], lang: Lang) -> str:
    """The page as HTML.

    Parameters
    ----------
    operations
        What is shown, in groups by their tag.
    documents
        Label and address of each document that programs read.
    lang
        Language of the headings; what is said of each operation is English, as in the document for programs.
    """
    title = html.escape(say(lang, N_("Interface for programs")))
    links = " · ".join(f'<a href="{html.escape(url)}">{html.escape(label)}</a>' for label, url in documents)
    about = html.escape(say(lang, N_("No data is null, never 0. Errors are problems of RFC 9457 with a stable code.")))
    groups = [
        f"<h2>{html.escape(tag)}</h2>" + "".join(_section(operation, lang) for operation in own)
        for tag, own in groupby(operations, lambda operation: operation.tag)
    ]
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title} · UCJMap</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1><p>{about}</p>"
        f"<p>{links}</p>{''.join(groups)}</main></body></html>"
    )


def _section(operation: Operation, lang: Lang) -> str:
    path = html.escape(operation.path)
    shown = path if "{" in operation.path else f'<a href="{quote(operation.path)}">{path}</a>'
    rows = "".join(_row(parameter) for parameter in operation.parameters)
    heads = "".join(f'<th scope="col">{html.escape(say(lang, text))}</th>' for text in (N_("Parameter"), N_("Values")))
    table = f'<div class="wide"><table><tr>{heads}<td></td></tr>{rows}</table></div>' if rows else ""
    return f"<h3>GET {shown}</h3><p>{html.escape(operation.about)} <code>{html.escape(operation.media_type)}</code></p>{table}"


def _row(parameter: Parameter) -> str:
    schema = parameter.schema
    words = (
        ", ".join(map(str, schema["enum"])) if "enum" in schema else str(schema.get("format", schema.get("type", "")))
    )
    span = f" {schema['minimum']}–{schema['maximum']}" if "minimum" in schema else ""
    usual = f" ({schema['default']})" if "default" in schema else ""
    cells = (parameter.name, f"{words}{span}{usual}", parameter.about)
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
