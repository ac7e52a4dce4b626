"""All commands, as click reads them."""

from __future__ import annotations

from typing import NoReturn

import click

from hubbub import __version__
from hubbub.typed.table import COMMANDS

from . import entry
from .group import LazyGroup, Subcommand

SERVED = "hubbub.cli.served:SUBCOMMANDS"
ELSEWHERE = {"account": "hubbub.cli.account:account", "invite": "hubbub.cli.invite:invite"}  # they do more than most
SUBCOMMANDS = {
    "serve": Subcommand("hubbub.cli.serve:serve", "Run the server."),
    "chat": Subcommand("hubbub.cli.chat:chat", "Join a server from this terminal, or from a pipe."),
    "desktop": Subcommand("hubbub.cli.desktop:desktop", "Join a server in a window."),
    "console": Subcommand("hubbub.cli.console:console", "Give an operator's commands to the server of this machine."),
    **{row.cli: Subcommand(ELSEWHERE.get(row.cli, SERVED), row.sentence) for row in COMMANDS if row.cli},
    "status": Subcommand("hubbub.cli.process:status", "Show how the server of this machine is."),
    "reload": Subcommand("hubbub.cli.process:reload", "Let it read its settings and certificate again."),
    "upgrade": Subcommand("hubbub.cli.process:upgrade", "Let the program on disk take over; nobody is disconnected."),
    "doctor": Subcommand("hubbub.cli.doctor:doctor", "Look what is wrong with it, and what helps."),
    "healthcheck": Subcommand("hubbub.cli.healthcheck:healthcheck", "Ask whether people can talk there."),
    "operator-code": Subcommand("hubbub.cli.operator_code:operator_code", "Show how to become the first operator."),
    "files": Subcommand("hubbub.cli.files:files", "List, check and remove what people have uploaded."),
    "backup": Subcommand("hubbub.cli.copies:backup", "Copy everything, and prove the copy."),
    "verify": Subcommand("hubbub.cli.copies:verify", "Prove a copy."),
    "restore": Subcommand("hubbub.cli.copies:restore", "Put a copy into a new data folder."),
    "rollback": Subcommand("hubbub.cli.rollback:rollback", "Go back to the hubbub from before the last upgrade."),
    "bench": Subcommand("hubbub.bench.cli:bench", "Measure a server."),
    "cluster": Subcommand("hubbub.cli.cluster:cluster", "Which machine decides, and how far each is; move the log."),
    "help": Subcommand("hubbub.cli.help:show_page", "Show a page of the documentation."),
    "service": Subcommand("hubbub.cli.service:service", "Print a unit for systemd that runs the server."),
    "hash": Subcommand("hubbub.cli.hash:hash", "Print the hash of a password, for the settings."),
    "completion": Subcommand("hubbub.cli.completion:completion", "Print what lets a shell complete all this."),
    "manual": Subcommand("hubbub.cli.completion:manual", "Write the pages of the manual, for man."),
    "config": Subcommand("hubbub.cli.config:config", "Print all settings, with what they mean."),
}


class Program(LazyGroup):
    """Called, it is the whole program: its errors are lines, too (scripts of earlier versions do that)."""

    def __call__(self, *arguments: object, **settings: object) -> NoReturn:
        entry.main()


@click.group(
    cls=Program,
    subcommands=SUBCOMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="hubbub")
@click.pass_context
def hubbub(ctx: click.Context) -> None:
    """A self-hosted chat: one command to start, one port to open, one folder to keep."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(arguments: list[str] | None = None) -> int:
    """The exit code of these arguments (of the process, unless given)."""
    try:
        code = hubbub.main(arguments, prog_name="hubbub", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort as error:
        return _ended(error)
    return code if isinstance(code, int) else 0


def _ended(error: click.Abort) -> int:
    """Ctrl-C, or a question that standard input has no answer to."""
    if isinstance(error.__context__, EOFError):
        click.echo("Error: standard input ended before the question was answered.", err=True)
        return entry.FAILED
    return entry.INTERRUPTED
