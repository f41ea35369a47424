#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Why the system refused a call.
package struct SystemError: Equatable, Sendable {
    private let code: Int32

    private init(code: Int32) { self.code = code }

    /// - Parameter number: as the C library has it in `errno`.
    package init(number: Int32) { code = number }

    /// Why it refused the last call of this thread.
    package static var last: SystemError { SystemError(code: errno) }

    package static let isDirectory = SystemError(code: EISDIR)
    package static let isNoDirectory = SystemError(code: ENOTDIR)
    package static let connectionRefused = SystemError(code: ECONNREFUSED)
    package static let tooManyLinks = SystemError(code: ELOOP)

    /// In the system's words.
    package var reason: Message { Message(stringLiteral: String(cString: strerror(code))) }

    /// Nothing has the name.
    package var isNotFound: Bool { code == ENOENT }
    /// Nothing has the name, or what it passes through is not a directory.
    package var isNowhere: Bool { code == ENOENT || code == ENOTDIR }
    /// Something has the name.
    package var isThere: Bool { code == EEXIST }
    /// The directory has something in it.
    package var isNotEmpty: Bool { code == ENOTEMPTY || code == EEXIST }
    /// The name is a link's, which was not to be followed; or links lead in a circle.
    package var isLink: Bool { code == ELOOP }
}
