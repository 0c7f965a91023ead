import django.contrib.postgres.constraints
import django.db.models.deletion
import lapak.queue.models.appointments
import lapak.queue.models.tickets
import lapak.secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('booths', '0001_initial'),
        ('booths', '__first__'),
        ('claims', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=lapak.queue.models.appointments.new_booking_key, max_length=24, unique=True)),
                ('status', models.CharField(choices=[('HELD', 'Ditahan'), ('CONFIRMED', 'Terkonfirmasi'), ('CHECKED_IN', 'Sudah hadir'), ('CANCELLED', 'Dibatalkan'), ('EXPIRED', 'Kedaluwarsa'), ('MISSED', 'Tidak hadir')], default='HELD', max_length=12)),
                ('identity', models.CharField(blank=True, help_text='keyed hash of the NIK; empty while held', max_length=64)),
                ('application', lapak.secrets.EncryptedTextField(blank=True, help_text='what was stated, as JSON')),
                ('created_at', models.DateTimeField()),
                ('held_until', models.DateTimeField()),
                ('held_by', models.CharField(blank=True, help_text='keyed hash of the network address', max_length=64)),
                ('changed_at', models.DateTimeField()),
                ('coming_at', models.DateTimeField(blank=True, help_text="when the person answered 'I come'", null=True)),
            ],
        ),
        migrations.CreateModel(
            name='BookingHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(blank=True, max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, help_text='a coded reason, never a name or a number of a person', max_length=200)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='queue.booking')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('officers', models.FloatField(help_text='officers planned when the quota was computed')),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='booths.branch')),
            ],
            options={
                'ordering': ['starts_at'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(lapak.queue.models.appointments._SameRow(models.F('branch_id')), '='), (lapak.queue.models.appointments._Period(models.F('starts_at'), models.F('ends_at')), '&&')], name='slots_of_a_branch_do_not_overlap'), models.CheckConstraint(condition=models.Q(('starts_at__lt', models.F('ends_at'))), name='slot_begins_first')],
            },
        ),
        migrations.CreateModel(
            name='Refused',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refusals', to='booths.branch')),
                ('slot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='refusals', to='queue.slot')),
            ],
            options={
                'indexes': [models.Index(fields=['branch', 'day'], name='refusals_of_a_day')],
            },
        ),
        migrations.CreateModel(
            name='SlotPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('contingent', models.CharField(choices=[('PUBLIC', 'Umum'), ('INTERNAL', 'Cabang'), ('COLLECTIVE', 'Perusahaan')], default='PUBLIC', max_length=12)),
                ('is_free', models.BooleanField(default=True)),
                ('withdrawn', models.BooleanField(default=False, help_text='taken back by the branch; nobody gets it')),
                ('public_from', models.DateTimeField(blank=True, help_text='a freed place rests until then', null=True)),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='queue.slot')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_free', True)), fields=['slot', 'number'], name='free_places_of_a_slot')],
                'constraints': [models.UniqueConstraint(fields=('slot', 'number'), name='place_of_a_slot_stands_once'), models.CheckConstraint(condition=models.Q(('is_free', True), ('withdrawn', True), _negated=True), name='withdrawn_place_is_not_free')],
            },
        ),
        migrations.AddField(
            model_name='booking',
            name='place',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='queue.slotplace'),
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service_day', models.DateField(help_text='branch-local')),
                ('serial', models.PositiveIntegerField(help_text='1, 2, 3 ... within branch and day; A-012 is 12')),
                ('code', models.CharField(help_text='proves who holds the ticket; valid within branch and day', max_length=8)),
                ('status', models.CharField(choices=[('WAITING', 'Menunggu'), ('CALLED', 'Dipanggil'), ('SERVING', 'Dilayani'), ('PARKED', 'Ditunda'), ('DONE', 'Selesai'), ('NO_SHOW', 'Tidak hadir'), ('CANCELLED', 'Dibatalkan')], default='WAITING', max_length=20)),
                ('issued_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(help_text='since when the person waits: the later of arrival and appointment')),
                ('priority', models.CharField(blank=True, choices=[('', 'Tidak ada'), ('ELDERLY', 'Lanjut usia'), ('PREGNANT', 'Ibu hamil'), ('DISABLED', 'Penyandang disabilitas')], default='', max_length=10)),
                ('has_appointment', models.BooleanField(default=False, help_text='came in time for one')),
                ('follow_key', models.CharField(default=lapak.queue.models.tickets.new_follow_key, max_length=16, unique=True)),
                ('note', lapak.secrets.EncryptedTextField(blank=True, help_text='of who sent the person here, for who serves them')),
                ('request_key', models.CharField(help_text='the same key gives the same ticket', max_length=64, unique=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='booths.branch')),
                ('came_from', models.OneToOneField(blank=True, help_text='the number at another branch', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moved_to', to='queue.ticket')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='claims.claim')),
                ('wanted_officer', models.ForeignKey(blank=True, help_text='who alone calls, at work', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['issued_at', 'id'],
                'indexes': [models.Index(fields=['branch', 'status', 'issued_at'], name='ticket_line')],
                'constraints': [models.UniqueConstraint(fields=('branch', 'service_day', 'serial'), name='ticket_number_is_unique_in_a_day'), models.UniqueConstraint(fields=('branch', 'service_day', 'code'), name='ticket_code_is_unique_in_a_day'), models.UniqueConstraint(condition=models.Q(('status__in', ('WAITING', 'CALLED', 'SERVING', 'PARKED'))), fields=('claim',), name='claim_has_one_active_ticket'), models.CheckConstraint(condition=models.Q(('status__in', ['WAITING', 'CALLED', 'SERVING', 'PARKED', 'DONE', 'NO_SHOW', 'CANCELLED'])), name='ticket_status_is_known'), models.CheckConstraint(condition=models.Q(('priority__in', ['', 'ELDERLY', 'PREGNANT', 'DISABLED'])), name='ticket_priority_is_known')],
            },
        ),
        migrations.AddField(
            model_name='booking',
            name='ticket',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='booking', to='queue.ticket'),
        ),
        migrations.CreateModel(
            name='TicketCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('booth', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='booths.booth')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='queue.ticket')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='TicketHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(blank=True, max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, help_text='a coded reason, never a name or a number of a person', max_length=200)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='queue.ticket')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TicketPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=120)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticket_pauses', to='booths.branch')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('branch',), name='ticket_page_has_one_pause')],
            },
        ),
        migrations.CreateModel(
            name='WaitingListEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(help_text='branch-local')),
                ('key', models.CharField(default=lapak.queue.models.appointments.new_booking_key, max_length=24, unique=True)),
                ('status', models.CharField(choices=[('WAITING', 'Menunggu'), ('OFFERED', 'Ditawari'), ('TAKEN', 'Diterima'), ('LAPSED', 'Tawaran lewat'), ('LEFT', 'Keluar')], default='WAITING', max_length=12)),
                ('identity', models.CharField(max_length=64)),
                ('application', lapak.secrets.EncryptedTextField()),
                ('joined_at', models.DateTimeField()),
                ('offered_until', models.DateTimeField(blank=True, null=True)),
                ('drawn_order', models.PositiveIntegerField(blank=True, help_text='by lot, before all who came later', null=True)),
                ('booking', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entry', to='queue.booking')),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waiting_list', to='booths.branch')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='queue.slotplace')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('drawn_order'), nulls_last=True), 'joined_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('WAITING', 'OFFERED'))), fields=('branch', 'day', 'identity'), name='person_waits_once_for_a_day'), models.UniqueConstraint(condition=models.Q(('status', 'OFFERED')), fields=('place',), name='place_is_offered_once'), models.CheckConstraint(condition=models.Q(('status__in', ['WAITING', 'OFFERED', 'TAKEN', 'LAPSED', 'LEFT'])), name='entry_status_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('TWO_DAYS', 'Dua hari sebelumnya'), ('AN_HOUR', 'Satu jam sebelumnya'), ('OFFER', 'Tawaran tempat'), ('DRAWN', 'Hasil undian')], max_length=12)),
                ('created_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('booking', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='queue.booking')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='queue.waitinglistentry')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['next_try_at'], name='reminders_to_send')],
                'constraints': [models.UniqueConstraint(fields=('booking', 'kind'), name='booking_is_reminded_once'), models.UniqueConstraint(fields=('entry', 'kind'), name='entry_is_told_once'), models.CheckConstraint(condition=models.Q(('booking', None), ('entry', None), _connector='XOR'), name='reminder_is_about_one_thing'), models.CheckConstraint(condition=models.Q(('kind__in', ['TWO_DAYS', 'AN_HOUR', 'OFFER', 'DRAWN'])), name='reminder_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='WaitingListHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_status', models.CharField(blank=True, max_length=30)),
                ('to_status', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, help_text='a coded reason, never a name or a number of a person', max_length=200)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='queue.waitinglistentry')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BookingPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('load_percent', models.PositiveSmallIntegerField(default=100, help_text='of the measured capacity, 50 to 105')),
                ('internal_percent', models.PositiveSmallIntegerField(default=0, help_text='of each slot, booked by the branch')),
                ('collective_percent', models.PositiveSmallIntegerField(default=0, help_text='of each slot, for companies')),
                ('branch', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='booking_policy', to='booths.branch')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('load_percent__range', (50, 105))), name='load_is_50_to_105_percent'), models.CheckConstraint(condition=models.Q(('collective_percent__lte', 50), ('internal_percent__lte', 50)), name='half_is_kept_at_most')],
            },
        ),
        migrations.CreateModel(
            name='ClosedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('name', models.CharField(max_length=100)),
                ('branch', models.ForeignKey(blank=True, help_text='empty: all', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='closed_days', to='booths.branch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'branch'), name='day_is_closed_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('seed', models.CharField(help_text='shown after the draw; its hash before', max_length=32)),
                ('drawn_at', models.DateTimeField(blank=True, null=True)),
                ('lots', models.PositiveIntegerField(default=0)),
                ('winners', models.PositiveIntegerField(default=0)),
                ('announced_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='draws', to='booths.branch')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('drawn_at', None)), fields=['closes_at'], name='draws_to_come')],
                'constraints': [models.UniqueConstraint(fields=('branch', 'day'), name='day_is_drawn_once'), models.CheckConstraint(condition=models.Q(('opens_at__lt', models.F('closes_at'))), name='draw_opens_first')],
            },
        ),
        migrations.CreateModel(
            name='PlannedShift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planned_shifts', to='booths.branch')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planned_shifts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(lapak.queue.models.appointments._SameRow(models.F('officer_id')), '='), (lapak.queue.models.appointments._Period(models.F('starts_at'), models.F('ends_at')), '&&')], name='officer_is_planned_once'), models.CheckConstraint(condition=models.Q(('starts_at__lt', models.F('ends_at'))), name='planned_shift_begins_first')],
            },
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('status', 'HELD')), fields=['held_until'], name='holds_that_may_expire'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('status', 'HELD')), fields=['held_by'], name='holds_of_an_address'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('HELD', 'CONFIRMED', 'CHECKED_IN', 'MISSED'))), fields=('place',), name='place_is_booked_once'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'CONFIRMED')), fields=('identity',), name='person_has_one_booking'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['HELD', 'EXPIRED']), models.Q(('identity', ''), _negated=True), _connector='OR'), name='confirmed_booking_has_a_person'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['HELD', 'CONFIRMED', 'CHECKED_IN', 'CANCELLED', 'EXPIRED', 'MISSED'])), name='booking_status_is_known'),
        ),
    ]
