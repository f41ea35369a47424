import Foundation
import Synchronization

extension Program {
    /// How often tests that kill the program do.
    static let kills = ProcessInfo.processInfo.environment["SENC_KILLS"].flatMap { Int($0) } ?? 3

    /// Sleeps on the thread that it is called on: Swift's own may all be busy with other tests, and
    /// a task that released one would come late.
    static func pause(_ duration: Duration) {
        Thread.sleep(forTimeInterval: duration / .seconds(1))
    }

    /// Runs the program and kills it.
    /// - Returns: how long it took, if it ended before.
    static func kill(
        _ arguments: [String], in directory: String, after delay: Duration
    ) async throws -> Duration? {
        try await kill(arguments, in: directory) { start, _ in
            Thread.sleep(forTimeInterval: (start + delay - .now) / .seconds(1))
        }
    }

    /// Runs the program and kills it when something has happened.
    /// - Returns: how long it took, if it ended before.
    static func kill(
        _ arguments: [String], in directory: String,
        when hasHappened: @escaping @Sendable () -> Bool
    ) async throws -> Duration? {
        try await kill(arguments, in: directory) { _, hasEnded in
            while !hasEnded(), !hasHappened() { Thread.sleep(forTimeInterval: 0.002) }
        }
    }

    private static func kill(
        _ arguments: [String], in directory: String,
        waiting wait: @escaping @Sendable (ContinuousClock.Instant, _ hasEnded: () -> Bool) -> Void
    ) async throws -> Duration? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let start = ContinuousClock.now
        let time = Mutex(Duration.zero)
        process.terminationHandler = { _ in
            time.withLock { $0 = ContinuousClock.now - start }
            end.finish()
        }
        try process.run()
        // Swift's own threads may all be busy with other tests.
        Thread.detachNewThread { [identifier = process.processIdentifier] in
            wait(start) { time.withLock { $0 != .zero } }
            if time.withLock({ $0 == .zero }) { Foundation.kill(identifier, SIGKILL) }
        }
        for await _ in ends {}
        return process.terminationReason == .uncaughtSignal ? nil : time.withLock { $0 }
    }
}
