"""The command `zhidun`: finds its groups by file name and turns refusals into words and exit codes.

Exit codes: 0 all answered, 1 something refused, 2 wrong usage, 3 our fault.
"""

from __future__ import annotations

import importlib
import pkgutil
from contextlib import AbstractContextManager
from typing import Any, NoReturn, Protocol

import click

from zhidun import __version__
from zhidun import cli as package
from zhidun.cli.output import LANGUAGE, file_fault, refuse
from zhidun.cli.usage import tell
from zhidun.kernel.errors import Refusal

NOT_GROUPS = frozenset({"main", "output", "usage"})


class House(Protocol):
    """What `site` hands to commands that need records: the only way a command reaches the database."""

    def ready(self) -> AbstractContextManager[None]:
        """Load the rooms and keep the database answering inside the block."""

    def loaded(self) -> AbstractContextManager[None]:
        """Load the rooms for what needs no database: settings, papers, words."""


class Groups(click.Group):
    """A group whose members are the files of this package, imported when they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every group and every command that `site` added."""
        files = {name for _, name, _ in pkgutil.iter_modules(package.__path__)} - NOT_GROUPS
        return sorted({*(name.replace("_", "-") for name in files), *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its file only now."""
        known = super().get_command(ctx, cmd_name)
        name = cmd_name.replace("-", "_")
        if known is not None or name in NOT_GROUPS or not name.isidentifier():
            return known
        try:
            module = importlib.import_module(f"zhidun.cli.{name}")
        except ModuleNotFoundError as error:
            if error.name == f"zhidun.cli.{name}":
                return None
            raise
        found = getattr(module, "group", None)
        return found if isinstance(found, click.Command) else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words before the command; wrong usage is told and ends with 2."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as fault:
            return self._told(ctx, fault)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's signature
        """Run a command; a refusal is told with its remedy and ends with 1, wrong usage with 2."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            refuse(refusal)
            ctx.exit(1)
        except OSError as fault:
            if fault.filename is None:  # no file of the user's, such as a pipe that was closed
                raise
            refuse(file_fault(fault))
            ctx.exit(1)
        except click.UsageError as fault:
            self._told(ctx, fault)

    def _told(self, ctx: click.Context, fault: click.UsageError) -> NoReturn:
        if isinstance(fault, click.exceptions.NoArgsIsHelpError):
            raise fault  # the help itself
        fault.ctx = fault.ctx or ctx
        tell(fault)
        ctx.exit(2)


@click.group(cls=Groups, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="zhidun")
@click.option("--lang", type=click.Choice(["zh", "en"]), envvar="ZHIDUN_LANG", help="Language of answers.")
def zhidun(lang: str | None) -> None:
    """知盾: one city's intellectual-property protection platform."""
    if lang:
        LANGUAGE.set(lang)
