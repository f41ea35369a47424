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

    private let descriptor: Descriptor
    private let name: String
    private var buffer: [UInt8] = []

    /// - Parameter name: what errors call the place.
    package init(_ descriptor: Descriptor, name: String) {
        self.descriptor = descriptor
        self.name = name
        buffer.reserveCapacity(2 * Self.bufferSize)
    }

    package func write(_ bytes: some Collection<UInt8>) throws(FileError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    package func flush() throws(FileError) {
        let error = buffer.withUnsafeBytes { descriptor.write($0) } ? nil : FileError.writing(name)
        buffer.removeAll(keepingCapacity: true)
        if let error { throw error }
    }
}
