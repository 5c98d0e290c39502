"""An office's own presentation as the ground of slides: its masters, colours and letters stay, its slides go.

The file comes from outside. `open_template` is the only function that reads one.
"""

import io
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn

from ucjmap.errors import N_, UsageError
from ucjmap.files import ArchiveIntake, open_archive
from ucjmap.render.slides.master import own_presentation
from ucjmap.render.slides.stage import LEAST_PT, LEAST_TITLE_PT, OWN_STAGE, SEE_MM, Stage
from ucjmap.render.static import Align, Box, SlideLayout, line_mm
from ucjmap.render.template_limits import TEMPLATE_MB, UNPACKED_TEMPLATE_MB, bad_template
from ucjmap.words import Lang

_EMU_PER_MM: Final = 36_000
_TEMPLATE, _DECK = b"presentationml.template.main+xml", b"presentationml.presentation.main+xml"
#: What runs, or reaches out of the file; a presentation of figures has no need of it.
_ACTIVE: Final = ("vbaproject", "macroenabled", "activex", "oleobject")
_TITLES: Final = ("title", "ctrTitle")
_BODIES: Final = ("body", "obj", None)
#: What a placeholder keeps free at its sides unless it says otherwise.
_INSET_MM: Final = 2.54
#: The least room for a map, in millimetres.
_LEAST_BODY: Final = (180.0, 80.0)


@dataclass(frozen=True)
class Ground:
    """What slides are written upon: a presentation without slides, its layouts by kind, and where things stand.

    ``is_dark``: the ground of its theme is darker than its letters.
    """

    deck: Any
    layouts: dict[SlideLayout, Any]
    stage: Stage
    is_dark: bool = False


def own_ground(lang: Lang) -> Ground:
    """The ground of a presentation without an office's template.

    Parameters
    ----------
    lang
        Language of the names that its layouts have in the office program.
    """
    deck = own_presentation(lang)
    cover, bullets, title = deck.slide_layouts
    return Ground(deck, {"cover": cover, "bullets": bullets, "title": title}, OWN_STAGE)


def open_template(content: bytes) -> Ground:
    """The ground that an office's file gives.

    Raises
    ------
    UsageError
        The file is no presentation, holds macros, embedded programs or links to other files, is too large, or its
        slides have no room for a map.
    """
    if len(content) > TEMPLATE_MB * 2**20:
        raise bad_template()
    try:
        deck = Presentation(io.BytesIO(_checked(content)))
        _drop_slides(deck)
        _refuse_active(deck)
        return _ground_of(deck)
    except UsageError:
        raise
    except Exception as error:  # whatever the library stumbles over in a file that it does not understand
        raise bad_template() from error


_INTAKE: Final = ArchiveIntake(
    UsageError, lambda _path: bad_template(), "template_too_large", N_("Remove pictures and films from the template.")
)


def _checked(content: bytes) -> bytes:
    """The same file as a presentation: a template (.potx) differs from one in a word of its contents list."""
    stream = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.pptx"
        path.write_bytes(content)
        with (
            open_archive(path, _INTAKE, max_unpacked_mb=UNPACKED_TEMPLATE_MB) as archive,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy,
        ):
            for member in archive.infolist():
                part = archive.read(member)
                if member.filename.endswith((".xml", ".rels")) and b"<!" in part.replace(b"<!--", b""):
                    raise bad_template()
                if member.filename == "[Content_Types].xml":
                    part = part.replace(_TEMPLATE, _DECK)
                copy.writestr(member.filename, part)
    return stream.getvalue()


def _drop_slides(deck: Any) -> None:
    listed = deck.slides._sldIdLst
    for entry in list(listed):
        deck.part.drop_rel(entry.rId)
        listed.remove(entry)
    for extension in deck.part._element.findall(f"{qn('p:extLst')}/{qn('p:ext')}"):
        extension.getparent().remove(extension)  # sections and the like, which name slides that are gone


def _refuse_active(deck: Any) -> None:
    for part in deck.part.package.iter_parts():
        if any(word in f"{part.content_type} {part.partname}".lower() for word in _ACTIVE):
            raise bad_template()
        for relation in part.rels.values():
            if relation.is_external and relation.reltype != RT.HYPERLINK:
                raise bad_template()
            if relation.is_external and not relation.target_ref.startswith(("https://", "http://", "mailto:")):
                raise bad_template()


def _ground_of(deck: Any) -> Ground:
    """Layouts by what placeholders they have; whichever is missing is replaced by the one nearest to it."""
    layouts = list(deck.slide_layouts)
    if not layouts:
        raise bad_template()
    kinds = [[_kind(shape) for shape in layout.placeholders] for layout in layouts]
    cover = next((place for place, own in enumerate(kinds) if "ctrTitle" in own), None)
    inner = [place for place in range(len(layouts)) if place != cover] or [0]
    titled = [place for place in inner if "title" in kinds[place]]

    def nearest(bodies: int) -> int:
        """The first layout with a headline and so many texts; a slide without a place for its headline gets its own."""
        fitting = [place for place in inner if sum(kind in _BODIES for kind in kinds[place]) == bodies]
        both = [place for place in fitting if place in titled]
        return next(iter([*both, *(titled or fitting), *inner]))

    bullets, bare = nearest(1), nearest(0)
    cover = bare if cover is None else cover
    chosen: dict[SlideLayout, Any] = {
        "cover": layouts[cover],
        "bullets": layouts[bullets],
        "title": layouts[bare],
    }
    return Ground(deck, chosen, _stage_of(deck, chosen), is_dark=_is_dark(deck.slide_master))


def _kind(shape: Any) -> str | None:
    kind = shape._element.xpath(".//p:nvPr/p:ph")[0].get("type")
    return None if kind is None else str(kind)


def _stage_of(deck: Any, layouts: dict[SlideLayout, Any]) -> Stage:
    """Where things stand: inside the title and the body of the office's layouts."""
    width, height = deck.slide_width / _EMU_PER_MM, deck.slide_height / _EMU_PER_MM
    edge = 0.04 * width
    title = _box(layouts["title"], _TITLES) or Box(edge, 0.05 * height, width - 2 * edge, 0.13 * height)
    top = title.bottom + 2
    whole = _box(layouts["bullets"], _BODIES) or Box(edge, top, width - 2 * edge, 0.92 * height - top)
    whole = Box(whole.x, whole.y, min(whole.right, width) - whole.x, min(whole.bottom, height) - whole.y)
    if whole.y < title.bottom:
        whole = Box(whole.x, top, whole.w, whole.bottom - top)
    foot_mm = OWN_STAGE.foot.h
    body, foot = whole.cut_top(whole.h - foot_mm - 2.0, 2.0)
    if body.w < _LEAST_BODY[0] or body.h < _LEAST_BODY[1]:
        hint = N_("Widen the text area of the layout with headline and text: a map needs {width} × {height} mm.")
        message = N_("The slides of the template have no room for a map.")
        raise UsageError("small_template", message, hint, width=_LEAST_BODY[0], height=_LEAST_BODY[1] + foot_mm)
    cover = layouts["cover"]
    below = _box(cover, ("subTitle",))
    above = Box(below.x, max(edge, below.y - title.h - 3), below.w, title.h) if below else title
    own_cover = _box(cover, _TITLES) or above
    line = foot.bottom - 6.5
    number = _box(layouts["title"], ("sldNum",)) or Box(foot.right - 16.0, foot.bottom + 1.0, 16.0, 6.5)
    return Stage(
        width=width,
        height=height,
        title=_inside(title),
        # A headline has two lines.
        title_pt=max(LEAST_PT, min(_title_pt(deck), _inside(title).h / (2 * line_mm(1.0)))),
        body=body,
        foot=foot,
        number=number,
        see=Box(foot.right - SEE_MM, line, SEE_MM, 6.5),
        cover_title=_inside(own_cover),
        cover_text=_box(cover, ("subTitle", *_BODIES)) or Box(own_cover.x, own_cover.bottom + 3, own_cover.w, 40.0),
        cover_align=_align_of(cover),
    )


def _box(layout: Any, kinds: tuple[str | None, ...]) -> Box | None:
    """Room of the first placeholder of these kinds on a layout, its own or that of the master."""
    for shape in layout.placeholders:
        if _kind(shape) in kinds and None not in (shape.left, shape.top, shape.width, shape.height):
            return Box(*(float(side) / _EMU_PER_MM for side in (shape.left, shape.top, shape.width, shape.height)))
    return None


def _inside(holder: Box) -> Box:
    """The room of letters in a placeholder: it keeps a tenth of an inch free at its sides and half of that above."""
    return Box(holder.x + _INSET_MM, holder.y + _INSET_MM / 2, holder.w - 2 * _INSET_MM, holder.h - _INSET_MM)


def _align_of(cover: Any) -> Align:
    """Side on which the words below the title of a cover stand."""
    own = (shape._element for shape in cover.placeholders if _kind(shape) == "subTitle")
    sides = [side for element in own for side in element.xpath(".//a:lstStyle/a:lvl1pPr/@algn")]
    return "center" if sides == ["ctr"] else "right" if sides == ["r"] else "left"


def _is_dark(master: Any) -> bool:
    """Whether the colour that the theme gives to the ground is darker than that of the letters upon it."""
    theme = etree.fromstring(master.part.part_related_by(RT.THEME).blob)
    roles = master._element.find(qn("p:clrMap"))

    def brightness(role: str) -> float:
        (colour,) = theme.find(f".//{qn('a:clrScheme')}/{qn(f'a:{roles.get(role)}')}")
        red, green, blue = bytes.fromhex(str(colour.get("lastClr") or colour.get("val")))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    return brightness("bg1") < brightness("tx1")


def _title_pt(deck: Any) -> float:
    sizes = deck.slide_master._element.xpath("./p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr/@sz")
    return max(LEAST_PT, min(OWN_STAGE.title_pt, int(sizes[0]) / 100)) if sizes else LEAST_TITLE_PT
