import CZlib

extension TemporaryDirectory {
    /// Writes a gzip file of some bytes, and returns its path.
    @discardableResult
    package func writeGzip(_ bytes: [UInt8], to name: String) -> String {
        let path = write([], to: name)
        let file = gzopen(path, "wb6")
        precondition(file != nil, "cannot write \(path)")
        let written = bytes.withUnsafeBytes { gzwrite(file, $0.baseAddress, UInt32($0.count)) }
        precondition(Int(written) == bytes.count, "cannot write \(path)")
        gzclose(file)
        return path
    }
}
