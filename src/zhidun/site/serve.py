"""`zhidun serve`: database, web, files and jobs as one process tree."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import click

from zhidun.kernel.errors import Conflict, Refusal
from zhidun.kernel.text import t
from zhidun.site import database, home, sandbox, second_factor
from zhidun.site.demo_witnesses import witness_parts
from zhidun.site.parent import die_with_parent
from zhidun.site.postgres import DatabaseDown, Embedded
from zhidun.site.supervise import Command, Part, Supervisor, command_part

READY_SECONDS = 300.0
MAX_WORKERS = 4
WEB_THREADS = 4
JOB_CONCURRENCY = 4
JOB_GRACE_SECONDS = 5
LAST_PORT = 65_535


class PortInUse(Conflict):
    """Somebody else listens at the port."""

    code = "port.in_use"


class AlreadyServing(Conflict):
    """Another process serves the same data folder."""

    code = "serve.running"


class NotPrepared(DatabaseDown):
    """The tables could not be brought up to date."""

    code = "database.not_prepared"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the operator chose on the command line."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int | None = None
    as_json: bool = False

    @property
    def files_port(self) -> int:
        """The second origin's port."""
        return self.port + 1

    @property
    def url(self) -> str:
        """The site's address for people on this machine."""
        return f"http://{self.reached_at}:{self.port}"

    @property
    def files_url(self) -> str:
        """The second origin's address: the same host at another port is another origin."""
        return f"http://{self.reached_at}:{self.files_port}"

    @property
    def reached_at(self) -> str:
        """The host by which this machine reaches itself."""
        return "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104  compared, not bound


def free(host: str, port: int) -> bool:
    """Say whether nobody listens at the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _both_free(host: str, port: int) -> bool:
    return free(host, port) and free(host, port + 1)


def require_ports(host: str, port: int) -> None:
    """Refuse a port somebody else uses, naming the next free one (the files' origin takes the port after it).

    Raises:
        PortInUse: the port or the one after it is taken.
    """
    if _both_free(host, port):
        return
    taken = port if not free(host, port) else port + 1
    other = next((p for p in range(port + 1, LAST_PORT) if _both_free(host, p)), None)
    raise PortInUse(
        t(f"端口 {taken} 已被占用。", f"Port {taken} is in use."),
        t(f"请改用空闲端口:--port {other}", f"Use a free one: --port {other}"),
    )


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the data folder for this process tree.

    Raises:
        AlreadyServing: another tree holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".serving").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = _holder(lock)
            raise AlreadyServing(
                t(f"该数据目录正由进程 {holder} 提供服务。", f"Process {holder} already serves {folder}."),
                t("请先停止它,或设置另一个 ZHIDUN_HOME。", "Stop it first, or set another ZHIDUN_HOME."),
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _holder(lock: IO[str]) -> str:
    lock.seek(0)
    return lock.read().strip() or "?"


def _own_database(folder: Path) -> Embedded | None:
    if database.named():
        return None
    server = Embedded(folder)
    end = time.monotonic() + READY_SECONDS
    while server.answers():  # a short command may be using it; it must be our child before we serve
        if time.monotonic() > end:
            raise DatabaseDown(
                t("内置数据库正被另一个命令使用。", "Another command uses the embedded database."),
                t("请等待该命令结束后再启动。", "Wait for that command to end, then start again."),
            )
        time.sleep(0.2)
    return server


def _database_part(server: Embedded) -> Part:
    def start() -> subprocess.Popen[bytes]:
        server.start()
        if server.process is None:
            raise DatabaseDown
        return server.process

    def stop(process: subprocess.Popen[bytes]) -> None:
        del process
        server.stop()

    return Part(name="database", start=start, stop=stop, after=("jobs", "ledger"))


def _environment(choice: Choice) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "zhidun.site.settings",
        "ZHIDUN_SUPERVISED": "1",
        "ZHIDUN_ORIGIN": os.environ.get("ZHIDUN_ORIGIN", choice.url),
        "ZHIDUN_FILES_ORIGIN": os.environ.get("ZHIDUN_FILES_ORIGIN", choice.files_url),
    }


def _web(choice: Choice, *, port: int, workers: int, face: str) -> Command:
    words = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", choice.host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(WEB_THREADS), "--respawn-failed-workers",
        "--workers-kill-timeout", "10", "--log-level", "warning", "zhidun.site.wsgi:application",
    ]  # fmt: skip
    return Command(words=words, environment=_environment(choice) | {"ZHIDUN_FACE": face}, grace=15.0)


def _jobs(choice: Choice) -> Command:
    words = [
        sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", str(JOB_CONCURRENCY),
        "--shutdown-graceful-timeout", str(JOB_GRACE_SECONDS),
    ]  # fmt: skip
    return Command(words=words, environment=_environment(choice), grace=JOB_GRACE_SECONDS + 5.0)


def _ledger(choice: Choice) -> Command:
    words = [sys.executable, "-m", "zhidun.site.sequencer"]
    return Command(words=words, environment=_environment(choice))


def prepare(choice: Choice) -> None:
    """Bring tables, static files and folders up to date, in a process of its own.

    Raises:
        NotPrepared: a migration failed; its last line is named.
    """
    words = [sys.executable, "-m", "zhidun.site.prepare"]
    done = subprocess.run(
        words, check=False, env=os.environ | _environment(choice), capture_output=True, text=True,
        process_group=0, preexec_fn=die_with_parent(signal.SIGTERM),
    )  # fmt: skip
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["?"]
        raise NotPrepared(
            t(f"数据库结构未能更新:{last[0]}", f"The tables could not be brought up to date: {last[0]}"),
            t("请运行 zhidun manage migrate 查看全部信息。", "Run `zhidun manage migrate` to see all of it."),
        )


def _answers(choice: Choice) -> bool:
    link = http.client.HTTPConnection(choice.reached_at, choice.port, timeout=5)
    try:
        link.request("GET", "/health", headers={"Host": "127.0.0.1"})
        return link.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        link.close()


def _await_web(tree: Supervisor, choice: Choice) -> bool:
    end = time.monotonic() + READY_SECONDS
    while not tree.stopping and time.monotonic() < end:
        if _answers(choice):
            return True
        tree.look()
        time.sleep(0.05)
    return False


def _tell(choice: Choice, event: str, message: str) -> None:
    line = json.dumps({"event": event, "url": choice.url, "pid": os.getpid()}) if choice.as_json else message
    click.echo(line)
    sys.stdout.flush()


def _parts(choice: Choice, server: Embedded | None) -> list[Part]:
    workers = choice.workers or min(MAX_WORKERS, os.cpu_count() or 1)
    found = [_database_part(server)] if server else []
    found += [
        command_part("ledger", _ledger(choice)),
        *witness_parts(home.home()),
        command_part("jobs", _jobs(choice)),
        command_part("files", _web(choice, port=choice.files_port, workers=1, face="files")),
        command_part("web", _web(choice, port=choice.port, workers=workers, face="site")),
    ]
    return found


def run(choice: Choice) -> int:
    """Serve until Ctrl-C; return the exit code.

    Raises:
        Refusal: a port or the data folder is taken, or the database did not start.
    """
    folder = home.home()
    require_ports(choice.host, choice.port)
    if second_factor.switched_off():
        click.secho(f"!!! {second_factor.OFF.zh} {second_factor.OFF.en}", fg="red", bold=True, err=True)
    with only_one(folder):
        server = _own_database(folder)
        parts = _parts(choice, server)
        facts = {"url": choice.url, "port": choice.port}
        tree = Supervisor(parts, state=folder / "serve.json", facts=facts, ends=lambda: sandbox.asked(folder))
        tree.install_signals()
        try:
            _begin(tree, choice)
            tree.watch()
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not break the stop in half
            tree.stop()
        _tell(choice, "stopped", "已停止 Stopped.")
    return 0


def _begin(tree: Supervisor, choice: Choice) -> None:
    if "database" in tree.parts:
        tree.start("database")
    if not tree.stopping:
        prepare(choice)
    for name in tree.parts:
        if name != "database" and not tree.stopping:
            tree.start(name)
    if _await_web(tree, choice):
        _tell(choice, "ready", f"知盾 Zhidun: {choice.url}   (Ctrl-C 停止 stops)")
    elif not tree.stopping:
        raise Refusal(
            t("网站在两分钟内没有应答。", "The site did not answer within two minutes."),
            t("请查看上面的日志并运行 zhidun doctor。", "Read the log above and run `zhidun doctor`."),
        )
