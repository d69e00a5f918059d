"""The entry point `zhidun`: the groups of `cli` together with the commands that run the house."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import click

from zhidun.cli.main import zhidun
from zhidun.cli.output import LANGUAGE, Broken, refuse, say_json, with_json
from zhidun.site import database, home


class House:
    """Hands commands a house in order: rooms loaded, database answering."""

    @contextmanager
    def loaded(self) -> Iterator[None]:
        """Load the rooms; no database is asked."""
        import django

        django.setup()
        yield

    @contextmanager
    def ready(self) -> Iterator[None]:
        """Load the rooms; use the running database or start the embedded one for the time of the block."""
        import django

        from zhidun.site.postgres import Embedded

        django.setup()
        if database.named():
            yield
            return
        with Embedded(home.home()) as server:
            if server.process is not None:
                from django.core.management import call_command

                call_command("migrate", verbosity=0)
            yield
            from django.db import connections

            connections.close_all()


@zhidun.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port of the site.")
@click.option("--workers", default=None, type=click.IntRange(1, 64), help="Web processes (default: cores, at most 4).")
@with_json
def serve(host: str, port: int, workers: int | None, *, as_json: bool) -> None:
    """Run web, jobs and database as one process tree until Ctrl-C."""
    from zhidun.site.serve import Choice, run

    sys.exit(run(Choice(host=host, port=port, workers=workers, as_json=as_json)))


@zhidun.command()
@click.option(
    "--headless", is_flag=True, help="Play without a screen, stop, and print one JSON summary as the last line."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port of the site.")
@click.option("--json", "as_json", is_flag=True, help="The same as --headless.")
@click.option("--fresh", is_flag=True, help="Set the demo's former data aside and begin anew.")
@click.pass_obj
def demo(house: House, host: str, port: int, *, headless: bool, as_json: bool, fresh: bool) -> None:
    """Load the city, play the main job, then serve the site; what was played before is kept unless you say --fresh."""
    from zhidun.kernel import time
    from zhidun.site import sandbox

    os.environ["ZHIDUN_DEMO"] = "1"
    aside = sandbox.set_aside(home.home(), at=time.now()) if fresh else None
    if aside is not None:
        click.echo(f"原来的数据在 The former data is in {aside}", err=True)
    sandbox.mark(home.home())
    quiet = headless or as_json
    if not quiet:
        from zhidun.site.serve import require_ports

        require_ports(host, port)
    with house.ready():
        from zhidun.site.demo import play

        summary = play(headless=quiet)
    if quiet:
        click.echo(summary.as_json())
        return
    from zhidun.site.serve import Choice, run

    os.environ[sandbox.OFFERED] = "1"
    code = run(Choice(host=host, port=port))
    if sandbox.asked(home.home()):  # what was asked goes aside with the rest
        words = ["-m", "zhidun.site.command", "demo", "--fresh", "--host", host, "--port", str(port)]
        os.execv(sys.executable, [sys.executable, *words])  # noqa: S606  this very program
    sys.exit(code)


@zhidun.command()
@with_json
def doctor(*, as_json: bool) -> None:
    """Say what is installed and loaded, and what to do about each gap."""
    from zhidun.site.doctor import examine, show

    findings = examine()
    if as_json:
        say_json({"ok": all(f.ok for f in findings), "findings": [f.as_dict() for f in findings]})
    else:
        show(findings, LANGUAGE.get())
    if any(f.level == "error" for f in findings):
        sys.exit(1)


@zhidun.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def manage(house: House, words: tuple[str, ...]) -> None:
    """Pass WORDS to Django's own commands."""
    from django.core.management import execute_from_command_line

    without_database = {"makemigrations", "check", "collectstatic", "help", "--help", "diffsettings", "makemessages"}
    line = ["zhidun manage", *words]
    if not words or words[0] in without_database:
        execute_from_command_line(line)
        return
    with house.ready():
        execute_from_command_line(line)


def main() -> None:
    """Run the command line; what nobody foresaw is told with its traceback and ends with 3."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhidun.site.settings")
    try:
        zhidun(obj=House(), prog_name="zhidun")
    except Exception:  # noqa: BLE001  the outermost door
        traceback.print_exc()
        refuse(Broken())
        sys.exit(3)


if __name__ == "__main__":
    main()
