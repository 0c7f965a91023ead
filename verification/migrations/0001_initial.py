import django.contrib.postgres.fields
import django.db.models.deletion
import lapak.secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('booths', '0001_initial'),
        ('booths', '__first__'),
        ('queue', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('RUNNING', 'Merekam'), ('PAUSED', 'Dijeda'), ('STOPPED', 'Disimpan'), ('KEPT', 'Tersimpan'), ('EMPTY', 'Kosong'), ('DELETED', 'Dihapus')], default='RUNNING', max_length=20)),
                ('name', models.CharField(help_text='32 hex digits, by which media knows it', max_length=32, unique=True)),
                ('begun_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(help_text='when the status last changed')),
                ('taken_up_at', models.DateTimeField(blank=True, help_text='when a worker began to put it together', null=True)),
                ('file', models.CharField(blank=True, max_length=32)),
                ('key', lapak.secrets.EncryptedTextField(blank=True, help_text='of the file; without it nobody can read a copy')),
                ('size', models.PositiveBigIntegerField(default=0, help_text='bytes, before sealing')),
                ('milliseconds', models.PositiveBigIntegerField(default=0)),
                ('keep_until', models.DateField(blank=True, null=True)),
                ('is_on_hold', models.BooleanField(default=False, help_text='not to be deleted, whatever the date says')),
            ],
        ),
        migrations.CreateModel(
            name='RecordingEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(blank=True, max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, help_text='a coded reason, never a name or a number of a person', max_length=200)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='verification.recording')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('status', models.CharField(choices=[('CALLED', 'Dipanggil'), ('CONNECTING', 'Menyambung'), ('LIVE', 'Berlangsung'), ('ON_HOLD', 'Ditahan'), ('INTERRUPTED', 'Terputus'), ('DECIDED', 'Diputuskan'), ('COMPLETED', 'Selesai'), ('ABORTED', 'Dihentikan'), ('NO_SHOW', 'Tidak hadir')], default='CALLED', max_length=20)),
                ('called_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(help_text='when the status last changed')),
                ('peer', models.CharField(blank=True, help_text="the booth's live connection in the media room", max_length=40)),
                ('hand_raised_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('booth', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='booths.booth')),
                ('occupancy', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seat', to='booths.occupancy')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='queue.ticket')),
            ],
        ),
        migrations.AddField(
            model_name='recording',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recordings', to='verification.seat'),
        ),
        migrations.CreateModel(
            name='LineMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('lost_permille', models.PositiveSmallIntegerField()),
                ('jitter_ms', models.PositiveIntegerField()),
                ('rate_bps', models.PositiveIntegerField()),
                ('round_trip_ms', models.PositiveIntegerField(blank=True, null=True)),
                ('width', models.PositiveSmallIntegerField(default=0, help_text='0: the page has not said')),
                ('height', models.PositiveSmallIntegerField(default=0)),
                ('frames_per_second', models.PositiveSmallIntegerField(default=0)),
                ('picture', models.CharField(blank=True, choices=[('moving', 'Gambar bergerak'), ('frozen', 'Gambar berhenti'), ('black', 'Gambar gelap'), ('off', 'Tanpa kamera')], max_length=10)),
                ('sound', models.CharField(blank=True, choices=[('heard', 'Mikrofon menangkap suara'), ('silent', 'Mikrofon diam'), ('off', 'Tanpa mikrofon')], max_length=10)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='line_measures', to='verification.seat')),
            ],
        ),
        migrations.CreateModel(
            name='DocumentSighting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.CharField(max_length=40)),
                ('result', models.CharField(choices=[('MATCH', 'Sesuai'), ('MISMATCH', 'Tidak sesuai'), ('UNREADABLE', 'Tidak terbaca')], max_length=20)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sightings', to='verification.seat')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('VERIFIED', 'Terverifikasi'), ('REJECTED', 'Ditolak'), ('FOLLOW_UP', 'Tindak lanjut')], max_length=20)),
                ('reason', models.CharField(blank=True, choices=[('IDENTITY_MISMATCH', 'Identitas tidak cocok dengan data peserta'), ('SUSPECTED_FRAUD', 'Data memerlukan pemeriksaan khusus di kantor cabang'), ('PROMPTED', 'Jawaban dibantu orang lain'), ('NOT_ELIGIBLE', 'Belum memenuhi syarat klaim'), ('DOCS_REQUIRED', 'Dokumen belum lengkap'), ('ACCOUNT_MISMATCH', 'Rekening tidak atas nama peserta'), ('EMPLOYER_CONFIRMATION', 'Menunggu konfirmasi perusahaan'), ('REFER_PHYSICAL', 'Perlu pemeriksaan tatap muka')], max_length=40)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='verification.seat')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('seat',), name='seat_has_one_decision'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'VERIFIED'), ('reason', '')), models.Q(models.Q(('outcome', 'VERIFIED'), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='refusal_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=20)),
                ('text_hash', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=5)),
                ('given_at', models.DateTimeField()),
                ('purposes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('RECORDING', 'Saya setuju percakapan saya dengan petugas direkam'), ('STILLS', 'Saya setuju petugas mengambil foto wajah dan dokumen saya')], max_length=20), blank=True, default=list, size=None)),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='consent', to='verification.seat')),
            ],
        ),
        migrations.CreateModel(
            name='CheckMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=40)),
                ('result', models.CharField(blank=True, choices=[('MATCH', 'Sesuai'), ('MISMATCH', 'Tidak sesuai'), ('UNREADABLE', 'Tidak terbaca')], help_text='empty: taken back', max_length=20)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_marks', to='verification.seat')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Attention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('phase', models.CharField(blank=True, choices=[('CONSENT', 'Izin'), ('IDENTITY', 'Identitas'), ('LIVENESS', 'Gerak'), ('DOCUMENTS', 'Dokumen'), ('QUESTIONS', 'Tanya'), ('BANK_CONFIRM', 'Rekening'), ('SUMMARY', 'Ringkas')], help_text='at its beginning', max_length=20)),
                ('ready_at', models.DateTimeField(blank=True, help_text='since when the person had waited for it', null=True)),
                ('advised_place', models.PositiveSmallIntegerField(blank=True, help_text='whom the scheduler advised', null=True)),
                ('advised_because', models.CharField(blank=True, max_length=20)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attentions', to='verification.seat')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('seat',), name='seat_has_one_open_attention')],
            },
        ),
        migrations.CreateModel(
            name='SeatEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(blank=True, max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, help_text='a coded reason, never a name or a number of a person', max_length=200)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='verification.seat')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Still',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(help_text='FACE or the code of a document', max_length=40)),
                ('asked_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('file', models.CharField(blank=True, max_length=32)),
                ('key', lapak.secrets.EncryptedTextField(blank=True)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('width', models.PositiveSmallIntegerField(default=0)),
                ('height', models.PositiveSmallIntegerField(default=0)),
                ('keep_until', models.DateField(blank=True, null=True)),
                ('is_on_hold', models.BooleanField(default=False)),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stills', to='verification.seat')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='EvidenceLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recording', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='verification.recording')),
                ('still', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='verification.still')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('recording', None), ('still', None), _connector='XOR'), name='look_is_at_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='VerificationSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('focus', models.PositiveSmallIntegerField(blank=True, help_text='the place the officer talks with', null=True)),
                ('subset', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, help_text='places the officer talks with at once', size=None)),
                ('to_all_since', models.DateTimeField(blank=True, null=True)),
                ('scene_version', models.BigIntegerField(default=1, help_text='raised whenever who hears whom changes')),
                ('media_node', models.CharField(blank=True, max_length=40)),
                ('peer', models.CharField(blank=True, help_text="the desk's live connection in the media room", max_length=40)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('shift', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='session', to='booths.shift')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('focus', None), ('focus__range', (1, 6)), _connector='OR'), name='focus_is_a_place'), models.CheckConstraint(condition=models.Q(('focus', None), ('subset', []), _connector='OR'), name='talk_is_with_one_or_with_several'), models.CheckConstraint(condition=models.Q(('subset__contained_by', [1, 2, 3, 4, 5, 6])), name='subset_is_of_places')],
            },
        ),
        migrations.CreateModel(
            name='Supervision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(choices=[('listen', 'Mendengarkan'), ('whisper', 'Berbisik'), ('join', 'Bergabung')], max_length=10)),
                ('peer', models.CharField(blank=True, help_text="the board's live connection in the media room", max_length=40)),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(help_text='when the board was last heard of')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supervisions', to='verification.seat')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supervisions', to='verification.verificationsession')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('session',), name='room_has_one_supervisor'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('by',), name='supervisor_is_in_one_room'), models.CheckConstraint(condition=models.Q(('mode__in', ['listen', 'whisper', 'join'])), name='supervision_mode_is_known')],
            },
        ),
        migrations.AddField(
            model_name='seat',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='verification.verificationsession'),
        ),
        migrations.CreateModel(
            name='CodeAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('matched', models.BooleanField()),
                ('booth', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='code_attempts', to='booths.booth')),
            ],
            options={
                'indexes': [models.Index(fields=['booth', 'at'], name='attempts_of_a_booth')],
            },
        ),
        migrations.CreateModel(
            name='ExpectedTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('CONTACT', 'Satu percakapan'), ('REMAINING', 'Percakapan yang tersisa'), ('WHOLE', 'Dari panggilan sampai keputusan'), ('TURNOVER', 'Pergantian di bilik')], max_length=10)),
                ('reason', models.CharField(help_text='of the claim', max_length=30)),
                ('phase', models.CharField(blank=True, choices=[('CONSENT', 'Izin'), ('IDENTITY', 'Identitas'), ('LIVENESS', 'Gerak'), ('DOCUMENTS', 'Dokumen'), ('QUESTIONS', 'Tanya'), ('BANK_CONFIRM', 'Rekening'), ('SUMMARY', 'Ringkas')], max_length=20)),
                ('is_priority', models.BooleanField()),
                ('seconds', models.FloatField()),
                ('samples', models.PositiveSmallIntegerField()),
                ('measured_at', models.DateTimeField()),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expected_times', to='booths.branch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('branch', 'kind', 'reason', 'phase', 'is_priority'), name='expected_time_is_said_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['CONTACT', 'REMAINING', 'WHOLE', 'TURNOVER'])), name='time_kind_is_known')],
            },
        ),
        migrations.AddIndex(
            model_name='recording',
            index=models.Index(fields=['status', 'keep_until'], name='recordings_to_end'),
        ),
        migrations.AddConstraint(
            model_name='recording',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('RUNNING', 'PAUSED'))), fields=('seat',), name='seat_has_one_open_recording'),
        ),
        migrations.AddConstraint(
            model_name='recording',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['RUNNING', 'PAUSED', 'STOPPED', 'KEPT', 'EMPTY', 'DELETED'])), name='recording_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='recording',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'KEPT'), _negated=True), models.Q(models.Q(('file', ''), _negated=True), ('keep_until__isnull', False)), _connector='OR'), name='what_is_kept_ends'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('CALLED', 'CONNECTING', 'LIVE', 'ON_HOLD', 'INTERRUPTED', 'DECIDED'))), fields=('ticket',), name='ticket_has_one_open_seat'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('CALLED', 'CONNECTING', 'LIVE', 'ON_HOLD', 'INTERRUPTED', 'DECIDED'))), fields=('session', 'place'), name='place_has_one_open_seat'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('place__range', (1, 6))), name='seat_place_is_1_to_6'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['CALLED', 'CONNECTING', 'LIVE', 'ON_HOLD', 'INTERRUPTED', 'DECIDED', 'COMPLETED', 'ABORTED', 'NO_SHOW'])), name='seat_status_is_known'),
        ),
    ]
