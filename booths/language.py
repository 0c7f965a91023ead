"""The language of a page: Indonesian, unless its reader clicked another; the browser's wish is not asked."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers


class LanguageMiddleware:
    """Reads the cookie that Django's set_language view writes; Accept-Language is not followed, unlike
    LocaleMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            # A page may have switched while it answered (the form that keeps what was typed).
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        patch_vary_headers(response, ("Cookie",))
        return response


def chosen(cookie: str) -> str:
    """Return the language a cookie names, or the product's own."""
    return cookie if cookie in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
