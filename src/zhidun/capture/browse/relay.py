"""The browser's jailer: takes a network of its own, passes connections on to our proxy, starts the browser in it.

Run as `python -I relay.py CONFIG ARGUMENTS…`; CONFIG is a JSON file with `socket` (our proxy's Unix socket), `port`
(where the browser finds its proxy), `browser`, `home` and `report` (where what was found is written). It imports
nothing of the product. `--probe` tries it and prints what was found. The new network has no interface but its own
loopback, so there is no way around the proxy.
Nothing of this is asked for politely: when a step fails the browser is not started (exit 97).
"""

from __future__ import annotations

import array
import contextlib
import ctypes
import fcntl
import json
import os
import signal
import socket
import struct
import sys
import threading
from typing import Any

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
SIOCGIFFLAGS, SIOCSIFFLAGS, SIOCGIFCONF, IFF_UP = 0x8913, 0x8914, 0x8912, 0x1
NOBODY = 65534
REFUSED = 97
PIPES = (3, 4)
CHUNK = 65536
AT_ONCE = 200


def _libc() -> Any:  # noqa: ANN401  ctypes has no better name
    return ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """Let the kernel end this process when whoever started it ends."""
    _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def own_network() -> None:
    """Leave the machine's network for a new one; as an ordinary user by way of a user namespace.

    Raises:
        OSError: the kernel does not allow it.
    """
    uid, gid = os.geteuid(), os.getegid()
    flags = CLONE_NEWNET if uid == 0 else CLONE_NEWUSER | CLONE_NEWNET
    if _libc().unshare(flags) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    if uid != 0:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{uid} {uid} 1")
        _write("/proc/self/gid_map", f"{gid} {gid} 1")


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:  # noqa: PTH123  the jailer imports as little as it can
        file.write(text)


def loopback_up() -> None:
    """Switch on the new network's own loopback.

    Raises:
        OSError: it cannot be.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        asked = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(link, SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(link, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def interfaces() -> list[str]:
    """Return the interfaces of this network, by the kernel's own list."""
    with open("/proc/self/net/dev", encoding="ascii") as file:  # noqa: PTH123
        return sorted(line.partition(":")[0].strip() for line in file.readlines()[2:])


def shut_in() -> list[str]:
    """Take the network, check that nothing but its loopback is there.

    Raises:
        OSError: it did not work.
    """
    own_network()
    loopback_up()
    found = interfaces()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        room = array.array("B", bytes(4096))
        fcntl.ioctl(link, SIOCGIFCONF, struct.pack("iL", len(room), room.buffer_info()[0]))
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
            link.connect(("198.51.100.1", 9))  # no packet is sent: only the route is asked for
    except OSError:
        return found
    msg = "the new network has a way out"
    raise OSError(msg)


def probe() -> dict[str, Any]:
    """Shut ourselves in and say how it went, and whether the browser can build its own sandbox inside; then end."""
    try:
        found = shut_in()
    except OSError as error:
        return {"ok": False, "why": str(error)[:200], "sandbox": False}
    become_nobody("/")
    _libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return {"ok": True, "why": "", "interfaces": found, "sandbox": _libc().unshare(CLONE_NEWUSER) == 0}


def become_nobody(home: str) -> None:
    """As root, give the browser no more rights than anybody has; its home is given to it before."""
    if os.geteuid() != 0:
        return
    os.environ["HOME"] = home
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def start(browser: str, arguments: list[str], home: str) -> int:
    """Start the browser with the two pipes it is driven by; return its process id."""
    child = os.fork()
    if child:
        for number in PIPES:
            with contextlib.suppress(OSError):
                os.close(number)
        return child
    try:
        os.setpgid(0, 0)
        become_nobody(home)
        die_with_parent()
        os.execv(browser, [browser, *arguments])  # noqa: S606  a path the parent found
    except OSError as error:
        sys.stderr.write(f"browser not started: {error}\n")
    os._exit(REFUSED)


def carry(source: socket.socket, target: socket.socket) -> None:
    """Carry bytes one way until they end."""
    with contextlib.suppress(OSError):
        while raw := source.recv(CHUNK):
            target.sendall(raw)
    for one in (source, target):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


def pass_on(client: socket.socket, path: str) -> None:
    """Join one connection of the browser to our proxy."""
    with client, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as proxy:
        try:
            proxy.connect(path)
        except OSError:
            return
        back = threading.Thread(target=carry, args=(proxy, client), daemon=True)
        back.start()
        carry(client, proxy)
        back.join()


def serve(listener: socket.socket, path: str) -> None:
    """Pass connections on for ever."""
    places = threading.BoundedSemaphore(AT_ONCE)

    def one(client: socket.socket) -> None:
        try:
            pass_on(client, path)
        finally:
            places.release()

    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        places.acquire()
        threading.Thread(target=one, args=(client,), daemon=True).start()


def main(arguments: list[str]) -> int:
    """Shut ourselves in, start the browser, pass on what it asks for until it ends."""
    if arguments == ["--probe"]:
        sys.stdout.write(json.dumps(probe()))
        return 0
    with open(arguments[0], encoding="utf-8") as file:  # noqa: PTH123
        config: dict[str, Any] = json.load(file)
    die_with_parent()
    try:
        found = shut_in()
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.bind(("127.0.0.1", int(config["port"])))
        listener.listen(AT_ONCE)
    except OSError as error:
        sys.stderr.write(f"no network of our own: {error}\n")
        return REFUSED
    with open(config["report"], "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump({"interfaces": found, "uid": os.geteuid(), "browser_uid": os.geteuid() or NOBODY}, file)
    child = start(config["browser"], arguments[1:], config["home"])
    threading.Thread(target=serve, args=(listener, config["socket"]), daemon=True).start()

    def end(number: int, frame: object) -> None:
        del frame
        with contextlib.suppress(OSError):
            os.killpg(child, number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(status) & 0xFF


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
