"""How much `senc serve` takes beside encoding, and how long a text waits while others ask for much.

    python3 Benchmarks/server.py .build/release/senc TEXTS [--model NAME] [--seconds 60]

TEXTS has a text a line. The server is started on a free port, with no cache; its processor time is
read from /proc. Other programs on the same processors change the figures: run it alone.
"""
import argparse
import http.client
import json
import os
import re
import resource
import signal
import statistics
import subprocess
import threading
import time


def percentile(values, share):
    values = sorted(values)
    return values[min(int(share * len(values)), len(values) - 1)]


def processor_seconds(process):
    fields = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{process}/status").read())[1]) / 1024


class Client:
    """A connection that is kept."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def embed(self, texts):
        body = json.dumps({"inputs": texts}).encode()
        self.connection.request("POST", "/embed", body, {"content-type": "application/json"})
        answer = self.connection.getresponse()
        data = answer.read()
        return answer.status, data

    def get(self, path):
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def text(self, path):
        return self.get(path)[1].decode()


def encode_rate(program, model, texts):
    """Processor seconds of a text by `senc encode`, without those of starting."""

    def run(lines):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [program, "encode", "--model", model, "--format", "jsonl"],
            input="\n".join(lines).encode(), stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return (run(texts) - run(texts[:1])) / (len(texts) - 1)


def serve(program, model):
    server = subprocess.Popen(
        [program, "serve", "--model", model, "--port", "0", "--cache", "0"],
        stderr=subprocess.PIPE, text=True)
    return server, int(re.search(r":(\d+) ", server.stderr.readline())[1])


def at_once(port, texts, connections):
    def work(own):
        client = Client(port)
        for text in own:
            status, _ = client.embed([text])
            assert status == 200, status

    threads = [
        threading.Thread(target=work, args=(texts[index::connections],))
        for index in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("texts")
    parser.add_argument("--model", default="all-MiniLM-L6-v2")
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    # Each text once, for equal ones are computed once.
    texts = list(dict.fromkeys(open(options.texts, encoding="utf-8", errors="replace").read().splitlines()))[:6000]

    encoding = [encode_rate(options.program, options.model, texts[:2000]) for _ in range(3)]
    server, port = serve(options.program, options.model)
    try:
        at_once(port, texts[:200], 32)
        rates, speeds = [], []
        for _ in range(3):
            before, begin = processor_seconds(server.pid), time.monotonic()
            at_once(port, texts[:2000], 32)
            rates.append((processor_seconds(server.pid) - before) / 2000)
            speeds.append(2000 / (time.monotonic() - begin))
        figures = Client(port).text("/metrics")
        tokens, batches = (
            float(re.search(rf"^te_batch_next_tokens_{name} (.*)", figures, re.M)[1])
            for name in ("sum", "count"))
        own, served = statistics.median(encoding), statistics.median(rates)
        print(f"processor ms a text: encode {own * 1e3:.3f}, 32 connections {served * 1e3:.3f}, "
              f"ratio {served / own:.3f}; {tokens / batches:.0f} tokens a batch, "
              f"{statistics.median(speeds):.0f} texts/s")

        end = time.monotonic() + options.seconds
        requests, lone, health = [0], [], []

        def long_requests():
            client, first = Client(port), 0
            while time.monotonic() < end:
                status, _ = client.embed([f"{text} {first}" for text in texts[:2048]])
                assert status == 200, status
                requests[0] += 1
                first += 1

        def lone_texts():
            client, number = Client(port), 0
            while time.monotonic() < end:
                begin = time.monotonic()
                status, _ = client.embed([f"{texts[number % len(texts)]} alone {number}"])
                assert status == 200, status
                lone.append(time.monotonic() - begin)
                number += 1
                time.sleep(0.02)

        def asked_for_health():
            client = Client(port)
            while time.monotonic() < end:
                begin = time.monotonic()
                assert client.get("/health")[0] == 200
                health.append(time.monotonic() - begin)
                time.sleep(0.005)

        threads = [
            threading.Thread(target=work)
            for work in (long_requests, lone_texts, asked_for_health)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(f"beside {requests[0]} requests of 2,048 texts: one text p50 "
              f"{percentile(lone, 0.5) * 1e3:.0f} ms, p95 {percentile(lone, 0.95) * 1e3:.0f} ms; "
              f"/health p50 {percentile(health, 0.5) * 1e3:.1f} ms, "
              f"p99 {percentile(health, 0.99) * 1e3:.1f} ms; {memory(server.pid):.0f} MB")
    finally:
        server.send_signal(signal.SIGTERM)
        print("ended with", server.wait(60))


main()
