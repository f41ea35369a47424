#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where results are written.
package protocol OutputStream: AnyObject {
    func write(_ bytes: some Collection<UInt8>) throws(FileError)
    /// Hands all that was written to the operating system.
    func flush() throws(FileError)
}

extension OutputStream {
    package func write(_ text: String) throws(FileError) {
        try write(text.utf8)
    }
}

/// An open file descriptor behind a buffer.
package final class DescriptorStream: OutputStream {
    private static let bufferSize = 1 << 16

    private let descriptor: Int32
    private let name: String
    private var buffer: [UInt8] = []

    /// - Parameter name: what errors call the place.
    package init(_ descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
        buffer.reserveCapacity(2 * Self.bufferSize)
    }

    package func write(_ bytes: some Collection<UInt8>) throws(FileError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    package func flush() throws(FileError) {
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes {
                systemWrite(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                buffer.removeAll(keepingCapacity: true)
                throw .writing(name)
            }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
