import SencFiles
import Synchronization

/// Requests, and faults of the server's own, as lines of JSON on standard error. No text of a request
/// is in them, nor its query.
///
/// They are written by a thread of their own, so that whoever reads them slowly holds up no request;
/// what is more than a buffer is left out, and counted.
final class ServerLog: Sendable {
    private struct State {
        var lines: [UInt8] = []
        var omitted = 0
        var isRunning = false
    }

    private static let maximumBytes = 1 << 20

    private let state = Mutex(State())

    func write(_ record: RequestRecord) { append(Self.line(record, at: SystemTime.seconds)) }

    /// - Parameter error: why the server could not answer; not one of a text, which may quote it.
    func report(_ error: any Error, _ head: RequestHead) {
        append(
            JSONWriter.line { writer in
                writer.object { entry in
                    entry.member("time", UTCTime(seconds: SystemTime.seconds).text)
                    entry.member("request_id", head.id)
                    entry.member("path", head.path)
                    entry.member(
                        "error", (error as? any Diagnostic)?.description ?? "\(type(of: error))")
                }
            })
    }

    private func append(_ line: [UInt8]) {
        let isIdle = state.withLock { state in
            guard state.lines.count + line.count <= Self.maximumBytes else {
                state.omitted += 1
                return false
            }
            state.lines += line
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard isIdle else { return }
        SystemThread { self.drain() }?.detach()
    }

    /// Writes what there is until there is nothing more.
    private func drain() {
        let stream = DescriptorStream(.standardError, name: "standard error")
        while let lines = next() {
            try? stream.write(lines)
            try? stream.flush()
        }
    }

    private func next() -> [UInt8]? {
        state.withLock { state in
            var lines = state.lines
            if state.omitted > 0 {
                lines += JSONWriter.line { [omitted = state.omitted] writer in
                    writer.object { $0.member("omitted_lines", omitted) }
                }
            }
            (state.lines, state.omitted) = ([], 0)
            state.isRunning = !lines.isEmpty
            return lines.isEmpty ? nil : lines
        }
    }

    static func line(_ record: RequestRecord, at seconds: Int) -> [UInt8] {
        JSONWriter.line { writer in
            writer.object { entry in
                entry.member("time", UTCTime(seconds: seconds).text)
                entry.member("request_id", record.head.id)
                entry.member("method", record.head.method)
                entry.member("path", record.head.path)
                entry.member("status", record.status)
                entry.member("bytes_read", record.bytesRead)
                entry.member("bytes_written", record.bytesWritten)
                entry.member(
                    "milliseconds", (record.duration / .milliseconds(1) * 1_000).rounded() / 1_000)
                entry.member("traceparent", ifPresent: record.head.header("traceparent"))
                entry.member("user_agent", ifPresent: record.head.header("user-agent"))
            }
        }
    }
}
