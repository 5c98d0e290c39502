"""An office's own letter (DOCX): what it may hold, which fields it can use, and a trial before anybody relies on it.

A template comes from outside. It may name fields, choose by them and repeat the letters, and nothing else: whatever
else Jinja can do is refused when the template is parsed, inside a sandbox all the same. Macros, embedded objects and
links that Word would follow by itself are refused, because every letter that goes out would carry them.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from ucjmap.errors import N_, IntakeError
from ucjmap.files import ArchiveIntake, open_archive
from ucjmap.levels import LEVEL_NAMES

#: A template for one desa gives a file each; one that repeats ``letters`` gives one file for all.
TemplateKind = Literal["each", "all"]

#: Field of a letter -> its content.
LETTER_FIELDS: Final[Mapping[str, str]] = {
    "kepala": N_("Kepala Desa, or Lurah in a kelurahan"),
    "desa": N_("Name of the desa or kelurahan"),
    "kecamatan": LEVEL_NAMES["adm3"],
    "kabupaten": LEVEL_NAMES["adm2"],
    "provinsi": LEVEL_NAMES["adm1"],
    "code": N_("Code of the desa"),
    "tanggal": N_("Today's date"),
    "pekerja": N_("Workers"),
    "peserta": N_("Active participants"),
    "belum": N_("Workers not covered"),
    "cakupan": N_("Coverage, with its date"),
    "aparat": N_("Whether the officials are registered, with the date of that"),
    "bpd": N_("Whether the council is registered, with the date of that"),
    "has_council": N_("Whether there is a council: not in a kelurahan"),
    "alarm": N_("Warning where the data are simulated; is put at the top if the template leaves it out"),
    "notes": N_("Origin of the figures, line by line; is put at the end if the template leaves it out"),
}
_SHARED: Final = ("tanggal", "alarm", "notes")
_FILTERS: Final = frozenset({"upper", "lower", "title", "trim"})
_OF_A_LOOP: Final = frozenset({"first", "last", "index"})
_ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.If),
    *(nodes.For, nodes.Filter, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand),
)
_MOST_BYTES: Final = 5_000_000
_MOST_UNPACKED_MB: Final = 40
_MOST_PARTS: Final = 500
#: Fields of Word that only show something of the letter itself.
_WORD_FIELDS: Final = frozenset(
    ("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "AUTHOR")
    + ("TITLE", "SUBJECT", "FILENAME", "SEQ", "REF", "PAGEREF", "TOC", "STYLEREF", "SYMBOL", "HYPERLINK", "MERGEFIELD")
)
#: Takes the place of a field code that was checked, while the result of the field is read.
_SEEN: Final = "PAGE"
#: Of any namespace or none: which one a writer of Word files takes does not matter to Word.
_FIELD_TAGS: Final = ("{*}fldSimple", "{*}instrText", "{*}fldChar")
_MACRO_PARTS: Final = ("vbaproject", "vbadata", "activex", "embeddings/", "afchunk")


def check_template(path: Path, try_out: Callable[[Path, TemplateKind], object]) -> TemplateKind:
    """Refuse a template that cannot be used, and tell whether it is for one desa or for all.

    ``try_out`` writes a letter by it; what goes wrong then is said as an error of the template.

    Raises
    ------
    IntakeError
        Too large, no Word file, macros or outside content, an unknown field, or something beyond fields.
    """
    _check_package(path)
    kind: TemplateKind = "all" if "letters" in names_used(path) else "each"
    known = {*_SHARED, "letters"} if kind == "all" else set(LETTER_FIELDS)
    unknown = sorted(names_used(path) - known)
    if unknown:
        raise _unknown_field(path, unknown[0])
    if not names_used(path):
        raise IntakeError(
            "template_without_fields",
            N_("The letter {file} has no field: every desa would get the same words."),
            N_("Write fields in double braces where words differ, for example {field}."),
            file=path.name,
            field="{{ desa }}",
        )
    try_out(path, kind)
    return kind


def _unknown_field(path: Path, name: str) -> IntakeError:
    return IntakeError(
        "unknown_letter_field",
        N_("The letter {file} uses the field {name}, which does not exist."),
        N_("These fields can be used: {known}."),
        file=path.name,
        name=name,
        known=", ".join(LETTER_FIELDS),
    )


def _check_package(path: Path) -> None:
    """What has to be known before anything is unpacked: size, kind, and no part that acts by itself."""
    if path.stat().st_size > _MOST_BYTES:
        raise _refuse(path, "template_too_large", N_("The letter {file} is larger than 5 MB."))
    with open_archive(path, _LETTER_PACKAGE, max_unpacked_mb=_MOST_UNPACKED_MB) as package:
        parts = package.infolist()
    if "word/document.xml" not in {part.filename for part in parts}:
        raise _no_word_file(path)
    if len(parts) > _MOST_PARTS:
        raise _refuse(path, "template_too_large", N_("The letter {file} unpacks to more than a letter can be."))
    if any(word in part.filename.lower() for part in parts for word in _MACRO_PARTS):
        raise _refuse(path, "template_with_macros", N_("The letter {file} has macros or embedded objects in it."))


def _no_word_file(path: Path) -> IntakeError:
    return _refuse(path, "no_word_file", N_("The letter {file} is no Word file (DOCX)."))


def _refuse(path: Path, code: str, message: str) -> IntakeError:
    return IntakeError(code, message, _SAVE_PLAIN, file=path.name)


_SAVE_PLAIN: Final = N_("Save it in Word as a plain document (.docx) and try again.")
_LETTER_PACKAGE: Final = ArchiveIntake(IntakeError, _no_word_file, "template_too_large", _SAVE_PLAIN)


def open_template(path: Path) -> Any:
    """The template, read.

    Raises
    ------
    IntakeError
        It is broken, or has content from outside itself.
    """
    from docxtpl import DocxTemplate

    try:
        document = DocxTemplate(str(path))
        relations = [relation for part in _parts(document.get_docx()) for relation in part.rels.values()]
        foreign = _foreign_field(path, document.get_docx())
    except Exception as error:  # whatever a broken file does to its reader, it is a broken file
        raise _refuse(path, "no_word_file", N_("The letter {file} cannot be read.")) from error
    if foreign is not None:
        raise foreign
    outside = [
        relation for relation in relations if relation.is_external and not str(relation.reltype).endswith("/hyperlink")
    ]
    if outside:
        raise _refuse(path, "template_from_outside", N_("The letter {file} fetches content from outside itself."))
    return document


def _foreign_field(path: Path, document: Any) -> IntakeError | None:
    """The refusal of fields of Word that fetch or run something when the letter is opened; few are needed in one."""
    codes = [code for part in document.part.package.iter_parts() if _is_xml(part) for code in _field_codes(part.blob)]
    names = [(code.split() or ["-"])[0].upper() for code in codes]
    foreign = next((name for name in names if name not in _WORD_FIELDS), None)
    if foreign is None:
        return None
    return IntakeError(
        "template_with_fields",
        N_("The letter {file} has the Word field {name}, which may fetch or run something when it is opened."),
        N_("Delete the field in Word (Alt+F9 shows fields), save, and try again."),
        file=path.name,
        name=foreign[:40],
    )


def _is_xml(part: Any) -> bool:
    return str(part.content_type).endswith("xml")


def _field_codes(xml: bytes) -> Iterator[str]:
    """Codes of the fields of a part. A code may be torn into several runs, and fields lie in each other."""
    open_codes: list[str] = []
    fields = etree.iterparse(io.BytesIO(xml), events=("end",), tag=_FIELD_TAGS, resolve_entities=False, no_network=True)
    for _, element in fields:
        tag = etree.QName(element).localname
        kind = next((value for key, value in element.attrib.items() if etree.QName(key).localname == "fldCharType"), "")
        if tag == "fldSimple":
            yield next((value for key, value in element.attrib.items() if etree.QName(key).localname == "instr"), "")
        elif tag == "instrText":
            if not open_codes:
                yield element.text or ""
            else:
                open_codes[-1] += element.text or ""
        elif tag == "fldChar" and kind == "begin":
            open_codes.append("")
        elif tag == "fldChar" and kind == "separate" and open_codes:
            yield open_codes[-1]
            open_codes[-1] = _SEEN
        elif tag == "fldChar" and kind == "end" and open_codes:
            yield open_codes.pop()


def _parts(document: Any) -> list[Any]:
    return [document.part.package, *document.part.package.iter_parts()]


def names_used(path: Path) -> set[str]:
    """Fields that the template names, those of its parts inside ``letters`` left out.

    Raises
    ------
    IntakeError
        It is broken, or holds more than fields.
    """
    document = open_template(path)
    names: set[str] = _guarded(path, lambda: document.get_undeclared_template_variables(sandbox()))
    return names


def render_template(document: Any, path: Path, context: Mapping[str, Any]) -> None:
    """Fill the fields in.

    Raises
    ------
    IntakeError
        An unknown field, or more than fields.
    """
    _guarded(path, lambda: document.render(dict(context), jinja_env=sandbox(), autoescape=True))


def _guarded(path: Path, work: Callable[[], Any]) -> Any:
    try:
        return work()
    except _NotAFieldError as error:
        raise IntakeError(
            "letter_template_does_more",
            N_("The letter {file} asks for more than fields: {what}."),
            N_("A letter may use fields, if and for, and nothing else. These fields can be used: {known}."),
            file=path.name,
            what=str(error.message)[:60],
            known=", ".join(LETTER_FIELDS),
        ) from error
    except UndefinedError as error:
        name = str(error.message or "").rpartition("attribute ")[2].removesuffix(" is undefined").strip("'\"")
        raise _unknown_field(path, name[:60]) from error
    except TemplateError as error:
        raise IntakeError(
            "bad_letter_template",
            N_("The letter {file} has a mistake in its fields: {reason}."),
            N_("Check that every {open} has its {close}, and every {start} its {end}."),
            file=path.name,
            reason=str(error.message or error)[:200],
            **{"open": "{{", "close": "}}", "start": "{% if %}", "end": "{% endif %}"},
        ) from error
    except IntakeError:
        raise
    except Exception as error:  # the library stumbles over what braces leave behind in the document
        raise _refuse(path, "bad_letter_template", N_("The letter {file} cannot be filled in.")) from error


class _NotAFieldError(TemplateSyntaxError):
    """The template asks for more than fields."""


class _FieldsOnly(ImmutableSandboxedEnvironment):
    """Refuses whatever is no field: calls, arithmetic, indexes, imports, and loops over anything but our lists."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            if not _is_allowed(node):
                raise _NotAFieldError(str(getattr(node, "attr", type(node).__name__)), node.lineno)
        return tree


def _is_allowed(node: nodes.Node) -> bool:
    match node:
        case nodes.Filter():
            return node.name in _FILTERS
        case nodes.Getattr():
            # No name that begins with an underscore and no method of a value is among them.
            return node.attr in LETTER_FIELDS or node.attr in _OF_A_LOOP
        case nodes.For():
            # Loops in loops would repeat the letters as often as their number's power.
            inner = {_list_of(loop) for loop in node.find_all(nodes.For)}
            may_hold = {"letters": {"notes"}, "notes": set()}.get(_list_of(node))
            return may_hold is not None and inner <= may_hold and not node.recursive
    return isinstance(node, _ALLOWED)


def _list_of(loop: nodes.For) -> str:
    return loop.iter.name if isinstance(loop.iter, nodes.Name) else ""


def sandbox() -> _FieldsOnly:
    """The environment that templates are parsed and filled in by."""
    return _FieldsOnly(autoescape=True, undefined=StrictUndefined)
