"""Finds the commands that a text names, and says whether the program has them."""

import re
import shlex
from typing import Any

import typer

from raas_batch import cli


def named(text: str) -> list[list[str]]:
    """Every ``raas …`` between backticks, taken apart, without its first word."""
    return [shlex.split(command)[1:] for command in re.findall(r"`(raas [^`]+)`", text)]


def assert_exists(words: list[str]) -> None:
    """The command exists, with every option that is named."""
    command: Any = typer.main.get_command(cli.app)
    words = list(words)
    while hasattr(command, "commands") and words:
        name = words.pop(0)
        assert name in command.commands, f"`raas` has no command {name}: {words}"
        command = command.commands[name]
    options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert {word for word in words if word.startswith("--")} <= options, f"{command.name} {words}"
