internal import SencKernels

/// A matrix in the element type and the place it is stored in, read where it lies.
package struct StoredMatrix: Sendable {
    /// The element types that kernels read.
    package enum ElementType: Sendable {
        case float32, float16, bfloat16
        /// GGUF's blocks of 32 elements of 4 or 8 bits that share a scale.
        case q40, q80

        var kernel: senc_scalar {
            switch self {
            case .float32: SENC_FLOAT32
            case .float16: SENC_FLOAT16
            case .bfloat16: SENC_BFLOAT16
            case .q40: SENC_Q4_0
            case .q80: SENC_Q8_0
            }
        }

        private var elementsPerBlock: Int { isQuantized ? 32 : 1 }

        private var blockSize: Int {
            switch self {
            case .float32: 4
            case .float16, .bfloat16: 2
            case .q40: 2 + 16
            case .q80: 2 + 32
            }
        }

        var isQuantized: Bool { self == .q40 || self == .q80 }

        /// The bytes of a row.
        func size(columns: Int) -> Int { columns / elementsPerBlock * blockSize }

        /// Whether rows have whole blocks.
        func fits(columns: Int) -> Bool { columns % elementsPerBlock == 0 }
    }

    /// Writes some rows [rows.count, columns] as floats.
    package typealias Decoder =
        @Sendable (_ rows: Range<Int>, _ target: UnsafeMutableBufferPointer<Float>) -> Void

    private enum Storage: Sendable {
        case elements(ElementType, Elements)
        /// What no kernel reads: made floats when it is needed.
        case decoded(Decoder, isQuantized: Bool)
    }

    /// Bytes in memory that lives as long as its owner.
    private struct Elements: Sendable {
        nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
        let owner: any AnyObject & Sendable
    }

    package let rows: Int
    package let columns: Int
    private let storage: Storage

    /// - Parameters:
    ///   - bytes: `rows * columns` elements of `type`, row after row, at any alignment.
    ///   - owner: keeps the memory of `bytes` alive and unchanged.
    package init(
        rows: Int, columns: Int, type: ElementType, bytes: UnsafeRawBufferPointer,
        owner: any AnyObject & Sendable
    ) {
        precondition(type.fits(columns: columns), "rows must have whole blocks")
        precondition(
            bytes.count == rows * type.size(columns: columns), "the bytes must fill the matrix")
        self.rows = rows
        self.columns = columns
        storage = .elements(type, Elements(bytes: bytes, owner: owner))
    }

    /// - Parameters:
    ///   - isQuantized: whether the elements are stored in blocks of few bits.
    ///   - decoder: gives rows whenever they are needed, always the same.
    package init(rows: Int, columns: Int, isQuantized: Bool, decoder: @escaping Decoder) {
        self.rows = rows
        self.columns = columns
        storage = .decoded(decoder, isQuantized: isQuantized)
    }

    /// - Parameter fill: writes the elements, row after row.
    package init<Failure: Error>(
        rows: Int, columns: Int,
        fill: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Void
    ) throws(Failure) {
        let buffer = FloatBuffer(count: rows * columns)
        try fill(buffer.elements)
        self.init(rows: rows, columns: columns, buffer)
    }

    package init(rows: Int, columns: Int, elements: [Float]) {
        precondition(elements.count == rows * columns, "the elements must fill the matrix")
        self.init(rows: rows, columns: columns) { _ = $0.update(from: elements) }
    }

    init(rows: Int, columns: Int, _ buffer: FloatBuffer) {
        self.init(
            rows: rows, columns: columns, type: .float32,
            bytes: UnsafeRawBufferPointer(buffer.elements), owner: buffer)
    }

    /// The rows of all parts, which have equal columns: as they are if they have a common type,
    /// else as floats.
    init(stacking parts: [StoredMatrix]) {
        let columns = parts.first?.columns ?? 0
        let rows = parts.reduce(0) { $0 + $1.rows }
        let type = Self.commonType(of: parts) ?? .float32
        let size = rows * type.size(columns: columns)
        let buffer = FloatBuffer(count: (size + 3) / 4)
        var target = UnsafeMutableRawPointer(buffer.base)
        for part in parts {
            if case .elements(type, let elements) = part.storage {
                let target = UnsafeMutableRawBufferPointer(
                    start: target, count: elements.bytes.count)
                target.copyMemory(from: elements.bytes)
            } else {
                part.write(
                    0..<part.rows,
                    to: UnsafeMutableBufferPointer(
                        start: target.assumingMemoryBound(to: Float.self),
                        count: part.rows * columns))
            }
            target += part.rows * type.size(columns: columns)
        }
        self.init(
            rows: rows, columns: columns, type: type,
            bytes: UnsafeRawBufferPointer(start: buffer.base, count: size), owner: buffer)
    }

    /// The element type that all of these are stored in.
    static func commonType(of matrices: [StoredMatrix]) -> ElementType? {
        guard let type = matrices.first?.type, matrices.allSatisfy({ $0.type == type }) else {
            return nil
        }
        return type
    }

    /// The element type that kernels can read; `nil` if there is none.
    private var type: ElementType? {
        if case .elements(let type, _) = storage { type } else { nil }
    }

    /// Whether the elements are stored in blocks of few bits that share a scale.
    var isQuantized: Bool {
        switch storage {
        case .elements(let type, _): type.isQuantized
        case .decoded(_, let isQuantized): isQuantized
        }
    }

    /// Writes `row` to `destination` [columns].
    package func copy(row: Int, to destination: UnsafeMutablePointer<Float>) {
        write(row..<(row + 1), to: UnsafeMutableBufferPointer(start: destination, count: columns))
    }

    /// Adds `row` to `destination` [columns].
    package func add(row: Int, to destination: UnsafeMutablePointer<Float>) {
        withElements(of: row..<(row + 1)) {
            KernelFamily.selected.rows.accumulate($0, $1.kernel, columns, destination)
        }
    }

    /// Writes some rows as floats.
    package func write(_ rows: Range<Int>, to target: UnsafeMutableBufferPointer<Float>) {
        precondition(target.count == rows.count * columns)
        switch storage {
        case .elements:
            withElements(of: rows) {
                KernelFamily.selected.rows.convert(
                    $0, $1.kernel, target.count, target.baseAddress)
            }
        case .decoded(let decoder, _):
            checkRange(rows)
            decoder(rows, target)
        }
    }

    /// Calls `body` with where some rows lie, or with floats made of them.
    func withElements<Result>(
        of rows: Range<Int>, _ body: (UnsafeRawPointer?, ElementType) -> Result
    ) -> Result {
        checkRange(rows)
        switch storage {
        case .elements(let type, let elements):
            return withExtendedLifetime(elements.owner) {
                let start = elements.bytes.baseAddress.map {
                    $0 + rows.lowerBound * type.size(columns: columns)
                }
                return body(start, type)
            }
        case .decoded(let decoder, _):
            return withUnsafeTemporaryAllocation(of: Float.self, capacity: rows.count * columns) {
                decoder(rows, $0)
                return body($0.baseAddress, .float32)
            }
        }
    }

    private func checkRange(_ rows: Range<Int>) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= self.rows, "row out of range")
    }
}
