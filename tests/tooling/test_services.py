"""The throw-away servers of the tests are the engines of production."""

import os

import psycopg2
import redis


def test_postgresql_is_version_18_or_newer() -> None:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    cursor = connection.cursor()

    cursor.execute("select current_setting('server_version_num')::int / 10000")
    (version,) = cursor.fetchone()

    connection.close()
    assert version >= 18


def test_valkey_answers() -> None:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as connection:
        assert connection.ping()
