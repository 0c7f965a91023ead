"""What we remember of verification: sessions, seats and their events, consents, marks, decisions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lapak.history import StatusChange
from lapak.secrets import EncryptedTextField
from verification import states


class VerificationSession(models.Model):
    """One officer's one-to-many room during a shift. Who hears whom is read from `focus`, `subset`, `to_all_since`,
    the seats and an open Supervision.
    """

    shift = models.OneToOneField("booths.Shift", models.PROTECT, related_name="session")
    focus = models.PositiveSmallIntegerField(null=True, blank=True, help_text="the place the officer talks with")
    subset = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, help_text="places the officer talks with at once"
    )
    to_all_since = models.DateTimeField(null=True, blank=True)
    scene_version = models.BigIntegerField(default=1, help_text="raised whenever who hears whom changes")
    media_node = models.CharField(max_length=40, blank=True)
    peer = models.CharField(max_length=40, blank=True, help_text="the desk's live connection in the media room")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(focus=None) | Q(focus__range=(1, 6)), name="focus_is_a_place"),
            models.CheckConstraint(condition=Q(focus=None) | Q(subset=[]), name="talk_is_with_one_or_with_several"),
            models.CheckConstraint(condition=Q(subset__contained_by=[1, 2, 3, 4, 5, 6]), name="subset_is_of_places"),
        ]

    @property
    def talked_with(self) -> set[int]:
        """The places with which the officer talks, both ways."""
        return {*self.subset, *({self.focus} if self.focus is not None else ())}


class Seat(models.Model):
    """One participant in one booth of a session."""

    session = models.ForeignKey(VerificationSession, models.PROTECT, related_name="seats")
    place = models.PositiveSmallIntegerField()
    booth = models.ForeignKey("booths.Booth", models.PROTECT, related_name="seats")
    ticket = models.ForeignKey("queue.Ticket", models.PROTECT, related_name="seats")
    occupancy = models.OneToOneField("booths.Occupancy", models.PROTECT, related_name="seat")
    status = models.CharField(max_length=20, choices=states.SeatStatus, default=states.SeatStatus.CALLED)
    called_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="when the status last changed")
    peer = models.CharField(max_length=40, blank=True, help_text="the booth's live connection in the media room")
    hand_raised_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    moves = states.SEAT_MOVES

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(status__in=states.OPEN_SEAT), name="ticket_has_one_open_seat"
            ),
            models.UniqueConstraint(
                fields=["session", "place"], condition=Q(status__in=states.OPEN_SEAT), name="place_has_one_open_seat"
            ),
            models.CheckConstraint(condition=Q(place__range=(1, 6)), name="seat_place_is_1_to_6"),
            models.CheckConstraint(condition=Q(status__in=states.SeatStatus.values), name="seat_status_is_known"),
        ]


class SeatEvent(StatusChange):
    row = models.ForeignKey(Seat, models.CASCADE, related_name="history")


class Attention(models.Model):
    """A span in which the officer talked with this seat: evidence of attendance, and the base of measured times."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="attentions")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    phase = models.CharField(max_length=20, choices=states.Phase, blank=True, help_text="at its beginning")
    ready_at = models.DateTimeField(null=True, blank=True, help_text="since when the person had waited for it")
    advised_place = models.PositiveSmallIntegerField(null=True, blank=True, help_text="whom the scheduler advised")
    advised_because = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(ended_at=None), name="seat_has_one_open_attention")
        ]


class ExpectedTime(models.Model):
    """The median of the newest measured times of one kind; replaces what was assumed."""

    branch = models.ForeignKey("booths.Branch", models.CASCADE, related_name="expected_times")
    kind = models.CharField(max_length=10, choices=states.TimeKind)
    reason = models.CharField(max_length=30, help_text="of the claim")
    phase = models.CharField(max_length=20, choices=states.Phase, blank=True)
    is_priority = models.BooleanField()
    seconds = models.FloatField()
    samples = models.PositiveSmallIntegerField()
    measured_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "kind", "reason", "phase", "is_priority"], name="expected_time_is_said_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=states.TimeKind.values), name="time_kind_is_known"),
        ]


class LineMeasure(models.Model):
    """A booth's line in five seconds: its packets as we count them, camera and microphone as its page sees them."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="line_measures")
    at = models.DateTimeField(db_index=True)
    lost_permille = models.PositiveSmallIntegerField()
    jitter_ms = models.PositiveIntegerField()
    rate_bps = models.PositiveIntegerField()
    round_trip_ms = models.PositiveIntegerField(null=True, blank=True)
    width = models.PositiveSmallIntegerField(default=0, help_text="0: the page has not said")
    height = models.PositiveSmallIntegerField(default=0)
    frames_per_second = models.PositiveSmallIntegerField(default=0)
    picture = models.CharField(max_length=10, choices=states.PictureState, blank=True)
    sound = models.CharField(max_length=10, choices=states.SoundState, blank=True)


class Supervision(models.Model):
    """A span in which a supervisor was with an officer and one seat in one way: who, when, never taken away."""

    session = models.ForeignKey(VerificationSession, models.PROTECT, related_name="supervisions")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="supervisions")
    by = models.ForeignKey("booths.Officer", models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=states.SupervisionMode)
    peer = models.CharField(max_length=40, blank=True, help_text="the board's live connection in the media room")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="when the board was last heard of")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=Q(ended_at=None), name="room_has_one_supervisor"),
            models.UniqueConstraint(fields=["by"], condition=Q(ended_at=None), name="supervisor_is_in_one_room"),
            models.CheckConstraint(
                condition=Q(mode__in=states.SupervisionMode.values), name="supervision_mode_is_known"
            ),
        ]


class Consent(models.Model):
    """What the participant agreed to: the text's version and hash, so that the wording can be proved later."""

    seat = models.OneToOneField(Seat, models.PROTECT, related_name="consent")
    version = models.CharField(max_length=20)
    text_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=5)
    given_at = models.DateTimeField()
    purposes = ArrayField(models.CharField(max_length=20, choices=states.ConsentPurpose), default=list, blank=True)


class Recording(models.Model):
    """What was said and seen of one seat from the officer's start to his stop, while they talked."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="recordings")
    status = models.CharField(max_length=20, choices=states.RecordingStatus, default=states.RecordingStatus.RUNNING)
    name = models.CharField(max_length=32, unique=True, help_text="32 hex digits, by which media knows it")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="when the status last changed")
    taken_up_at = models.DateTimeField(null=True, blank=True, help_text="when a worker began to put it together")
    file = models.CharField(max_length=32, blank=True)
    key = EncryptedTextField(blank=True, help_text="of the file; without it nobody can read a copy")
    size = models.PositiveBigIntegerField(default=0, help_text="bytes, before sealing")
    milliseconds = models.PositiveBigIntegerField(default=0)
    keep_until = models.DateField(null=True, blank=True)
    is_on_hold = models.BooleanField(default=False, help_text="not to be deleted, whatever the date says")

    moves = states.RECORDING_MOVES

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(status__in=states.OPEN_RECORDING), name="seat_has_one_open_recording"
            ),
            models.CheckConstraint(
                condition=Q(status__in=states.RecordingStatus.values), name="recording_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="KEPT") | (~Q(file="") & Q(keep_until__isnull=False)), name="what_is_kept_ends"
            ),
        ]
        indexes = [models.Index(fields=["status", "keep_until"], name="recordings_to_end")]


class RecordingEvent(StatusChange):
    row = models.ForeignKey(Recording, models.CASCADE, related_name="history")


class Still(models.Model):
    """A picture that the booth's own page took of a face or a document because the officer asked for it."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="stills")
    subject = models.CharField(max_length=40, help_text="FACE or the code of a document")
    by = models.ForeignKey("booths.Officer", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=32, blank=True)
    key = EncryptedTextField(blank=True)
    size = models.PositiveBigIntegerField(default=0)
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    keep_until = models.DateField(null=True, blank=True)
    is_on_hold = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]


class EvidenceLook(models.Model):
    """Somebody looked at a recording or a still: who, what, when. Never taken away (domain.md 5, A6)."""

    recording = models.ForeignKey(Recording, models.PROTECT, null=True, related_name="looks")
    still = models.ForeignKey(Still, models.PROTECT, null=True, related_name="looks")
    by = models.ForeignKey("booths.Officer", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(recording=None) ^ Q(still=None), name="look_is_at_one_thing")]


class CheckMark(models.Model):
    """One answer to one item of the checklist; the newest row of an item counts."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="check_marks")
    item = models.CharField(max_length=40)
    result = models.CharField(max_length=20, choices=states.MarkResult, blank=True, help_text="empty: taken back")
    by = models.ForeignKey("booths.Officer", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class DocumentSighting(models.Model):
    """An original document was held up and looked at."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="sightings")
    document = models.CharField(max_length=40)
    result = models.CharField(max_length=20, choices=states.MarkResult)
    by = models.ForeignKey("booths.Officer", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Decision(models.Model):
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=states.Outcome)
    reason = models.CharField(max_length=40, choices=states.DecisionReason, blank=True)
    by = models.ForeignKey("booths.Officer", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(undone_at=None), name="seat_has_one_decision"),
            models.CheckConstraint(
                condition=Q(outcome="VERIFIED", reason="") | (~Q(outcome="VERIFIED") & ~Q(reason="")),
                name="refusal_has_a_reason",
            ),
        ]


class CodeAttempt(models.Model):
    """A ticket code was tried at a booth; counted here so that a flushed cache never resets the limit."""

    booth = models.ForeignKey("booths.Booth", models.CASCADE, related_name="code_attempts")
    at = models.DateTimeField()
    matched = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["booth", "at"], name="attempts_of_a_booth")]
