"""The launcher of Redis' protocol."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from local.errors import AlreadyRunning, PortTaken
from local.processes import is_alive
from local.redis import Redis, server_program
from tests.lacking import needs

pytestmark = needs(server_program(), "There is no built-in Redis for this machine.")


def test_start_answers_and_stops_without_trace(folder: Path) -> None:
    with Redis(folder, durable=False) as server:
        pid = server.pid
        assert pid is not None
        with redis.Redis.from_url(server.url) as client:
            assert client.ping() is True
    assert not is_alive(pid)


def test_second_start_keeps_what_was_queued(folder: Path) -> None:
    with Redis(folder) as server, redis.Redis.from_url(server.url) as client:
        client.rpush("queue", "task")
    with Redis(folder) as server, redis.Redis.from_url(server.url) as client:
        assert client.lrange("queue", 0, -1) == [b"task"]


def test_killed_server_keeps_what_was_written(folder: Path) -> None:
    server = Redis(folder)
    server.start()
    with redis.Redis.from_url(server.url) as client:
        client.rpush("queue", "task")
        client.waitaof(1, 0, 5000)
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    server.stop()
    with Redis(folder) as again, redis.Redis.from_url(again.url) as client:
        assert client.lrange("queue", 0, -1) == [b"task"]


def test_client_without_password_is_refused(folder: Path) -> None:
    with (
        Redis(folder, durable=False) as server,
        redis.Redis(host="127.0.0.1", port=server.port, retry=Retry(NoBackoff(), 0)) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


def test_wished_port_that_is_taken_is_named(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortTaken, match=r"so Redis cannot listen on it\.$"):
            Redis(folder, port=other.getsockname()[1], durable=False).start()


def test_second_launcher_on_the_same_folder_is_refused(folder: Path) -> None:
    with Redis(folder, durable=False), pytest.raises(AlreadyRunning):
        Redis(folder, durable=False).start()
