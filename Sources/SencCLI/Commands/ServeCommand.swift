import ArgumentParser
import Senc
import SencFiles
import SencServerSettings

extension ServerSettings.Overflow: ExpressibleByArgument {}

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: localized("Serve vectors to programs, and a page to people."),
        discussion: localized(
            """
            Clients of OpenAI, text-embeddings-inference, Ollama, Cohere and others ask it as they \
            are; a browser finds a page at the same address. Vectors are the same to the bit as \
            those of encode, whoever asks at the same time. A signal to end (SIGTERM) has accepted \
            requests answered first, a second one ends at once.

            Examples:
              senc serve
              senc serve --model all-MiniLM-L6-v2 --model es=multilingual-e5-small
            """))

    @Option(
        name: .shortAndLong, parsing: .singleValue,
        help: .text(
            """
            A model, as for encode; NAME=MODEL serves it by a name of its own. Repeatable: \
            requests without a name mean the first one.
            """, valueName: "model"), completion: .model)
    var model: [String] = []

    @OptionGroup var arithmetic: ArithmeticOptions
    @OptionGroup var workers: ThreadOptions

    @Option(
        help: .text("An index to search, which senc index makes.", valueName: "path"),
        completion: .directory)
    var index: String?

    @Option(help: .text("What becomes of texts over the model's limit, if requests do not say."))
    var overflow = ServerSettings.Overflow.truncate

    @Flag(
        name: .customLong("token-ids"),
        help: .text("Take token ids for the model's own; they are refused otherwise."))
    var takesTokenIDs = false

    @Flag(
        name: .customLong("log"),
        help: .text("Log requests on standard error, a line of JSON each, without their texts."))
    var logsRequests = false

    @OptionGroup var address: AddressOptions
    @OptionGroup var limits: ServerLimitOptions

    /// The program that serves, beside this one.
    static let program = "senc-server"

    func settings() throws -> ServerSettings {
        var settings = ServerSettings()
        settings.version = Version.number
        if Language.current == .spanish {
            settings.translations = Dictionary(
                Spanish.server.joined().map { ($0.english, $0.spanish) },
                uniquingKeysWith: { first, _ in first })
        }
        settings.models = (model.isEmpty ? [Configuration.model] : model).map(Self.named)
        let names = settings.models.map(\.name)
        if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw UsageError(
                "two models are called \(name.quoted()); --model NAME=MODEL names one of them")
        }
        (settings.precision, settings.backend) = (arithmetic.precision, arithmetic.backend)
        settings.threads = workers.threads
        settings.index = try index.map { try Path.absolute($0) }
        settings.overflow = overflow
        settings.takesTokenIDs = takesTokenIDs
        settings.logsRequests = logsRequests
        try address.apply(to: &settings)
        limits.apply(to: &settings)
        return settings
    }

    /// A model as it was given: by a name of its own, by its name, or by its path, whose last part
    /// is its name then.
    private static func named(_ given: String) -> ServerSettings.Model {
        let parts = given.split(separator: "=", maxSplits: 1).map(String.init)
        if parts.count == 2, Path.kind(of: given) == nil {
            return .init(name: parts[0], source: parts[1])
        }
        return .init(
            name: Path.kind(of: given) == nil ? given : Path.lastComponent(of: given),
            source: given)
    }

    func run() throws {
        let settings = try settings()
        let directory = Path.executable.flatMap(Path.parent(of:)) ?? "."
        let program = Path.join(directory, Self.program)
        guard Path.kind(of: program) == .file else { throw ServeError.notBuilt(place: directory) }
        if let key = address.apiKey { Environment.set("SENC_API_KEY", to: key, replacing: true) }
        let fault = SystemProcess.become(program, [settings.json])
        throw ServeError.notStarted(fault, program: program)
    }
}

/// Why the server cannot be started.
enum ServeError: Diagnostic, Equatable {
    /// It has packages of its own, which those who do not serve need not compile.
    case notBuilt(place: String)
    case notStarted(SystemError, program: String)

    var message: Message {
        switch self {
        case .notBuilt(let place):
            """
            senc-server is not beside senc; where senc was built, build it with SENC_SERVER=1 \
            swift build -c release --product senc-server (\(place))
            """
        case .notStarted(let error, let program):
            "the server cannot be started: \(error) (\(program))"
        }
    }

    var status: ExitStatus { .noInput }
}
