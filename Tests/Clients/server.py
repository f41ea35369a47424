"""A server under test: what clients are given, and what their answers are compared with."""
import http.client
import json
import math
import urllib.parse

# The same numbers in decimal, in base64 and through a client's own float32.
TOLERANCE = 1e-6
LONG = " ".join(f"palabra{number} niño camión lluvia;" for number in range(150))
TEXTS = [
    "El pingüino añoró a la cigüeña:\n¿qué pasó, José?",
    "",
    "La lluvia golpea la ventana.",
    LONG,
    " un espacio a cada lado ",
]


class Server:
    recording = False

    def __init__(self, address, key=None, model=None, texts=TEXTS):
        self.address = address.rstrip("/")
        self.v1 = self.address + "/v1"
        # Clients of services insist on one.
        self.key, self.keyed = key or "none", key is not None
        self.bearer = {"Authorization": "Bearer " + self.key}
        self.texts = texts
        self._embedded = {}
        self.model = model or self.json("GET", "/v1/models")["data"][0]["id"]
        self.dimension = len(self.embedded(["x"])[0])

    # HTTP without a client

    def plain(self, method, path, body=None, headers=(), key=True):
        """Status, headers in lower case, bytes. Objects are sent as JSON."""
        parts = urllib.parse.urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)
        headers = dict(headers)
        if key and not any(name.lower() in ("authorization", "api-key") for name in headers):
            headers |= self.bearer
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, data
        finally:
            connection.close()

    def json(self, method, path, body=None, **others):
        status, _, data = self.plain(method, path, body, **others)
        assert status == 200, f"{method} {path} answers {status}: {data[:300]!r}"
        return json.loads(data)

    # What is expected

    def embedded(self, texts, normalized=True, role=None):
        """What the server's own `/embed` makes of texts, one at a time."""
        rows = []
        for text in texts:
            place = (text, normalized, role)
            if place not in self._embedded:
                body = {"inputs": text, "normalize": normalized}
                if role:
                    body["prompt_name"] = role
                status, _, data = self.plain("POST", "/embed", body)
                if role and status == 422:  # The model declares no prompt for it.
                    del body["prompt_name"]
                    status, _, data = self.plain("POST", "/embed", body)
                assert status == 200, f"/embed answers {status}: {data[:300]!r}"
                [self._embedded[place]] = json.loads(data)
            rows.append(self._embedded[place])
        return rows

    def same(self, vectors, texts, normalized=True, role=None):
        expected = self.embedded(texts, normalized, role)
        compare([[float(x) for x in row] for row in vectors], expected)

    def quantized(self, vectors, texts, lowest, role=None):
        """Bytes, whose order of magnitude follows the floats: their scale is the server's own."""
        expected = self.embedded(texts, role=role)
        assert [len(row) for row in vectors] == [len(row) for row in expected], "shape"
        for row, floats in zip(vectors, expected):
            assert all(lowest <= x <= lowest + 255 and x == int(x) for x in row), "range"
            offset = 0 if lowest else 128
            cosine = dot([x - offset for x in row], floats) / (
                norm([x - offset for x in row]) * norm(floats))
            assert cosine > 0.97, f"cosine {cosine} with the floats"

    def signs(self, vectors, texts, role=None):
        """Bits, the first component in the highest, 1 for what is above 0."""
        for row, floats in zip(vectors, self.embedded(texts, role=role), strict=True):
            bits = [int(bit) for byte in row for bit in f"{int(byte):08b}"]
            wrong = sum(bit != (x > 0) for bit, x in zip(bits, floats, strict=True))
            assert wrong == 0, f"{wrong} of {len(bits)} bits are wrong"

    def similar(self, scores, texts):
        first, *others = self.embedded(texts)
        compare([list(scores)], [[dot(first, other) for other in others]])

    def ranking(self, rows, count):
        """Rows of (index, score) of the texts, of which the first one is the query."""
        assert len(rows) == count and rows[0][0] == 0, rows
        assert abs(rows[0][1] - 1) < 1e-5 and rows[0][1] >= rows[1][1], rows

    def raises(self, exception, call, says=None, code=None, status=None, keyed=False):
        """The error, or None where there is none to expect: `keyed` ones need a server with a key."""
        if keyed and not self.keyed:
            return None
        try:
            result = call()
        except exception as error:
            assert says is None or says in str(error), f"says {str(error)[:200]!r}, not {says!r}"
            assert code is None or error.code == code, f"code is {error.code!r}, not {code!r}"
            if status is not None:
                assert error.response.status_code == status, error
            return error
        except Exception as error:
            raise AssertionError(
                f"raises {type(error).__name__}, not {exception.__name__}: {str(error)[:300]}"
            ) from error
        raise AssertionError(f"no {exception.__name__} but {str(result)[:100]}")


def dot(a, b):
    return math.fsum(x * y for x, y in zip(a, b, strict=True))


def norm(a):
    return math.sqrt(dot(a, a)) or 1.0


def compare(vectors, expected):
    assert len(vectors) == len(expected), f"{len(vectors)} vectors for {len(expected)} texts"
    for number, (row, other) in enumerate(zip(vectors, expected)):
        assert len(row) == len(other), f"row {number}: dimension {len(row)}, not {len(other)}"
        worst = max(abs(x - y) for x, y in zip(row, other))
        assert worst <= TOLERANCE, f"row {number} differs by {worst:.2g}"
