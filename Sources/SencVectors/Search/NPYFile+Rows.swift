internal import SencFiles

extension NPYFile {
    /// The rows of several files, one file after the other, in memory of their own; one file alone
    /// stays where it is.
    /// - Throws: `SearchError` if the files' dimensions or element types differ.
    package static func joining(_ files: [NPYFile]) throws -> NPYFile {
        guard let first = files.first else { throw NPYError.header(.noColumns, path: "") }
        if files.count == 1 { return first }
        for file in files {
            guard file.columns == first.columns else {
                throw SearchError.otherDimension(
                    file.columns, wanted: first.columns, source: file.path)
            }
            guard file.elementType == first.elementType else {
                throw SearchError.otherElements(
                    file.elementType, wanted: first.elementType, source: file.path)
            }
        }
        return try made(
            rows: files.reduce(0) { $0 + $1.rows }, like: first,
            path: files.map(\.path).joined(separator: ", ")
        ) { memory in
            var start = 0
            for file in files {
                if file.isFortranOrder {
                    UnsafeMutableRawBufferPointer(rebasing: memory[start...])
                        .copyBytes(from: file.bytes)
                } else {
                    withExtendedLifetime(file.owner) {
                        UnsafeMutableRawBufferPointer(rebasing: memory[start...])
                            .copyBytes(from: file.data)
                    }
                }
                start += file.data.count
            }
        }
    }

    /// Some rows of a file, in memory of their own.
    /// - Precondition: the file has the rows.
    package func selecting(rows chosen: [Int]) throws -> NPYFile {
        let size = columns * elementType.size
        let all = isFortranOrder ? bytes : []
        return try Self.made(rows: chosen.count, like: self, path: path) { memory in
            withExtendedLifetime(owner) {
                for (index, row) in chosen.enumerated() {
                    let target = UnsafeMutableRawBufferPointer(
                        rebasing: memory[(index * size)..<((index + 1) * size)])
                    if isFortranOrder {
                        target.copyBytes(from: all[(row * size)..<((row + 1) * size)])
                    } else {
                        target.copyBytes(from: data[(row * size)..<((row + 1) * size)])
                    }
                }
            }
        }
    }

    /// A file's contents that exist in memory alone.
    private static func made(
        rows: Int, like model: NPYFile, path: String,
        _ fill: (UnsafeMutableRawBufferPointer) -> Void
    ) throws -> NPYFile {
        let header = NPYHeader(elementType: model.elementType, rows: rows, columns: model.columns)
        let size = NPYHeader.size + rows * model.columns * model.elementType.size
        guard let memory = HeapBytes(count: size) else {
            throw NPYError.header(.noMemory(size), path: path)
        }
        memory.bytes.copyBytes(from: header.bytes)
        fill(UnsafeMutableRawBufferPointer(rebasing: memory.bytes[NPYHeader.size...]))
        return try NPYFile(
            bytes: UnsafeRawBufferPointer(memory.bytes), owner: memory, path: path)
    }
}
