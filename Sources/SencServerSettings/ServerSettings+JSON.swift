package import SencFiles
import SencMath

extension ServerSettings {
    /// Why a text is not settings.
    package enum Fault: Diagnostic, Equatable {
        case notJSON(String)
        /// A value that is missing or of another kind than it must be.
        case invalid(key: String)

        package var message: Message {
            switch self {
            case .notJSON(let reason): "the server's settings are not JSON: \(reason)"
            case .invalid(let key): "the server's settings have no valid \(key.quoted())"
            }
        }

        package var status: ExitStatus { .usage }
    }

    /// The settings as one line.
    package var json: String {
        let bytes = JSONWriter.bytes { writer in
            writer.object { object in
                object.member("version", version)
                object.object("translations") { table in
                    for (text, other) in translations.sorted(by: { $0.key < $1.key }) {
                        table.member(text, other)
                    }
                }
                object.array("models", models) { writer, model in
                    writer.object {
                        $0.member("name", model.name)
                        $0.member("source", model.source)
                    }
                }
                object.member("precision", precision.rawValue)
                object.member("backend", backend.rawValue)
                object.member("threads", ifPresent: threads)
                switch address {
                case .host(let host, let port):
                    object.member("host", host)
                    object.member("port", port)
                case .unixSocket(let path): object.member("socket", path)
                }
                object.member("certificate", ifPresent: tls?.certificate)
                object.member("key", ifPresent: tls?.key)
                object.member("origins", allowedOrigins)
                object.member("hosts", allowedHosts)
                object.member("index", ifPresent: index)
                object.member("overflow", overflow.rawValue)
                object.member("cacheBytes", cacheBytes)
                object.member("queuedTokens", queuedTokens)
                object.member("queuedBytes", queuedBytes)
                object.member("bodyBytes", bodyBytes)
                object.member("textsPerRequest", textsPerRequest)
                object.member("tokenIDs", takesTokenIDs)
                object.member("log", logsRequests)
                object.member("drainSeconds", drainSeconds)
                object.member("clientSeconds", clientSeconds)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads what `json` gives. The key for requests is none of it: it comes by the environment,
    /// for other users see the arguments of a program.
    /// - Throws: `Fault`.
    package init(json text: String) throws(Fault) {
        self.init()
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: Array(text.utf8))
        } catch {
            throw .notJSON(error.description)
        }
        func read<Value>(_ key: String, _ value: (JSON) -> Value?) throws(Fault) -> Value {
            guard let found = json[key].flatMap(value) else { throw .invalid(key: key) }
            return found
        }
        func optional<Value>(_ key: String, _ value: (JSON) -> Value?) throws(Fault) -> Value? {
            json[key] == nil ? nil : try read(key, value)
        }
        func natural(_ json: JSON) -> Int? { json.int.flatMap { $0 >= 0 ? $0 : nil } }
        func strings(_ json: JSON) -> [String]? {
            let strings = json.elements?.map(\.string)
            return strings.flatMap { $0.contains(nil) ? nil : $0.compactMap(\.self) }
        }
        version = try read("version", \.string)
        for (text, other) in try read("translations", \.members) {
            translations[text] = other.string
        }
        models = try read("models") { json in
            let models = json.elements?.compactMap { element in
                element["name"]?.string.flatMap { name in
                    element["source"]?.string.map { Model(name: name, source: $0) }
                }
            }
            return models?.isEmpty == false && models?.count == json.elements?.count
                ? models : nil
        }
        precision = try read("precision") { $0.string.flatMap(Precision.init) }
        backend = try read("backend") { $0.string.flatMap(Backend.init) }
        threads = try optional("threads", natural)
        if let path = try optional("socket", \.string) {
            address = .unixSocket(path: path)
        } else {
            address = .host(
                try read("host", \.string),
                port: try read("port") { natural($0).flatMap { $0 <= 65_535 ? $0 : nil } })
        }
        if let certificate = try optional("certificate", \.string) {
            tls = TLS(certificate: certificate, key: try read("key", \.string))
        }
        allowedOrigins = try read("origins", strings)
        allowedHosts = try read("hosts", strings)
        index = try optional("index", \.string)
        overflow = try read("overflow") { $0.string.flatMap(Overflow.init) }
        cacheBytes = try read("cacheBytes", natural)
        queuedTokens = try read("queuedTokens", natural)
        queuedBytes = try read("queuedBytes", natural)
        bodyBytes = try read("bodyBytes", natural)
        textsPerRequest = try read("textsPerRequest", natural)
        takesTokenIDs = try read("tokenIDs", \.bool)
        logsRequests = try read("log", \.bool)
        drainSeconds = try read("drainSeconds", natural)
        clientSeconds = try read("clientSeconds", natural)
    }
}
