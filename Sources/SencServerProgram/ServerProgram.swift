import SencFiles
import SencServer
import SencServerSettings
import SencServing

/// The program `senc-server`: its one argument is the settings, as JSON, which `senc serve` gives.
@main
struct ServerProgram {
    static func main() async {
        Signals.prepareForWriting()
        let arguments = CommandLine.arguments.dropFirst()
        if arguments == ["--help"] { return tell(usage) }
        guard let text = arguments.first, arguments.count == 1, text.hasPrefix("{") else {
            tell(usage)
            Signals.exit(.usage)
        }
        var settings = ServerSettings()
        do {
            settings = try ServerSettings(json: text)
            settings.apiKey = Environment.value("SENC_API_KEY")
            // What is started from here, and who reads this process's environment, gets no key.
            Environment.remove("SENC_API_KEY")
            try await serve(settings)
        } catch {
            let reason = (error as? any Diagnostic)?.message ?? Message(verbatim: "\(error)")
            tell("senc-server: error: \(reason.text { settings.translations[$0] }.onOneLine())")
            Signals.exit((error as? any Diagnostic)?.status ?? .ioFailure)
        }
    }

    private static let usage = """
        senc-server is what 'senc serve' runs, which has the options: senc help serve.
        It is built by: SENC_SERVER=1 swift build -c release --product senc-server
        """

    private static func serve(_ settings: ServerSettings) async throws {
        let scheme = settings.tls == nil ? "http" : "https"
        let model = settings.models.first?.name ?? ""
        /// Reports something in the language of whoever started the server.
        @Sendable func report(_ message: Message) {
            tell("senc-server: \(message.text { settings.translations[$0] }.onOneLine())")
        }
        let service = try EmbeddingService(settings)
        let server = HTTPServer(settings, handler: service)
        let outcome = try await server.run(until: .signals) { address in
            let place =
                switch address {
                case .host: "\(scheme)://\(address.description)"
                case .unixSocket(let path): path
                }
            report("listening on \(place) (model \(model))")
        }
        guard case .cut(let count) = outcome else { return service.stop() }
        report(
            count == 1
                ? "1 request was not answered in time"
                : "\(count) requests were not answered in time")
        Signals.exit(.ioFailure)
    }

    private static func tell(_ text: String) {
        let line = Array((text + "\n").utf8)
        _ = line.withUnsafeBytes { Descriptor.standardError.write($0) }
    }
}
