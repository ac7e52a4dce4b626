"""Where the process begins and where each of its errors becomes one line and an exit code."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from hubbub import __version__
from hubbub.typed.table import COMMANDS

from .group import LazyGroup, Subcommand

# Exit codes beyond 0, 2 for wrong usage (click's) and 78 for bad settings (options.py); 70 is sysexits.h's EX_SOFTWARE.
FAILED = 1
BUG = 70
INTERRUPTED = 130

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
    "bench": Subcommand("hubbub.cli.bench:bench", "Measure a server."),
    "cluster": Subcommand("hubbub.cli.cluster:cluster", "Which machine decides, and how far each is; move the log."),
    "help": Subcommand("hubbub.cli.help:show_page", "Show a page of the documentation."),
    "service": Subcommand("hubbub.cli.service:service", "Print a unit for systemd that runs the server."),
    "hash": Subcommand("hubbub.cli.hash:hash", "Print the hash of a password, for the settings."),
    "completion": Subcommand("hubbub.cli.completion:completion", "Print what lets a shell complete all this."),
    "manual": Subcommand("hubbub.cli.completion:manual", "Write the pages of the manual, for man."),
    "config": Subcommand("hubbub.cli.config:config", "Print all settings, with what they mean."),
}


class Program(LazyGroup):
    """The command that the installed script calls. What else takes its commands, as click-man, finds them in it."""

    def __call__(self, *arguments: object, **settings: object) -> NoReturn:
        main()


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


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line (of the process, unless given) and exit."""
    _open_what_is_closed()
    code = run(arguments)
    try:
        sys.stdout.flush()
    except OSError:
        _forget_stdout()
        code = code or FAILED
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """The exit code, after every error has become a line on standard error."""
    try:
        code = hubbub.main(arguments, prog_name="hubbub", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort as error:
        return _ended(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return FAILED
    except OSError as error:
        click.echo(f"Error: {_of_system(error)}", err=True)
        return FAILED
    except Exception as error:
        return _bug(error)
    return code if isinstance(code, int) else 0


def _of_system(error: OSError) -> str:
    """Which file, and what the system says of it, such as that the disk is full or that nothing may be written."""
    told = f"{error.filename}: {error.strerror}" if error.filename is not None else error.strerror
    return " ".join((told or str(error)).split())


def _ended(error: click.Abort) -> int:
    """Ctrl-C, or a question that standard input has no answer to."""
    if isinstance(error.__context__, EOFError):
        click.echo("Error: standard input ended before the question was answered.", err=True)
        return FAILED
    return INTERRUPTED


def _bug(error: Exception) -> int:
    if os.environ.get("HUBBUB_DEBUG"):
        sys.excepthook(type(error), error, error.__traceback__)
    words = " ".join(f"{type(error).__name__}: {error}".split())
    click.echo(f"Error: {words} (this is a bug in hubbub; HUBBUB_DEBUG=1 shows where)", err=True)
    return BUG


def _open_what_is_closed() -> None:
    """Whoever started us may have closed standard streams; the next file opened, a database say, would become one."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            nothing = os.open(os.devnull, os.O_WRONLY if number else os.O_RDONLY)
            if nothing != number:
                os.dup2(nothing, number)
                os.close(nothing)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 (as long as we are)


def _forget_stdout() -> None:
    """What standard output still holds cannot be written. Without this, Python complains once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
