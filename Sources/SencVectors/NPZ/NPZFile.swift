internal import CZlib
internal import SencFiles

/// The arrays of a NumPy `.npz` file: a ZIP archive (APPNOTE 6.3, with ZIP64) of `.npy` files, stored
/// as by `numpy.savez` or deflated as by `numpy.savez_compressed`. Stored ones are used where they
/// lie in the mapped file.
public final class NPZFile: Sendable {
    static let maximumArrays = 65_536
    /// The most bytes of an array that is deflated, which needs memory for all of it.
    static let maximumInflatedBytes = 1 << 34
    /// Deflate makes no more than this of a byte.
    private static let largestRatio = 1_032

    /// The arrays' names, without `.npy`, as the archive lists them.
    public var names: [String] { entries.map(\.name) }
    private let entries: [(name: String, file: ZIPArchive.Entry)]
    private let file: MappedFile

    /// Maps a file and reads its list of arrays; an array is read when it is asked for.
    /// - Throws: `NPZError` if the file cannot be read or its list of arrays breaks the format.
    public init(path: String) throws(NPZError) {
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        do {
            entries = try Self.entries(of: file.bytes)
        } catch {
            throw .archive(error, path: path)
        }
    }

    private static func entries(
        of bytes: UnsafeRawBufferPointer
    ) throws(NPZFault) -> [(name: String, file: ZIPArchive.Entry)] {
        let files: [ZIPArchive.Entry]
        do throws(ZIPFault) {
            files = try ZIPArchive(
                bytes, limit: maximumArrays, methods: [ZIPArchive.stored, ZIPArchive.deflated]
            ).entries
        } catch {
            throw NPZFault(error)
        }
        // Compared as bytes: canonically equal names are two.
        var names: Set<[UInt8]> = []
        return try files.map { file throws(NPZFault) in
            let name = NPZFault.arrayName(file.name)
            guard names.insert(Array(name.utf8)).inserted else { throw .repeatedName(name) }
            return (name, file)
        }
    }

    /// One of the arrays.
    /// - Throws: `NPZError` if there is none of that name, or it is damaged or no usable matrix.
    public func array(named name: String) throws(NPZError) -> NPYFile {
        try array(named: name, takesVector: false)
    }

    /// - Parameter takesVector: whether an array of one dimension is a matrix of one row.
    package func array(named name: String, takesVector: Bool) throws(NPZError) -> NPYFile {
        guard let entry = entries.first(where: { $0.name.utf8.elementsEqual(name.utf8) })?.file
        else {
            throw .archive(.noArray(name, known: names), path: file.path)
        }
        let label = file.path + ":" + name
        do {
            let stored = UnsafeRawBufferPointer(rebasing: file.bytes[entry.data])
            if entry.method == ZIPArchive.stored {
                guard Self.checksum(stored) == entry.checksum else {
                    throw NPZFault.corrupt(name)
                }
                return try NPYFile(
                    bytes: stored, owner: file, path: label, takesVector: takesVector)
            }
            let memory = try Self.inflated(stored, entry, name)
            return try NPYFile(
                bytes: UnsafeRawBufferPointer(memory.bytes), owner: memory, path: label,
                takesVector: takesVector)
        } catch let error as NPYError {
            throw .array(error)
        } catch let fault as NPYFault {
            throw .array(.header(fault, path: label))
        } catch let fault as NPZFault {
            throw .archive(fault, path: file.path)
        } catch {
            throw .archive(.corrupt(name), path: file.path)
        }
    }

    /// The archive's only array.
    public func onlyArray() throws(NPZError) -> NPYFile {
        try onlyArray(takesVector: false)
    }

    /// - Parameter takesVector: whether an array of one dimension is a matrix of one row.
    package func onlyArray(takesVector: Bool) throws(NPZError) -> NPYFile {
        guard entries.count == 1, let entry = entries.first else {
            throw .archive(.notOneArray(known: names), path: file.path)
        }
        return try array(named: entry.name, takesVector: takesVector)
    }

    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(
            truncatingIfNeeded: crc32_z(
                0, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
    }

    /// - Throws: `NPZFault.corrupt` unless all of it inflates to just what the archive says;
    ///   `NPYFault` if it is not an array of that size, which its start tells: memory that is not
    ///   written costs nothing.
    private static func inflated(
        _ deflated: UnsafeRawBufferPointer, _ entry: ZIPArchive.Entry, _ name: String
    ) throws -> HeapBytes {
        guard entry.size / largestRatio <= deflated.count else {
            throw NPZFault.corrupt(name)
        }
        guard entry.size <= maximumInflatedBytes, let memory = HeapBytes(count: entry.size) else {
            throw NPZFault.tooLarge(entry.size, name: name)
        }
        var stream = z_stream()
        guard inflate_init_raw(&stream) == Z_OK else { throw NPZFault.corrupt(name) }
        defer { inflateEnd(&stream) }
        let headBytes = min(entry.size, NPYFile.longestHead)
        var (read, written) = (0, 0)
        var status = Z_OK
        while status == Z_OK {
            let input = UnsafeRawBufferPointer(rebasing: deflated[read...]).prefix(Int(Int32.max))
            let output = UnsafeMutableRawBufferPointer(rebasing: memory.bytes[written...])
                .prefix(written < headBytes ? headBytes - written : Int(Int32.max))
            stream.next_in = UnsafeMutablePointer(
                mutating: UnsafeRawBufferPointer(rebasing: input).bindMemory(to: UInt8.self)
                    .baseAddress)
            stream.avail_in = UInt32(input.count)
            stream.next_out =
                UnsafeMutableRawBufferPointer(rebasing: output).bindMemory(to: UInt8.self)
                .baseAddress
            stream.avail_out = UInt32(output.count)
            status = inflate(&stream, Z_NO_FLUSH)
            read += input.count - Int(stream.avail_in)
            let isHead = written < headBytes
            written += output.count - Int(stream.avail_out)
            if isHead, written == headBytes {
                try NPYFile.check(
                    headerOf: UnsafeRawBufferPointer(rebasing: memory.bytes[..<headBytes]),
                    size: entry.size)
            }
        }
        guard status == Z_STREAM_END, written == entry.size,
            checksum(UnsafeRawBufferPointer(memory.bytes)) == entry.checksum
        else { throw NPZFault.corrupt(name) }
        return memory
    }
}
