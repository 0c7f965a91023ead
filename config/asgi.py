"""The ASGI application: HTTP to Django, sockets through the exact-origin check to the consumers."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from booths.gates import BodyLimit, TakeTurns  # noqa: E402
from config import body_gate  # noqa: E402
from verification.routing import websocket_urlpatterns  # noqa: E402

body_gate.install()
# A thread that comes back from the database waits at most this long for one that computes; Python's own 5 ms add up to
# a tenth of a second over the queries behind one key of the desk.
sys.setswitchinterval(0.001)
application = ProtocolTypeRouter(
    {
        "http": TakeTurns(BodyLimit(django_application)),
        "websocket": AuthMiddlewareStack(URLRouter(websocket_urlpatterns)),
    }
)
