"""What the operator may set: the records, the TOML loader, the printer, and the addresses to listen on."""

from __future__ import annotations

from .errors import Problem, SettingsError
from .listen import Listener, listeners, parse_listener
from .load import load
from .model import Acme, Api, Data, Files, Gateway, Limits, Listen, Log, Operator, Push, Server, Settings, Web
from .password import server_password
from .places import data_directory, node_name, server_name

__all__ = [
    "Acme",
    "Api",
    "Data",
    "Files",
    "Gateway",
    "Limits",
    "Listen",
    "Listener",
    "Log",
    "Operator",
    "Problem",
    "Push",
    "Server",
    "Settings",
    "SettingsError",
    "Web",
    "data_directory",
    "listeners",
    "load",
    "node_name",
    "parse_listener",
    "server_name",
    "server_password",
]
