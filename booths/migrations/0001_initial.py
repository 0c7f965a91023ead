import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Branch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('time_zone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], default='Asia/Jakarta', max_length=20)),
                ('latitude', models.FloatField(blank=True, help_text='degrees; to name the nearest branch', null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('places_per_officer', models.PositiveSmallIntegerField(default=6, help_text='1 is one-to-one, 2 to 6 one-to-many')),
                ('records', models.BooleanField(default=False, help_text='talks may be recorded, of those who agree')),
                ('takes_stills', models.BooleanField(default=False, help_text='pictures may be taken, of those who agree')),
            ],
        ),
        migrations.CreateModel(
            name='RegionalOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('sequence', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Booth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='the number painted on the cabin')),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='booths', to='booths.branch')),
            ],
            options={
                'ordering': ['branch', 'number'],
                'constraints': [models.UniqueConstraint(fields=('branch', 'number'), name='booth_number_is_unique_in_its_branch'), models.CheckConstraint(condition=models.Q(('number__range', (1, 99))), name='booth_number_is_1_to_99')],
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('role', models.CharField(choices=[('CSO', 'CSO'), ('RECEPTION', 'Resepsionis'), ('SUPERVISOR', 'Penyelia'), ('FINANCE', 'Keuangan'), ('ADMINISTRATOR', 'Administrator')], default='CSO', max_length=20)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('branch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='booths.branch')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['FINANCE', 'ADMINISTRATOR']), ('branch__isnull', False), _connector='OR'), name='branch_staff_has_a_branch')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('enrolled_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('last_seen_at', models.DateTimeField(blank=True, null=True)),
                ('booth', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to='booths.booth')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('booth',), name='booth_has_one_device')],
            },
        ),
        migrations.CreateModel(
            name='EnrolmentCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('booth', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolment_codes', to='booths.booth')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Occupancy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reserved_at', models.DateTimeField()),
                ('seated_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('booth', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occupancies', to='booths.booth')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('booth',), name='booth_has_one_guest'), models.CheckConstraint(condition=models.Q(('seated_at', None), ('seated_at__gte', models.F('reserved_at')), _connector='OR'), name='seated_after_reserved')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(help_text='0 is Monday')),
                ('opens_at', models.TimeField()),
                ('closes_at', models.TimeField()),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='booths.branch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('branch', 'weekday'), name='branch_opens_once_a_day'), models.CheckConstraint(condition=models.Q(('weekday__range', (0, 6))), name='weekday_is_0_to_6'), models.CheckConstraint(condition=models.Q(('opens_at__lt', models.F('closes_at'))), name='branch_opens_before_it_closes')],
            },
        ),
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('booth', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outages', to='booths.booth')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('booth',), name='booth_has_one_open_outage')],
            },
        ),
        migrations.AddField(
            model_name='branch',
            name='regional_office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='branches', to='booths.regionaloffice'),
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('places', models.PositiveSmallIntegerField(help_text='how many people at once, 1 to 6')),
                ('calm_places', models.PositiveSmallIntegerField(blank=True, help_text='calm mode: no more people at once for a while', null=True)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('last_seen_at', models.DateTimeField(blank=True, null=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='booths.branch')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('officer',), name='officer_has_one_open_shift'), models.CheckConstraint(condition=models.Q(('places__range', (1, 6))), name='shift_has_1_to_6_places'), models.CheckConstraint(condition=models.Q(('calm_places', None), ('calm_places__range', (1, 6)), _connector='OR'), name='calm_mode_has_1_to_6_places')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='1 to 6, the tile and the key')),
                ('assigned_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('booth', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='place_rows', to='booths.booth')),
                ('lent_by', models.ForeignKey(blank=True, help_text='whose booth it is, during a break', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='booths.shift')),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='place_rows', to='booths.shift')),
            ],
            options={
                'ordering': ['shift', 'number'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('released_at', None)), fields=('shift', 'number'), name='officer_has_each_place_once'), models.UniqueConstraint(condition=models.Q(('released_at', None)), fields=('booth',), name='booth_stands_in_one_place'), models.CheckConstraint(condition=models.Q(('number__range', (1, 6))), name='place_number_is_1_to_6')],
            },
        ),
        migrations.CreateModel(
            name='Break',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('REST', 'Istirahat'), ('PRAYER', 'Ibadah'), ('BACK_OFFICE', 'Pekerjaan berkas'), ('MEETING', 'Rapat'), ('TECHNICAL', 'Gangguan teknis')], max_length=20)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='breaks', to='booths.shift')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('shift',), name='shift_has_one_open_break')],
            },
        ),
        migrations.AddConstraint(
            model_name='branch',
            constraint=models.CheckConstraint(condition=models.Q(('places_per_officer__range', (1, 6))), name='branch_has_1_to_6_places'),
        ),
    ]
