import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A terminal that the test holds the other end of.
final class PseudoTerminal {
    private var holder: Int32 = -1
    /// Held open, so that what a program wrote can be read after it has ended.
    private var terminal: Int32 = -1
    /// The file that a program writes to.
    let name: String

    /// - Parameter columns: its width; it says none if not given.
    init(columns: Int? = nil) throws {
        var size = winsize()
        size.ws_col = UInt16(columns ?? 0)
        size.ws_row = columns == nil ? 0 : 50
        try #require(openpty(&holder, &terminal, nil, nil, &size) == 0)
        // `ttyname` has one buffer for all threads.
        var bytes = [CChar](repeating: 0, count: 256)
        try #require(ttyname_r(terminal, &bytes, bytes.count) == 0)
        name = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }

    deinit {
        close(holder)
        close(terminal)
    }

    /// The lines written so far, without what makes parts of them stand out.
    func plainLines() throws -> [String] {
        try lines().map { line in
            line.components(separatedBy: "\u{1B}[").enumerated().map { index, part in
                index == 0 ? part : String(part.drop { $0 != "m" }.dropFirst())
            }.joined()
        }
    }

    /// The lines written so far.
    func lines() throws -> [String] {
        try written().components(separatedBy: "\r\n").dropLast()
    }

    /// What was written so far.
    func written() throws -> String {
        try #require(fcntl(holder, F_SETFL, fcntl(holder, F_GETFL) | O_NONBLOCK) == 0)
        // However much there is, a read gives a few kilobytes.
        var written: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 1 << 12)
        while case let count = read(holder, &bytes, bytes.count), count > 0 {
            written += bytes.prefix(count)
        }
        return String(decoding: written, as: UTF8.self)
    }
}
