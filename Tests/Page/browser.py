"""Chromium, headless, by the DevTools protocol over a pipe; Python's standard library alone."""

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

PROGRAMS = ["chromium", "chromium-browser", "google-chrome"]


class Browser:
    """One page. `faults` has what its console, its network and its security policy complained of."""

    def __init__(self, program=None, languages="en"):
        program = program or next(filter(shutil.which, PROGRAMS), None)
        if not program:
            raise SystemExit(f"none of {', '.join(PROGRAMS)} is installed")
        self.profile = tempfile.TemporaryDirectory()
        read, self.writer = os.pipe()
        self.reader, write = os.pipe()
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                 "--no-first-run", "--disable-extensions", "--disable-background-networking",
                 f"--user-data-dir={self.profile.name}", f"--lang={languages}",
                 f"--accept-lang={languages}", "--remote-debugging-pipe", "about:blank"]
        # The protocol's pipes are descriptors 3 and 4.
        def give():
            copies = [fcntl.fcntl(pipe, fcntl.F_DUPFD_CLOEXEC, 10) for pipe in (read, write)]
            for number, copy in enumerate(copies, 3):
                os.dup2(copy, number)

        self.process = subprocess.Popen(
            [program, *flags], preexec_fn=give, close_fds=False, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(read)
        os.close(write)
        self.buffer, self.count, self.session = b"", 0, None
        self.answers, self.faults, self.requests, self.is_loaded = {}, [], [], False
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Network", "Log", "DOM"]:
            self.call(f"{domain}.enable")
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)

    def close(self):
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except (OSError, EOFError, TimeoutError, subprocess.TimeoutExpired):
            self.process.kill()
        self.profile.cleanup()

    # The protocol.
    def call(self, method, seconds=60, **parameters):
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session and not method.startswith(("Browser.", "Target.")):
            message["sessionId"] = self.session
        os.write(self.writer, json.dumps(message).encode() + b"\0")
        number, end = self.count, time.monotonic() + seconds
        while number not in self.answers:
            if not self.receive(end - time.monotonic()):
                raise TimeoutError(f"{method}: no answer")
        answer = self.answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def receive(self, seconds):
        """Takes what comes within so many seconds; whether something did."""
        if not select.select([self.reader], [], [], max(0, seconds))[0]:
            return False
        part = os.read(self.reader, 1 << 20)
        if not part:
            raise EOFError("the browser has ended")
        *messages, self.buffer = (self.buffer + part).split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self.answers[message["id"]] = message
            else:
                self.hear(message["method"], message["params"])
        return True

    def hear(self, event, facts):
        if event == "Page.loadEventFired":
            self.is_loaded = True
        elif event == "Runtime.exceptionThrown":
            details = facts["exceptionDetails"]
            self.faults.append(details.get("exception", {}).get("description", details["text"]))
        elif event == "Runtime.consoleAPICalled" and facts["type"] in ["error", "warning", "assert"]:
            self.faults.append(" ".join(
                str(a.get("value", a.get("description"))) for a in facts["args"]))
        elif event == "Log.entryAdded" and facts["entry"]["level"] in ["error", "warning"]:
            self.faults.append(f"{facts['entry']['text']} {facts['entry'].get('url', '')}")
        elif event == "Network.requestWillBeSent":
            self.requests.append((facts["request"]["url"], facts["request"].get("postData", "")))

    # A page.
    def open(self, address):
        self.is_loaded = False
        self.call("Page.navigate", url=address)
        end = time.monotonic() + 30
        while not self.is_loaded:
            if not self.receive(end - time.monotonic()):
                raise TimeoutError(f"{address} does not load")

    def look(self, width, height, is_dark=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}])

    def evaluate(self, script):
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True,
                           returnByValue=True, userGesture=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description", script))
        return result["result"].get("value")

    def wait(self, condition, seconds=30):
        """What a script evaluates to, once that is true."""
        end = time.monotonic() + seconds
        while not (value := self.evaluate(condition)):
            if time.monotonic() > end:
                raise TimeoutError(f"never true: {condition}")
            self.receive(0.05)
        return value

    def type(self, element, text):
        """Puts a text into a field in place of its own, as a user does."""
        self.evaluate(f"document.getElementById({element!r}).focus();"
                      f"document.getElementById({element!r}).select()")
        self.call("Input.insertText", text=text)

    def press(self, key):
        for kind in ["keyDown", "keyUp"]:
            text = "\r" if key == "Enter" and kind == "keyDown" else ""
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, text=text,
                      windowsVirtualKeyCode={"Tab": 9, "Enter": 13, "ArrowRight": 39,
                                             "ArrowDown": 40}.get(key, 0))

    def choose(self, element, path):
        """Gives a file to a field for files."""
        node = self.call("Runtime.evaluate", expression=f"document.getElementById({element!r})")
        self.call("DOM.setFileInputFiles", files=[str(path)], objectId=node["result"]["objectId"])

    def picture(self, path, is_whole=False):
        options = {}
        if is_whole:
            size = self.call("Page.getLayoutMetrics")["cssContentSize"]
            options = {"captureBeyondViewport": True, "clip": {
                "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}}
        data = self.call("Page.captureScreenshot", format="png", **options)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
