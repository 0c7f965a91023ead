"""The ASGI application: HTTP to Django, sockets through the exact-origin check to the consumers."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from booths.gates import BodyLimit  # noqa: E402
from config import body_gate  # noqa: E402
from verification.routing import websocket_urlpatterns  # noqa: E402

body_gate.install()
application = ProtocolTypeRouter(
    {
        "http": BodyLimit(django_application),
        "websocket": AuthMiddlewareStack(URLRouter(websocket_urlpatterns)),
    }
)
