"""Tagged PDF: marked content while drawing, the structure tree afterwards.

ReportLab writes no structure. Here a paper builds a tree of `Element`s; a `Marker` wraps what is
drawn in marked content (ISO 32000-1, 14.6) that points at its element or says that it is an
artifact; `write_tagged` then attaches the tree with pikepdf and adds what PDF/UA-1
(ISO 14289-1) and PDF/A-3a (ISO 19005-3) ask of a file as a whole.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from app.files import write_bytes

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


class Mark(NamedTuple):
    """A piece of marked content: page index and its number (MCID) on that page."""

    page: int
    mcid: int


@dataclass(slots=True, eq=False)
class Element:
    """A structure element. `tag` is a standard structure type (ISO 32000-1, 14.8.4);
    `language` is given where it differs from the parent's; `scope` is for TH.
    """

    tag: str
    language: str = ""
    scope: str = ""
    alt: str = ""
    children: list[Element | Mark] = field(default_factory=list)

    def add(self, tag: str, *, language: str = "", scope: str = "", alt: str = "") -> Element:
        """Append a child element and return it."""
        child = Element(tag, language, scope, alt)
        self.children.append(child)
        return child


class Marker:
    """Writes marked content on a ReportLab canvas and remembers where each element drew."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.owners: list[list[Element]] = [[]]  # by page: the element of each MCID

    def next_page(self) -> None:
        """To be called after the canvas has started a new page."""
        self.owners.append([])

    @contextmanager
    def content(self, element: Element, said: str = "") -> Iterator[None]:
        """What is drawn inside belongs to `element`; `said` is its text where the signs do not
        tell it, as they stand (ISO 32000-1, 14.9.4). Not to be nested.
        """
        owners = self.owners[-1]
        element.children.append(Mark(len(self.owners) - 1, len(owners)))
        text = f" /ActualText <feff{said.encode('utf-16-be').hex()}>" if said else ""
        self.canvas.addLiteral(f"/{element.tag} <</MCID {len(owners)}{text}>> BDC")
        owners.append(element)
        yield
        self.canvas.addLiteral("EMC")

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """What is drawn inside is decoration: `kind` is ``Layout`` or ``Pagination``."""
        self.canvas.addLiteral(f"/Artifact <</Type /{kind}>> BDC")
        yield
        self.canvas.addLiteral("EMC")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says about itself. `created` needs a time zone; it makes the file
    reproducible: equal input gives equal bytes.
    """

    title: str
    author: str
    languages: tuple[str, ...]
    created: datetime
    creator: str = "Vztahy"


def write_tagged(
    drawn: io.BytesIO,
    root: Element,
    owners: list[list[Element]],
    about: Metadata,
    target: Path,
    go_on: Callable[[], None] = lambda: None,
) -> None:
    """Attach the tree `root` (a Document) to the PDF in `drawn` and write it to `target`,
    beside it first and renamed into place. `go_on` is called now and then; what it raises stops
    the work, and nothing is written. Raises `UserError` if that cannot be done.
    """
    with pikepdf.open(drawn) as pdf:
        _attach_tree(pdf, root, owners, go_on)
        _describe(pdf, about)
        _mend_streams(pdf)
        go_on()
        data = _saved(pdf)
    go_on()
    write_bytes(target, data)


def _attach_tree(
    pdf: pikepdf.Pdf, root: Element, owners: list[list[Element]], go_on: Callable[[], None]
) -> None:
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    pages = [page.obj for page in pdf.pages]
    objects: dict[Element, pikepdf.Object] = {}

    def build(element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        node = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name("/" + element.tag), P=parent)
        )
        objects[element] = node
        if len(objects) % 1000 == 0:
            go_on()
        if element.language:
            node.Lang = String(element.language)
        if element.scope:
            node.A = Dictionary(O=Name.Table, Scope=Name("/" + element.scope))
        if element.alt:
            node.Alt = String(element.alt)
        page = next((child.page for child in element.children if isinstance(child, Mark)), None)
        if page is not None:
            node.Pg = pages[page]
        kids: list[pikepdf.Object | int] = []
        for child in element.children:
            if isinstance(child, Element):
                kids.append(build(child, node))
            elif child.page == page:
                kids.append(child.mcid)
            else:
                kids.append(Dictionary(Type=Name.MCR, Pg=pages[child.page], MCID=child.mcid))
        if kids:
            node.K = Array(kids)
        return node

    tree.K = Array([build(root, tree)])
    numbers = Array()
    for index, (page, elements) in enumerate(zip(pages, owners, strict=True)):
        page.StructParents = index
        page.Tabs = Name.S
        if "/Trans" in page:  # ReportLab's, always empty
            del page["/Trans"]
        numbers.append(index)
        numbers.append(pdf.make_indirect(Array([objects[element] for element in elements])))
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    tree.ParentTreeNextKey = len(pages)
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _describe(pdf: pikepdf.Pdf, about: Metadata) -> None:
    catalogue = pdf.Root
    catalogue.Lang = String(about.languages[0])
    catalogue.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    profile = pdf.make_stream(_srgb(), N=3)
    catalogue.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=profile,
            )
        ]
    )
    moment = about.created.strftime("D:%Y%m%d%H%M%S%z")
    moment = f"{moment[:-2]}'{moment[-2:]}'"
    producer = f"ReportLab, pikepdf {pikepdf.__version__}"
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(about.title),
            Author=String(about.author),
            Creator=String(about.creator),
            Producer=String(producer),
            CreationDate=String(moment),
            ModDate=String(moment),
        )
    )
    languages = "".join(f"<rdf:li>{language}</rdf:li>" for language in about.languages)
    packet = _XMP.format(
        title=escape(about.title),
        author=escape(about.author),
        creator=escape(about.creator),
        producer=escape(producer),
        language=about.languages[0],
        languages=languages,
        moment=about.created.isoformat(timespec="seconds"),
    )
    metadata = pdf.make_stream(packet.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
    catalogue.Metadata = metadata


_UNICODE_VALUE = re.compile(rb"<(?!00>)([0-9A-F]{2})> <(?!0000)([0-9A-F]{4})>")
_LINE_ENDS = b"\r\n"


def _mend_streams(pdf: pikepdf.Pdf) -> None:
    """Rewrite the character maps, in which ReportLab gives unused codes the value U+0000
    (forbidden in PDF/A and PDF/UA), and lengthen each stream by one harmless byte that would end
    in a line end when compressed: validators take that for the one before ``endstream``.
    """
    for item in pdf.objects:
        if isinstance(item, Dictionary) and Name.ToUnicode in item:
            item.ToUnicode.write(_character_map(item.ToUnicode.read_bytes()))
        if isinstance(item, Dictionary) and Name.FontFile2 in item:
            program = item.FontFile2.read_bytes()
            if _ends_badly(program):
                item.FontFile2.write(program + b"\1")
                item.FontFile2.Length1 = len(program) + 1
    for page in pdf.pages:
        for stream in [page.Contents] if isinstance(page.Contents, pikepdf.Stream) else []:
            content = stream.read_bytes()
            if _ends_badly(content):
                stream.write(content + b" ")


def _character_map(data: bytes) -> bytes:
    pairs = [b"<%b> <%b>" % match.groups() for match in _UNICODE_VALUE.finditer(data)]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    head, _, rest = data.partition(b"1 begincodespacerange")
    tail = rest.partition(b"endbfchar")[2]
    body = b"".join(
        b"%d beginbfchar\n%b\nendbfchar\n" % (len(block), b"\n".join(block)) for block in blocks
    )
    made = head + b"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n" + body + tail.lstrip()
    return made + b" " if _ends_badly(made) else made


def _ends_badly(data: bytes) -> bool:
    # The last byte of a compressed stream is that of its Adler-32 sum (RFC 1950, 2.2).
    return zlib.adler32(data) & 0xFF in _LINE_ENDS


def _saved(pdf: pikepdf.Pdf) -> bytes:
    for mode in (pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable):
        out = io.BytesIO()
        pdf.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=mode,
        )
        # Object streams are compressed while saving; one that ends badly is done without.
        if not re.search(rb"[\r\n]\nendstream", out.getvalue()):
            break
    return out.getvalue()


@cache
def _srgb() -> bytes:
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07d0 0001 0001 0000 0000 0000")  # made 2000-01-01, not today
    profile[84:100] = bytes(16)  # the profile's own digest: 0 is "not computed" (ICC.1, 7.2.18)
    return bytes(profile)


# PDF/A lets a schema that it does not know itself (pdfuaid) be used if the packet describes it
# (ISO 19005-3, 6.6.2.3.3).
_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li>\
<rdf:li xml:lang="{language}">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 this document conforms to\
</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
