"""The guards that every test runs behind do hold."""

import os
import socket
import tempfile
from pathlib import Path

import keyring
import pytest

OUTSIDE = "192.0.2.1"  # an address reserved for documentation: nobody answers there


def test_another_machine_is_out_of_reach():
    with socket.socket() as outward, pytest.raises(AssertionError, match=OUTSIDE):
        outward.connect((OUTSIDE, 80))


def test_no_name_outside_is_looked_up():
    with pytest.raises(AssertionError, match="example"):
        socket.create_connection(("registry.example", 443))


def test_this_machine_is_within_reach():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as outward:
        assert outward.getpeername() == server.getsockname()


def test_the_home_is_temporary(home):
    assert Path.home() == home
    assert Path(tempfile.gettempdir()) in home.parents


def test_the_keyring_forgets_with_the_home(home):
    keyring.set_password("coo", "clerk", "secret")
    assert keyring.get_password("coo", "clerk") == "secret"
    assert [file.name for file in home.iterdir()] == ["keyring-of-this-test.json"]


def test_no_window_appears():
    assert os.environ["QT_QPA_PLATFORM"]
