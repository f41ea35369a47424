"""A peer that waits in a process of its own, loaded and warm, until it is its turn."""

import atexit
import pathlib
import signal
import subprocess
import sys

SCRIPT = pathlib.Path(__file__).parent / "peers" / "peer.py"


class PeerProcess:
    def __init__(self, name, model):
        self.process = subprocess.Popen(
            [sys.executable, SCRIPT, name, model], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.name = name
        # A paused process would outlive this one.
        atexit.register(self.process.kill)
        if self._line() != "ready":
            raise RuntimeError(f"{name} did not start; see: {sys.executable} {SCRIPT} {name} {model}")
        self._pause()

    def encode(self, file, every, vectors):
        """Encodes each `every`th line of a file into an .npy file; returns the seconds it took."""
        self.process.send_signal(signal.SIGCONT)
        self.process.stdin.write(f"{file}\t{every}\t{vectors}\n")
        self.process.stdin.flush()
        seconds = self._line()
        self._pause()
        if not seconds:
            raise RuntimeError(f"{self.name} ended early")
        return float(seconds)

    def close(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.stdin.close()
        self.process.wait()

    def _line(self):
        # Libraries may print lines of their own.
        for line in self.process.stdout:
            line = line.strip()
            if line == "ready" or line.replace(".", "").replace("e-", "").isdigit():
                return line
        return ""

    def _pause(self):
        """Keeps the peer's idle threads from spinning while others are measured."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGSTOP)
