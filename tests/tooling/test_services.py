"""The throw-away servers of the tests are the engines of production."""

import os

import psycopg2
import redis


def test_postgresql_is_version_18_and_private() -> None:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    cursor = connection.cursor()

    cursor.execute("select current_setting('server_version_num')::int, current_setting('listen_addresses')")
    version, addresses = cursor.fetchone()

    connection.close()
    assert version // 10000 >= 18
    assert addresses == ""


def test_valkey_answers() -> None:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as connection:
        assert connection.ping()
