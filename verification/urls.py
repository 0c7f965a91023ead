"""Addresses of verification: pages and their JSON."""

from django.urls import path

from verification import api_board, api_booth, api_desk, views
from verification.approvals import views as approvals
from verification.evidence import views as evidence
from verification.what_if import views as what_if

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/begin/", views.begin_shift, name="desk-begin"),
    path("api/desk/", api_desk.desk_api.urls),
    path("booth/<int:booth_id>/", views.booth, name="booth"),
    path("booth/<int:booth_id>/enrol/", views.enrol, name="booth-enrol"),
    path("booth/<int:booth_id>/api/", api_booth.booth_api.urls),
    path("board/", views.board, name="board-own"),
    path("board/<slug:code>/", views.board, name="board"),
    path("approvals/", approvals.show_waiting, name="approvals"),
    path("approvals/<int:pk>/", approvals.show_case, name="approval"),
    path("approvals/<int:pk>/change/", approvals.change_case, name="approval-change"),
    path("evidence/", evidence.show_day, name="evidence"),
    path("evidence/recordings/<int:pk>/", evidence.show_recording, name="evidence-recording"),
    path("evidence/recordings/<int:pk>/file/", evidence.play_recording, name="evidence-file"),
    path("evidence/recordings/<int:pk>/officer/", evidence.play_voice, {"sender": "desk"}, name="evidence-officer"),
    path(
        "evidence/recordings/<int:pk>/supervisor/",
        evidence.play_voice,
        {"sender": "supervisor"},
        name="evidence-supervisor",
    ),
    path("evidence/recordings/<int:pk>/hold/", evidence.hold_recording, name="evidence-hold"),
    path("evidence/stills/<int:pk>/", evidence.show_still, name="evidence-still"),
    path("plan/<slug:code>/what-if/", what_if.what_if, name="what-if"),
    path("api/board/", api_board.board_api.urls),
]
