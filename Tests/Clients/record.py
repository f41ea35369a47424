"""Records what embedding clients send and what they need to be answered, in requests.json, which
Swift tests replay without Python.

    ENV/bin/python record.py --installed > main.json
    ENV2/bin/python record.py --installed --only infinity > apart.json
    python record.py --join main.json apart.json > ../Goldens/server/requests.json

An array of {"client", "version", "method", "path" with its query, "headers" that matter, "body" as
JSON or null, "status" to be answered, "needs"}. The needs are what of the answer a client cannot do
without: kinds (string, number, array, object, boolean) by place, such as `data[].embedding`, and
`content-type`. They are found by leaving out one thing at a time from the answers of the server
below and looking whether the client still works; its vectors are made up. KEY is the key.
"source" for a version are requests that were not recorded but written as the sources of the clients
have them: see plain.py.
"""
import argparse
import base64
import contextlib
import hashlib
import http.server
import json
import logging
import math
import struct
import sys
import threading
import warnings

import clients
import plain
from server import Server

METRICS = "".join(f"# TYPE {name} {kind}\n" for name, kind in (
    ("te_request_count", "counter"), ("te_request_success", "counter"),
    ("te_request_duration", "histogram"), ("te_queue_size", "gauge"),
    ("te_request_queue_duration", "histogram"), ("te_request_inference_duration", "histogram"),
    ("te_batch_next_size", "histogram")))
KEY, MODEL, DIMENSION = "KEY", "model", 32  # that of Tests/Goldens/tiny-bert
TEXTS = ["El pingüino añoró a la cigüeña:\n¿qué pasó, José?", "", "La lluvia golpea la ventana."]
# What tells a dialect, or how the body is to be read.
HEADERS = ("authorization", "api-key", "content-type", "accept", "accept-encoding",
           "content-encoding", "transfer-encoding", "expect")


def vector(text, normalized=True):
    digest = hashlib.sha256(text.encode()).digest()
    row = [byte / 64 - 2 for byte in digest[:DIMENSION]]
    length = math.sqrt(sum(x * x for x in row)) if normalized else 1
    return list(struct.unpack(f"<{DIMENSION}f", struct.pack(f"<{DIMENSION}f", *(
        x / length for x in row))))


def encoded(row, kind):
    scale = max(map(abs, row))
    bits = "".join("1" if x > 0 else "0" for x in row)
    octets = [int(bits[start:start + 8], 2) for start in range(0, len(bits), 8)]
    return {
        "float": row, "base64": base64.b64encode(struct.pack(f"<{len(row)}f", *row)).decode(),
        "int8": [round(x / scale * 127) for x in row],
        "uint8": [round(x / scale * 127) + 128 for x in row],
        "binary": [octet - 128 for octet in octets], "ubinary": octets}[kind]


def texts_of(value):
    """Strings of an input in any of its forms; token ids become names of their own."""
    if isinstance(value, str):
        return [value]
    if value and all(isinstance(item, int) for item in value):
        return [str(value)]
    return [item if isinstance(item, str) else item.get("text", "") if isinstance(item, dict)
            else str(item) for item in value]


def refusal(path, body, headers):
    """The status and JSON of an error, in the shape of the dialect."""
    key = headers.get("api-key") or headers.get("authorization", "").removeprefix("Bearer ")
    model = body.get("model", "") if isinstance(body, dict) else ""
    value = body.get("input") if isinstance(body, dict) else None
    param = None
    if key and key != KEY:
        status, code, message = 401, "invalid_api_key", "the API key is wrong"
    elif "no-such-model" in (model + path):
        status, code, message = 404, "model_not_found", "no model is called no-such-model"
    elif "no-such-prompt" in str(body):
        status, code, message = 422, None, "no prompt is called no-such-prompt"
    elif isinstance(body, dict) and (body.get("dimensions") or 0) > DIMENSION:
        status, code, message, param = 400, None, f"dimensions are {DIMENSION} at most", "dimensions"
    elif isinstance(value, list) and value and not isinstance(value[0], (str, dict)):
        status, code, param = 400, None, "input"
        message = "token ids are not taken; set check_embedding_ctx_length=False"
    else:
        return None
    if path.startswith("/api/"):
        return status, {"error": message}
    if path in ("/", "/embed"):
        return status, {"error": message, "error_type": "Validation"}
    if path in ("/v1/embed", "/v2/embed", "/v2/rerank"):
        return status, {"message": message}
    return status, {"error": {"message": message, "type": "invalid_request_error", "param": param,
                              "code": code}, "message": message, "detail": message}


def similarity(a, b):
    return sum(x * y for x, y in zip(vector(a), vector(b)))


def answer(method, path, body):
    """The JSON of an answer, as each dialect has it."""
    usage = {"prompt_tokens": 3, "total_tokens": 3}
    tail = path.rstrip("/").split("/")[-1]
    if tail == "embeddings" and not path.startswith("/api"):
        kind = body.get("output_dtype") or "float"
        rows = [encoded(vector(text), kind) for text in texts_of(body["input"])]
        if body.get("encoding_format") == "base64":
            code = {"float": "f", "int8": "b", "uint8": "B", "binary": "b", "ubinary": "B"}[kind]
            rows = [base64.b64encode(struct.pack(f"<{len(row)}{code}", *row)).decode()
                    for row in rows]
        return {"object": "list", "model": body.get("model", MODEL), "usage": usage, "data": [
            {"object": "embedding", "index": i, "embedding": row} for i, row in enumerate(rows)]}
    if path in ("/v1/models", "/models") or path.startswith("/v1/models/"):
        card = {"id": MODEL, "object": "model", "created": 1, "owned_by": "senc"}
        return card if path.startswith("/v1/models/") else {"object": "list", "data": [card]}
    if path in ("/embed", "/", "/v1") and method == "POST":
        value = body["inputs"]
        if isinstance(value, dict):
            return [similarity(value["source_sentence"], x) for x in value["sentences"]]
        return [vector(text, body.get("normalize", True)) for text in texts_of(value)]
    if path == "/info":
        return {"model_id": MODEL, "model_type": {"embedding": {"pooling": "mean"}},
                "max_input_length": 256, "max_client_batch_size": 32}
    if path == "/api/embed":
        return {"model": body["model"], "total_duration": 1, "load_duration": 1,
                "prompt_eval_count": 3, "embeddings": [vector(x) for x in texts_of(body["input"])]}
    if path == "/api/embeddings":
        return {"embedding": vector(body["prompt"], False)}
    details = {"parent_model": "", "format": "safetensors", "family": "bert", "families": ["bert"],
               "parameter_size": "33M", "quantization_level": "F32"}
    listed = {"name": MODEL + ":latest", "model": MODEL + ":latest", "size": 1, "digest": "0" * 64,
              "details": details}
    if path == "/api/tags":
        return {"models": [{**listed, "modified_at": "2026-01-01T00:00:00Z"}]}
    if path == "/api/ps":
        return {"models": [{**listed, "expires_at": "2026-01-01T00:00:00Z", "size_vram": 0}]}
    if path == "/api/show":
        return {"license": "", "modelfile": "", "parameters": "", "template": "",
                "details": details, "model_info": {"general.architecture": "bert"},
                "capabilities": ["embedding"]}
    if path in ("/v1/embed", "/v2/embed"):
        texts = body.get("texts") or [item["content"][0]["text"] for item in body["inputs"]]
        kinds = body.get("embedding_types") or (["float"] if path == "/v2/embed" else None)
        rows = [vector(text) for text in texts]
        embeddings = rows if kinds is None else {
            kind: [encoded(row, kind) for row in rows] for kind in kinds}
        return {"id": "1", "texts": texts, "embeddings": embeddings,
                "meta": {"api_version": {"version": path[2]}, "billed_units": {"input_tokens": 3}},
                "response_type": "embeddings_" + ("floats" if kinds is None else "by_type")}
    if tail == "rerank":
        scores = [similarity(body["query"], text) for text in texts_of(body["documents"])]
        order = sorted(range(len(scores)), key=lambda i: -scores[i])
        order = order[:body.get("top_n") or body.get("top_k")]
        if "top_k" in body:  # Voyage
            return {"object": "list", "model": MODEL, "usage": usage, "data": [
                {"index": i, "relevance_score": scores[i]} for i in order]}
        return {"id": "1", "model": MODEL, "results": [
            {"index": i, "relevance_score": scores[i]} for i in order],
            "meta": {"api_version": {"version": "2"}, "billed_units": {"search_units": 1}}}
    return {}


def places_of(value, prefix=""):
    """Kinds by place: of lists, the places in all items are one."""
    found = {}
    if isinstance(value, dict):
        for key, item in value.items():
            place = prefix + "." * bool(prefix) + key
            found |= {place: kind_of(item), **places_of(item, place)}
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        found |= places_of(value[0], prefix + "[]")
    return found


def kind_of(value):
    for kind, types in plain.KINDS.items():
        if isinstance(value, types) and not (kind == "number" and isinstance(value, bool)):
            return kind
    return "null"


def of_lists(value, prefix=""):
    """The needs of an answer that is a list of numbers, or a list of such lists."""
    if isinstance(value, list):
        return of_lists(value[0], prefix + "[]") if value else {prefix: "array"}
    return {prefix: kind_of(value)}


def without(value, path):
    """An answer less what is at a place."""
    head, _, tail = path.partition(".")
    name = head.removesuffix("[]")
    if name and tail == "" and not head.endswith("[]"):
        return {key: item for key, item in value.items() if key != name}
    if name == "":
        return [without(item, tail) for item in value]
    item = value.get(name)
    if head.endswith("[]"):
        item = [without(row, tail) for row in item or []]
    elif isinstance(item, dict):
        item = without(item, tail)
    return {**value, name: item}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_any(self):
        body = self.body()
        parsed = json.loads(body) if body else None
        path = self.path.partition("?")[0]
        recorder = self.server.recorder
        headers = {name: ", ".join(self.headers.get_all(name)) for name in HEADERS
                   if name in self.headers}
        request = {"method": self.command, "path": self.path, "headers": headers, "body": parsed}
        name = json.dumps(request)
        kind, status, result = "application/json", 200, None
        if self.command in ("GET", "HEAD") and path == "/":
            kind, data = "text/plain; charset=utf-8", b"Ollama is running"
        elif path == "/metrics":
            kind, data = "text/plain; version=0.0.4", METRICS.encode()
        else:
            refused = refusal(path, parsed, headers)
            status, result = refused or (200, answer(self.command, path, parsed or {}))
        recorder.requests[name] = request | {"status": status, "answer": result}
        if result is not None:
            if recorder.left_out and recorder.left_out[0] == name:
                place = recorder.left_out[1]
                if place == "content-type":
                    kind = "text/plain"
                else:
                    result = without(result, place)
            data = json.dumps(result).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_POST = do_HEAD = do_OPTIONS = handle_any

    def body(self):
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def log_message(self, *arguments):
        pass


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    recorder = None

    def handle_error(self, *arguments):
        """Clients that give up leave while they are written to."""


class Recorder(Server):
    """The server under test is our own, and all that it is asked is kept."""

    recording = True

    def __init__(self, address):
        self.requests, self.left_out = {}, None
        super().__init__(address, KEY, MODEL, TEXTS)

    def embedded(self, texts, normalized=True, role=None):
        return [vector(text, normalized) for text in texts]


def works(function, recorder):
    """None, or the error."""
    try:
        with contextlib.redirect_stdout(sys.stderr):
            function(recorder)
    except (Exception, SystemExit) as error:
        return error
    return None


def recorded(name, version, function, recorder):
    """The entries of a client."""
    recorder.requests, recorder.left_out = {}, None
    if error := works(function, recorder):
        raise SystemExit(f"{name}: {type(error).__name__}: {error}")
    requests = dict(recorder.requests)
    for request, entry in sorted(requests.items()):
        result, needs = entry.pop("answer"), {}
        places = places_of(result) if result is not None else {}
        for place in [*places, "content-type"] if result is not None else []:
            recorder.left_out = (request, place)
            if works(function, recorder):
                needs[place] = places.get(place, "application/json")
        if isinstance(result, list):
            needs = of_lists(result) | needs
        yield {"client": name, "version": version, **entry, "needs": needs}


def written(entries):
    lines = [json.dumps(entry, ensure_ascii=False) for entry in entries]
    print("[\n " + ",\n ".join(lines) + "\n]")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", metavar="NAME")
    parser.add_argument("--installed", action="store_true", help="leave out what is not installed")
    parser.add_argument("--join", nargs="+", metavar="FILE", help="join files, and those of plain.py")
    parser.add_argument("--serve", type=int, metavar="PORT", help="serve what is made up, and wait")
    options = parser.parse_args()
    if options.join:
        entries = [entry for name in options.join for entry in json.load(open(name))]
        return written(entries + plain.requests(MODEL, KEY, DIMENSION))
    clients.prepare()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    listener = Listener(("127.0.0.1", options.serve or 0), Handler)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    recorder = listener.recorder = Recorder(f"http://127.0.0.1:{listener.server_port}")
    if options.serve:
        threading.Event().wait()

    entries = []
    for name, (distribution, _, function) in clients.CLIENTS.items():
        if options.only and not name.startswith(tuple(options.only)):
            continue
        version = clients.version(distribution)
        if version is None and options.installed:
            continue
        found = list(recorded(name, version, function, recorder))
        print(f"{name}: {len(found)} requests", file=sys.stderr)
        entries += found
    written(entries)


if __name__ == "__main__":
    main()
