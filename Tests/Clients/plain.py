"""Requests of clients that are not of Python or not to be installed, written as their sources have
them, and what HTTP itself asks of a server."""
import base64
import concurrent.futures
import gzip
import http.client
import json
import shutil
import socket
import struct
import subprocess
import tempfile
import urllib.parse

CHECKS = {}
SPANISH = "El pingüino añoró a la cigüeña:\n¿qué pasó, José?"
RAIN = "La lluvia golpea la ventana."
TEXTS = [SPANISH, "", RAIN]


def check(function):
    CHECKS[function.__name__.replace("_", "-")] = function
    return function


def requests(model, key="KEY", dimension=32):
    """Entries as those of requests.json, whose `version` is where they were read; `status` is the
    one to be answered, and `needs` are kinds by place."""
    bearer = {"authorization": "Bearer " + key}
    openai = {"object": "string", "model": "string", "data[].index": "number",
              "data[].embedding": "array", "usage.prompt_tokens": "number",
              "usage.total_tokens": "number"}
    error = {"error.message": "string", "error.type": "string"}
    tei_error = {"error": "string", "error_type": "string"}

    def entry(client, path, body, needs, *, method="POST", status=200, headers=bearer, kind=True,
              version="source"):
        headers = dict(headers)
        if body is not None and kind:
            headers["content-type"] = "application/json"
        return {"client": client, "version": version, "method": method, "path": path,
                "headers": headers, "body": body, "status": status, "needs": needs}

    def get(client, path, needs, **others):
        return entry(client, path, None, needs, method="GET", **others)

    azure = f"/openai/deployments/{model}/embeddings?api-version=2024-10-21"
    return [
        # OpenAI's
        entry("open-webui", "/v1/embeddings", {"input": TEXTS, "model": model},
              {"data[].embedding": "array"}),
        entry("open-webui with a field for prefixes", "/v1/embeddings",
              {"input": TEXTS, "model": model, "prefix": "query: "}, {"data[].embedding": "array"}),
        entry("open-webui azure", azure, {"input": TEXTS}, {"data[].embedding": "array"},
              headers={"api-key": key}),
        entry("dify", "/v1/embeddings", {"input": TEXTS}, openai),
        entry("dify empty batch", "/v1/embeddings", {"input": []}, error, status=400),
        entry("dify openai", "/v1/embeddings",
              {"input": ["ping"], "model": model, "encoding_format": "float"}, openai),
        entry("litellm before 1.80", "/v1/embeddings",
              {"input": TEXTS, "model": model, "encoding_format": None}, openai),
        entry("openai-node", "/v1/embeddings",
              {"input": TEXTS, "model": model, "encoding_format": "base64"},
              openai | {"data[].embedding": "string"}),
        entry("llama.cpp's clients", "/embeddings", {"input": SPANISH}, openai),
        entry("jina", "/v1/embeddings",
              {"model": model, "input": [{"text": RAIN}], "task": "text-matching",
               "normalized": True, "embedding_type": "float", "truncate": True,
               "dimensions": dimension}, openai),
        entry("jina's library", "/v1/embeddings",
              {"model": model, "input": [RAIN], "embedding_type": "base64"},
              openai | {"data[].embedding": "string"}),
        entry("vllm's clients", "/v1/embeddings",
              {"model": model, "input": [RAIN], "truncate_prompt_tokens": -1,
               "add_special_tokens": True, "priority": 0, "user": "x"}, openai),
        entry("token ids", "/v1/embeddings", {"model": model, "input": [[9906, 1917]]}, error,
              status=400),
        entry("token ids of one text", "/v1/embeddings", {"model": model, "input": [9906, 1917]},
              error, status=400),
        entry("no input", "/v1/embeddings", {"model": model}, error, status=400),
        entry("input of a wrong kind", "/v1/embeddings", {"model": model, "input": 3}, error,
              status=400),
        entry("a null among texts", "/v1/embeddings", {"model": model, "input": ["a", None]}, error,
              status=400),
        get("openai's list", "/v1/models",
            {"object": "string", "data[].id": "string", "data[].object": "string",
             "data[].created": "number", "data[].owned_by": "string"}),
        # Text Embeddings Inference's
        get("dify", "/info", {"model_type.embedding": "object", "max_input_length": "number",
                              "max_client_batch_size": "number"}),
        entry("dify", "/tokenize", {"inputs": TEXTS},
              {"[][].id": "number", "[][].text": "string", "[][].special": "boolean"}),
        entry("dify", "/rerank", {"query": RAIN, "texts": [RAIN, SPANISH], "return_text": True},
              tei_error, status=424),
        get("continue", "/info", {"model_id": "string", "max_client_batch_size": "number"}),
        entry("continue", "/embed", {"inputs": TEXTS}, {"[][]": "number"}),
        entry("continue", "/rerank",
              {"query": RAIN, "return_text": False, "raw_scores": False, "texts": [RAIN],
               "truncation_direction": "Right", "truncate": True}, tei_error, status=424),
        get("chat-ui", "/info", {"max_client_batch_size": "number", "max_input_length": "number"},
            headers=bearer | {"accept": "application/json", "content-type": "application/json"}),
        entry("chat-ui", "/embed", {"inputs": TEXTS, "normalize": True, "truncate": True},
              {"[][]": "number"}),
        entry("tei's own", "/embed", {"inputs": SPANISH}, {"[][]": "number"}),
        entry("tei's own", "/embed_all", {"inputs": [RAIN]}, {"[][][]": "number"}),
        entry("tei's own", "/similarity",
              {"inputs": {"source_sentence": RAIN, "sentences": [RAIN, SPANISH]},
               "parameters": {"truncate": True, "truncation_direction": "Left"}},
              {"[]": "number"}),
        entry("tei's own", "/predict", {"inputs": RAIN}, tei_error, status=424),
        entry("tei's own", "/embed", {"inputs": []}, tei_error, status=400),
        get("kubernetes", "/health", {}, headers={}),
        get("kubernetes", "/ready", {}, headers={}),
        get("sagemaker", "/ping", {}, headers={}),
        get("prometheus", "/metrics", {}),
        # Ollama's
        entry("open-webui", "/api/embed", {"input": TEXTS, "model": model},
              {"embeddings[][]": "number"}),
        entry("ollama-js", "/api/embed",
              {"model": model, "input": TEXTS, "truncate": True, "keep_alive": "5m",
               "options": {}},
              {"model": "string", "embeddings[][]": "number", "total_duration": "number",
               "load_duration": "number", "prompt_eval_count": "number"}),
        entry("continue", "/api/embed", {"model": model, "input": TEXTS},
              {"embeddings[][]": "number"}),
        entry("older clients of ollama", "/api/embeddings", {"model": model, "prompt": RAIN},
              {"embedding[]": "number"}),
        get("open-webui", "/api/tags",
            {"models[].name": "string", "models[].model": "string", "models[].digest": "string",
             "models[].size": "number", "models[].modified_at": "string",
             "models[].details.family": "string"}),
        get("open-webui", "/api/version", {"version": "string"}),
        entry("older clients of ollama", "/api/show", {"name": model},
              {"details.family": "string", "model_info": "object", "capabilities[]": "string"}),
        # Cohere's and vLLM's
        entry("vllm's clients", "/score",
              {"model": model, "text_1": RAIN, "text_2": [RAIN, SPANISH]},
              {"object": "string", "data[].index": "number", "data[].score": "number"}),
        entry("vllm's clients", "/score",
              {"model": model, "queries": RAIN, "documents": [RAIN, SPANISH]},
              {"data[].score": "number"}),
        entry("jina", "/v1/rerank",
              {"model": model, "query": RAIN, "documents": [{"text": SPANISH}, {"text": RAIN}],
               "top_n": 2, "return_documents": True},
              {"results[].index": "number", "results[].relevance_score": "number",
               "results[].document": "object"}),
        entry("open-webui", "/v1/rerank",
              {"model": model, "query": RAIN, "documents": [RAIN, SPANISH], "top_n": 2},
              {"results[].index": "number", "results[].relevance_score": "number"}),
        # Weaviate's, which names no type of content for single texts
        get("weaviate", "/.well-known/ready", {}, status=204, headers={}),
        get("weaviate", "/.well-known/live", {}, status=204, headers={}),
        get("weaviate", "/meta", {}),
        entry("weaviate", "/vectors",
              {"text": RAIN, "dims": 0, "vector": None, "error": "",
               "config": {"pooling_strategy": "masked_mean", "task_type": "passage"}},
              {"text": "string", "vector[]": "number", "dim": "number"}, kind=False),
        entry("weaviate in batches", "/vectors",
              {"texts": TEXTS, "config": {"task_type": "query"}},
              {"vectors[][]": "number", "dims": "number"}),
        entry("weaviate's smoke test", "/vectors/", {"text": RAIN},
              {"text": "string", "vector[]": "number", "dim": "number"}),
    ]


KINDS = {"string": str, "number": (int, float), "array": list, "object": dict, "boolean": bool}


def at(value, path):
    """All values at a path such as `data[].embedding`; a KeyError where there is none."""
    if not path:
        return [value]
    if path.startswith("[]"):
        if not isinstance(value, list):
            raise KeyError(f"{path} of {str(value)[:80]}")
        rest = path[2:].removeprefix(".")
        return [found for item in value for found in at(item, rest)]
    name, *_ = path.replace("[", ".[").split(".")
    if not isinstance(value, dict) or name not in value:
        raise KeyError(name)
    return at(value[name], path[len(name):].removeprefix("."))


def lacks(value, needs):
    """What is not there or of another kind."""
    missing = []
    for path, kind in needs.items():
        if path == "content-type":
            continue
        try:
            found = at(value, path)
        except KeyError:
            missing.append(path)
            continue
        if not all(isinstance(item, KINDS[kind]) and (kind == "boolean" or not isinstance(item, bool))
                   for item in found):
            missing.append(f"{path} ({kind})")
    return missing


@check
def requests_as_sent(server):
    """Each request above is answered with its status and what its client reads."""
    problems = []
    for entry in requests(server.model, server.key, server.dimension):
        body = None if entry["body"] is None else json.dumps(entry["body"]).encode()
        try:
            status, headers, data = server.plain(
                entry["method"], entry["path"], body, entry["headers"], key=False)
        except (OSError, http.client.HTTPException) as error:
            status, headers, data = type(error).__name__, {}, b""
        place = f"{entry['client']} {entry['method']} {entry['path'].partition('?')[0]}"
        if status != entry["status"]:
            problems.append(f"{place}: {status}, not {entry['status']}: {data[:120]!r}")
        elif entry["needs"]:
            if not headers.get("content-type", "").startswith("application/json"):
                problems.append(f"{place}: content-type {headers.get('content-type')!r}")
            if missing := lacks(json.loads(data), entry["needs"]):
                problems.append(f"{place}: lacks {', '.join(missing)}")
    assert not problems, f"{len(problems)}: " + "; ".join(problems)


@check
def refusal_of_token_ids(server):
    for value in ([[9906, 1917]], [9906, 1917]):
        status, _, data = server.plain(
            "POST", "/v1/embeddings", {"model": server.model, "input": value})
        assert status == 400 and b"check_embedding_ctx_length=False" in data, (status, data[:300])


@check
def formats(server):
    """Floats, base64 and null are the same vectors."""
    def embed(**others):
        answer = server.json("POST", "/v1/embeddings", {
            "model": server.model, "input": server.texts, **others})
        return [row["embedding"] for row in answer["data"]]

    for kind in ("float", None):
        server.same(embed(encoding_format=kind), server.texts)
    rows = [base64.b64decode(row, validate=True) for row in embed(encoding_format="base64")]
    server.same([struct.unpack(f"<{len(row) // 4}f", row) for row in rows], server.texts)


@check
def curl_waits_for_continue(server):
    """curl asks before it sends more than a megabyte, and waits a second for an answer."""
    program = shutil.which("curl")
    assert program, "curl is not installed"
    texts = [f"{number} " + "palabra " * 8_000 for number in range(32)]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"input": texts, "model": server.model, "encoding_format": "base64"}, file)
        file.flush()
        answer = subprocess.run(
            [program, "-sS", "--http1.1", "-v", "-H", "Expect: 100-continue", "-o", "/dev/null",
             "-w", "%{http_code}", "-H", "Authorization: Bearer " + server.key,
             "-H", "Content-Type: application/json", "--expect100-timeout", "20",
             "--data-binary", "@" + file.name, server.v1 + "/embeddings"],
            capture_output=True, text=True, timeout=580)
    assert answer.stdout == "200", answer.stdout + answer.stderr[-300:]
    assert "100 Continue" in answer.stderr, "100 Continue is not sent"


@check
def bodies_compressed_and_in_chunks(server):
    body = json.dumps({"inputs": server.texts}).encode()
    kind = {"Content-Type": "application/json"}
    status, _, data = server.plain(
        "POST", "/embed", gzip.compress(body), kind | {"Content-Encoding": "gzip"})
    assert status == 200, f"gzip: {status} {data[:200]!r}"
    server.same(json.loads(data), server.texts)
    status, _, data = server.plain("POST", "/embed", b"no gzip", kind | {
        "Content-Encoding": "gzip"})
    assert status in (400, 415, 422), f"bad gzip: {status}"
    parts = urllib.parse.urlsplit(server.address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    connection.request("POST", "/embed", iter([body[:40], body[40:]]), kind | server.bearer,
                       encode_chunked=True)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    assert answer.status == 200, f"chunked: {answer.status} {data[:200]!r}"
    server.same(json.loads(data), server.texts)


@check
def body_without_a_type(server):
    """As litellm for Voyage and Weaviate send it, and curl's -d."""
    body = json.dumps({"inputs": server.texts[0], "input": server.texts[0]}).encode()
    for headers in ({}, {"Content-Type": "application/x-www-form-urlencoded"},
                    {"Content-Type": "application/json; charset=utf-8"}):
        for path in ("/embed", "/v1/embeddings"):
            status, _, data = server.plain("POST", path, body, headers)
            assert status == 200, f"{path} {headers}: {status} {data[:200]!r}"


@check
def root(server):
    """A client of Ollama reads a sentence, a browser a page."""
    status, _, data = server.plain("GET", "/", headers={"Accept": "*/*"})
    assert status == 200 and data.strip() == b"Ollama is running", (status, data[:80])
    status, headers, data = server.plain("HEAD", "/")
    assert status == 200 and data == b"", (status, data[:80])
    status, headers, data = server.plain(
        "GET", "/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert status == 200 and headers["content-type"].startswith("text/html"), (status, headers)


@check
def bad_json(server):
    for path in ("/v1/embeddings", "/embed", "/", "/api/embed", "/api/embeddings", "/v1/embed",
                 "/v2/embed", "/score", "/v1/rerank", "/vectors", "/tokenize", "/similarity"):
        for body in (b"", b"{", b"null", b"[]", b"\xff\xfe", b"3", b'{"input":"\\ud800"}',
                     b"[" * 100_000, b'{"inputs":1e999,"input":1e999}'):
            status, headers, data = server.plain(
                "POST", path, body, {"Content-Type": "application/json"})
            if status == 200 and path == "/v1/embeddings" and b"ud800" in body:
                continue  # A lone half of a pair may be replaced.
            assert 400 <= status < 500, f"{path} {body[:20]!r}: {status} {data[:100]!r}"
            assert isinstance(json.loads(data), dict), f"{path} {body[:20]!r}: {data[:100]!r}"


@check
def unknown_paths_and_methods(server):
    status, _, data = server.plain("GET", "/no/such/path")
    assert status == 404 and json.loads(data), (status, data[:100])
    status, headers, _ = server.plain("GET", "/v1/embeddings")
    assert status == 405 and "POST" in headers.get("allow", ""), (status, headers)


@check
def keys(server):
    """Wrong keys are refused on every route but those of health; each dialect's header is read."""
    if not server.keyed:
        return
    for path, body in (("/v1/embeddings", {"input": "x"}), ("/embed", {"inputs": "x"}),
                       ("/api/embed", {"model": server.model, "input": "x"}),
                       ("/v2/embed", {"model": server.model, "texts": ["x"]})):
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": server.key + "x"},
                        {"Authorization": "Basic eDp5"}, {"api-key": "wrong"}):
            status, _, data = server.plain("POST", path, body, headers, key=False)
            assert status == 401 and isinstance(json.loads(data), dict), (path, headers, status)
        for headers in ({"Authorization": "Bearer " + server.key}, {"api-key": server.key},
                        {"authorization": "bearer " + server.key}):
            status, _, data = server.plain("POST", path, body, headers, key=False)
            assert status == 200, (path, headers, status, data[:200])
    for path in ("/health", "/ready", "/.well-known/ready"):
        status, _, _ = server.plain("GET", path, key=False)
        assert status < 300, (path, status)


@check
def many_connections(server):
    """Vectors do not depend on what else is asked at the time."""
    texts = [text * (1 + number % 3) for number in range(4) for text in server.texts]
    expected = server.embedded(texts)

    def ask(number):
        text = texts[number % len(texts)]
        data = server.json("POST", "/embed", {"inputs": [text, texts[0]]})
        return data[0] == expected[number % len(texts)] and data[1] == expected[0]

    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        right = sum(pool.map(ask, range(200)))
    assert right == 200, f"{200 - right} of 200 answers differ"


@check
def kept_alive(server):
    """A connection is used again, after an error too."""
    parts = urllib.parse.urlsplit(server.address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    connection.connect()
    first = connection.sock
    for path, body, status in (("/embed", b'{"inputs":"x"}', 200), ("/embed", b"{", None),
                               ("/no/such/path", b"{}", 404), ("/embed", b'{"inputs":"x"}', 200)):
        connection.request("POST", path, body, {"Content-Type": "application/json"} | server.bearer)
        answer = connection.getresponse()
        answer.read()
        assert status in (None, answer.status), (path, answer.status)
    assert connection.sock is first, "the connection was closed"
    connection.close()


@check
def pipelined_garbage(server):
    """What is no HTTP is refused, and the server goes on."""
    parts = urllib.parse.urlsplit(server.address)
    for garbage in (b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n", b"POST /embed HTTP/1.1\r\n"
                    b"Host: x\r\nContent-Length: 99999999999999999999\r\n\r\n"):
        with socket.create_connection((parts.hostname, parts.port), timeout=60) as connection:
            connection.sendall(garbage)
            connection.shutdown(socket.SHUT_WR)
            data = connection.recv(4096)
            assert not data.startswith(b"HTTP/1.1 2"), data[:60]
    server.json("POST", "/embed", {"inputs": "x"})
