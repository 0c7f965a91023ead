"""Reads ISO 20022 XML of a bank by the names of its elements, whatever minor version. Pure."""

import re
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from lapak.money.errors import FileUnreadable

LARGEST_BYTES = 20_000_000


def root(content: bytes, *, message: str) -> Element:
    """Return the document, if it is this message (such as camt.054). Raises FileUnreadable."""
    if len(content) > LARGEST_BYTES:
        raise FileUnreadable(message=message)
    try:
        found: Element = ElementTree.fromstring(content)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as wrong:
        raise FileUnreadable(message=message) from wrong
    if not re.match(rf"\{{urn:iso:std:iso:20022:tech:xsd:{re.escape(message)}\.001\.\d\d\}}", found.tag):
        raise FileUnreadable(message=message)
    return found


def name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def find(element: Element, *path: str) -> Element | None:
    """Return the first descendant along the path, None where there is none."""
    found: Element | None = element
    for step in path:
        found = next((child for child in found if name(child) == step), None) if found is not None else None
    return found


def text(element: Element, *path: str) -> str:
    """Return the text there, empty where there is none."""
    found = find(element, *path)
    return (found.text or "").strip() if found is not None else ""
