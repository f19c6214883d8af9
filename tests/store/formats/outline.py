"""A document as a short outline, so that a test can write out by hand what it expects."""

from store.formats.document import AgendaItem, Attendee, Block, Document, Field, Passage, Remark

Line = tuple[str | None, ...]


def said(document: Document) -> list[Line]:
    """All that is no header field: ('1', title), ('事務局:', remark …), ('action', body)."""
    lines: list[Line] = []
    for element in document.elements:
        match element:
            case AgendaItem():
                lines.append((f"{'#' * element.depth} {element.number}".strip(), element.title))
            case Block():
                lines.append((f"{element.label}:" if element.label else None,))
            case Remark():
                lines[-1] = (*lines[-1], element.body)
            case Passage():
                lines.append((element.kind, element.body))
            case Field():
                pass
    return lines


def people(document: Document) -> list[tuple[str, str, str | None, str]]:
    return [(one.kind, one.name, one.title, one.status) for one in document.roll]


def fields(document: Document) -> dict[str, str]:
    return {one.label: one.value for one in document.elements if isinstance(one, Field)}


def member(name: str, title: str | None = None) -> Attendee:
    return Attendee(kind="member", name=name, title=title)
