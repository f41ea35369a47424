import Foundation
import SencServerSettings
import TestSupport
import Testing

/// The built `senc-server`, which runs until it is told to end.
final class ServerProcess: @unchecked Sendable {
    private let process = Process()
    private let messages = Pipe()

    init(_ arguments: [String]) throws {
        process.executableURL = URL(
            fileURLWithPath: try #require(BuiltProgram.path("senc-server")))
        process.arguments = arguments
        process.environment = ["SENC_MODELS": Goldens.repository + "/Weights"]
        process.standardError = messages
        try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    /// A server on a free port of loopback.
    convenience init(serving model: String, threads: Int) throws {
        var settings = ServerSettings()
        settings.models = [.init(name: "model", source: model)]
        settings.address = .host("127.0.0.1", port: 0)
        settings.threads = threads
        try self.init([settings.json])
    }

    /// Waits for the next line of its messages.
    func line() throws -> String {
        var line: [UInt8] = []
        while line.last != UInt8(ascii: "\n") {
            let next = messages.fileHandleForReading.readData(ofLength: 1)
            try #require(!next.isEmpty, "\(String(decoding: line, as: UTF8.self))")
            line += next
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// Waits for the line that says where it listens.
    func address() throws -> ServerSettings.Address {
        let text = try line()
        let port = try #require(
            text.split(separator: " ").first { $0.hasPrefix("http://") }?
                .split(separator: ":").last.flatMap { Int($0) }, "\(text)")
        return .host("127.0.0.1", port: port)
    }

    var isRunning: Bool { process.isRunning }

    func terminate() { kill(process.processIdentifier, SIGTERM) }

    /// Waits for the end.
    func outcome() -> (status: Int32, messages: String) {
        let rest = messages.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: rest, as: UTF8.self))
    }
}
