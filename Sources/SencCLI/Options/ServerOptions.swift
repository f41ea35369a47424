import ArgumentParser
import Senc
import SencFiles
import SencMath
import SencServerSettings

/// Where a server listens, and who may ask it.
struct AddressOptions: ParsableArguments {
    @Option(help: .text("The address to listen at; 0.0.0.0 for all of this machine's."))
    var host = "127.0.0.1"

    @Option(help: .text("The port; 0 for any that is free."))
    var port = 8080

    @Option(
        help: .text("A Unix socket to listen at, in place of host and port.", valueName: "path"),
        completion: .file())
    var socket: String?

    @Option(
        help: .text("The server's certificate for TLS, in PEM.", valueName: "file"),
        completion: .file())
    var certificate: String?

    @Option(
        help: .text("The key of the certificate, in PEM.", valueName: "file"),
        completion: .file())
    var privateKey: String?

    @Option(
        help: .text(
            """
            A key that requests must show, as Authorization: Bearer KEY; better in SENC_API_KEY, \
            for others see the arguments of programs.
            """, valueName: "key"))
    var apiKey: String?

    @Option(
        parsing: .singleValue,
        help: .text(
            """
            The origin of a page that may ask, as https://example.org; '*' for any. Repeatable.
            """, valueName: "origin"))
    var allowOrigin: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text(
            """
            A name by which the server may be asked for, beside localhost. Repeatable.
            """, valueName: "name"))
    var allowHost: [String] = []

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw UsageError("--port must be from 0 to 65535")
        }
        if (certificate == nil) != (privateKey == nil) {
            throw UsageError("--certificate and --private-key go together")
        }
        if apiKey?.isEmpty == true { throw UsageError("--api-key is empty") }
        if host.isEmpty { throw UsageError("--host is empty") }
    }

    func apply(to settings: inout ServerSettings) throws {
        settings.address =
            try socket.map { .unixSocket(path: try Path.absolute($0)) }
            ?? .host(host, port: port)
        if let certificate, let privateKey {
            settings.tls = .init(
                certificate: try Path.existing(certificate), key: try Path.existing(privateKey))
        }
        (settings.allowedOrigins, settings.allowedHosts) = (allowOrigin, allowHost)
    }
}

/// What a server takes upon itself at most.
struct ServerLimitOptions: ParsableArguments {
    @Option(
        help: .text(
            "Memory for vectors of texts that come again, as 64M; 0 for none.", valueName: "size"))
    var cache = MemorySize(bytes: 64 << 20)

    @Option(
        help: .text(
            "Tokens that wait at most; more are refused with 429.", valueName: "tokens"))
    var queue = 1 << 20

    @Option(help: .text("Texts of a request at most."))
    var maxTexts = 2_048

    @Option(
        help: .text(
            "Seconds in which accepted requests are answered at the end.", valueName: "seconds"))
    var drain = 30

    @Option(
        help: .text(
            "Seconds for a request to arrive, and for its response to be taken.",
            valueName: "seconds"))
    var timeout = 30

    func validate() throws {
        guard (0...(1 << 40)).contains(cache.bytes) else {
            throw UsageError("--cache must be from 0 to 1T")
        }
        try UsageError.requireAtLeast(1, queue, "--queue")
        try UsageError.requireAtLeast(1, maxTexts, "--max-texts")
        try UsageError.requireAtLeast(0, drain, "--drain")
        try UsageError.requireAtLeast(1, timeout, "--timeout")
    }

    func apply(to settings: inout ServerSettings) {
        settings.cacheBytes = cache.bytes
        settings.queuedTokens = queue
        settings.textsPerRequest = maxTexts
        settings.drainSeconds = drain
        settings.clientSeconds = timeout
    }
}
