"""Commands run one after the other as a person would run them, on a terminal of 80 columns."""
import fcntl
import os
import pathlib
import pty
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import threading

TABLES = pathlib.Path(__file__).resolve().parents[2] / "Documentation/data"
LONGEST = 120  # seconds that a command may take


class Session:
    """A directory with nothing but the tables of the pages, an empty home, and the program on
    the path. What a command exports, defines and changes to holds for those after it."""

    def __init__(self, program, language):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="senc-documentation-"))
        self.state = self.root / "state"
        self.state.touch()
        work, home = self.root / "work", self.root / "home"
        home.mkdir()
        work.mkdir()
        for table in TABLES.glob("*.csv"):
            shutil.copy(table, work)
        program = pathlib.Path(program).resolve()
        self.work = work
        self.environment = {
            "PATH": f"{program.parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(home),
            "TMPDIR": str(self.root),
            "LC_ALL": "C.UTF-8",
            "SENC_LANGUAGE": language,
            "TERM": "xterm",
            "NO_COLOR": "1",
            "HF_HUB_OFFLINE": "1",
            # Those of the machine, where these are set.
            **{name: os.environ[name] for name in ("SENC_KERNELS",) if name in os.environ},
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root)

    def run(self, command):
        """The lines that a command leaves on the terminal, and its exit status."""
        script = (
            f'. "{self.state}"\n{command}\nstatus=$?\n'
            f'{{ export -p; declare -f; printf "cd %q\\n(exit %s)\\n" "$PWD" $status; }}'
            f' >"{self.state}"\nexit $status'
        )
        holder, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        process = subprocess.Popen(
            ["bash", "-c", script], cwd=self.work, env=self.environment,
            stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True,
        )
        os.close(terminal)
        timer = threading.Timer(LONGEST, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        written = b""
        while True:
            try:
                some = os.read(holder, 1 << 16)
            except OSError:  # Linux's word for a terminal that nobody holds any more
                break
            if not some:
                break
            written += some
        status = process.wait()
        timer.cancel()
        os.close(holder)
        return shown(written.decode("utf-8", "replace")), status


def shown(text):
    """What is left of a text on a terminal: lines that were drawn over are gone."""
    lines = [line.split("\r")[-1] for line in text.replace("\r\n", "\n").split("\n")]
    lines = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line).rstrip() for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    return lines
