"""Which socket address speaks with which consumer. The booth's lies under its cookie's path."""

from django.urls import path

from verification.consumers import BoardSocket, BoothSocket, DeskSocket, DisplaySocket

websocket_urlpatterns = [
    path("ws/desk/", DeskSocket.as_asgi()),
    path("booth/<int:booth_id>/ws/", BoothSocket.as_asgi()),
    path("ws/board/<slug:code>/", BoardSocket.as_asgi()),
    path("ws/display/<slug:code>/", DisplaySocket.as_asgi()),
]
