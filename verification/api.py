"""The HTTP interfaces of desk, board and booth: who may enter, and how a refusal is answered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import APIKeyCookie, django_auth

from booths import devices
from booths.errors import InvalidRequest, Refusal
from booths.models import Booth


class BoothRequest(HttpRequest):
    """A request that DeviceCookie has let in."""

    auth: Booth


class DeviceCookie(APIKeyCookie):
    """The booth screen's own cookie; a staff login in the same browser is ignored."""

    param_name = devices.COOKIE

    def authenticate(self, request: HttpRequest, key: str | None) -> Booth | None:
        """Return the booth. Raises DeviceRevoked, so that the screen is told what happened."""
        assert request.resolver_match is not None
        return devices.recognise(request.resolver_match.kwargs["booth_id"], key).booth


desk_api = NinjaAPI(urls_namespace="desk-api", auth=django_auth, docs_url=None, openapi_url=None)
board_api = NinjaAPI(urls_namespace="board-api", auth=django_auth, docs_url=None, openapi_url=None)
booth_api = NinjaAPI(urls_namespace="booth-api", auth=DeviceCookie(), docs_url=None, openapi_url=None)


def _answer_refusal(request: HttpRequest, refusal: Any) -> HttpResponse:
    body = {"code": refusal.code, "sentence": refusal.sentence}
    return desk_api.create_response(request, body, status=refusal.status)


def _answer_invalid(request: HttpRequest, wrong: Any) -> HttpResponse:
    fields = {str(error["loc"][-1]): [InvalidRequest().sentence] for error in wrong.errors}
    body = {"code": InvalidRequest.code, "sentence": InvalidRequest().sentence, "fields": fields}
    return desk_api.create_response(request, body, status=InvalidRequest.status)


for _api in (desk_api, board_api, booth_api):
    _api.add_exception_handler(Refusal, _answer_refusal)
    _api.add_exception_handler(ValidationError, _answer_invalid)
