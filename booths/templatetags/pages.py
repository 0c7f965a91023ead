"""What every template may say: an icon by its name, the import map, the shade somebody chose. Reads no model."""

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from js_asset import ImportMap

register = template.Library()

SHADES = {"dark", "light"}

# Vendored files carry their version in the path, so they keep their own names: modules that import each other
# relatively must resolve to the very same address, or the browser would load two copies.
_VENDORED = {
    "lit": "vendor/lit/3.3.3/index.js",
    "lit/": "vendor/lit/3.3.3/",
    "lit-html": "vendor/lit-html/3.3.3/lit-html.js",
    "lit-html/": "vendor/lit-html/3.3.3/",
    "lit-element/": "vendor/lit-element/4.2.2/",
    "@lit/reactive-element": "vendor/@lit/reactive-element/2.1.2/reactive-element.js",
    "jsqr-script": "vendor/jsqr/1.4.0/dist/jsQR.js",
}
_OURS = {
    "jsqr": "booths/js/jsqr.js",
    "lapak/announce.js": "booths/js/announce.js",
    "lapak/icon.js": "booths/js/icon.js",
    "lapak/live.js": "booths/js/live.js",
    "lapak/theme.js": "booths/js/theme.js",
    "lapak/call.js": "verification/call.js",
}


@register.simple_tag(takes_context=True)
def import_map(context: Context) -> SafeString:
    """Return the import map; scripts of pages import by these names, never by address."""
    vendored = {name: f"/{settings.STATIC_URL.strip('/')}/{path}" for name, path in _VENDORED.items()}
    return ImportMap(vendored | _OURS).render(attrs=_nonce(context))


@register.simple_tag(takes_context=True)
def shade(context: Context) -> str:
    """Return "dark" or "light": what theme.js remembered in a cookie, so that the first paint is right."""
    request = context.get("request")
    chosen = request.COOKIES.get("shade", "dark") if request else "dark"
    return chosen if chosen in SHADES else "dark"


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Return an icon of the sprite; it is decoration, the word stands beside it."""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="#i-{}"/></svg>', f" {extra}" if extra else "", name
    )


@register.filter
def grouped(code: str) -> str:
    """Return a ticket's code as XXXX-XXXX, the way people read it to each other."""
    return f"{code[:4]}-{code[4:]}"


@register.filter
def rupiah(amount: int | None) -> str:
    """Return whole rupiah as they are written in Indonesia, in both languages: Rp 63.240.000."""
    if amount is None:
        return "–"
    sign = "−" if amount < 0 else ""
    return f"{sign}Rp {abs(amount):,}".replace(",", ".")


@register.filter
def minutes(milliseconds: int) -> str:
    """Return a length as minutes and seconds: 4.07."""
    whole = round(milliseconds / 1000)
    return f"{whole // 60}.{whole % 60:02}"


def _nonce(context: Context) -> dict[str, str]:
    request = context.get("request")
    return {"nonce": str(request.csp_nonce)} if request and hasattr(request, "csp_nonce") else {}
