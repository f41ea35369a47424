import SencFiles
import SencMath
import SencVectors
import TestSupport
import Testing

/// Each fault of a `.npy` file, provoked.
struct NPYFaultTests {
    let directory = TemporaryDirectory()

    /// A file of version 1.0 with the header given.
    static func file(_ header: String, data: Int = 0) -> [UInt8] {
        [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
            + [UInt8](repeating: 0, count: data)
    }

    static func header(
        descr: String = "'<f4'", order: String = "False", shape: String = "(2, 3)"
    ) -> String {
        "{'descr': \(descr), 'fortran_order': \(order), 'shape': \(shape), }\n"
    }

    @Test(
        arguments: [
            (header(descr: "'|O'"), .unsupportedElement("|O")),
            (header(descr: "'<f8'"), .sizeMismatch(needed: 48, found: 24)),
            (header(descr: "'<i4'", order: "True"), .unsupportedElement("<i4")),
            (header(shape: "()"), .dimensions(0)), (header(shape: "(6,)"), .dimensions(1)),
            (header(shape: "(1, 2, 3)"), .dimensions(3)), (header(shape: "(5, 0)"), .noColumns),
            (header(shape: "(9223372036854775807, 2)"), .tooLarge),
            (header(shape: "(99999999999999999999, 2)"), .tooLarge),
            (header(shape: "(4611686018427387904, 1)"), .tooLarge),
            // 2^63 and, modulo 2^64, the 2 rows that are there.
            (header(shape: "(9223372036854775808, 3)"), .tooLarge),
            (header(shape: "(18446744073709551618, 3)"), .tooLarge),
            (header(shape: "(2, 2)"), .sizeMismatch(needed: 16, found: 24)),
            (header(shape: "(0, 3)"), .sizeMismatch(needed: 0, found: 24)),
            (header(shape: "(2, 4)"), .sizeMismatch(needed: 32, found: 24)),
            (header(shape: "(-2, 3)"), .malformed(offset: 51)),
            (header(shape: "(6)"), .malformed(offset: 52)),
            (header(shape: "[2, 3]"), .malformed(offset: 50)),
            (header(descr: "[('a', '<f4')]"), .structuredElements),
            (header(descr: "('<f4', (3,))"), .structuredElements),
            (header(descr: "'<i8'"), .unsupportedElement("<i8")),
            (header(descr: "'|b1'"), .unsupportedElement("|b1")),
            (header(descr: "'>f3'"), .unsupportedElement(">f3")),
            (header(descr: "''"), .unsupportedElement("")),
            (header(shape: "(0, 4611686018427387904)"), .tooManyColumns(1 << 62)),
            (header(shape: "(0, 4294967296)"), .tooManyColumns(1 << 32)),
            (header(shape: "(0, 16777217)"), .tooManyColumns(1 << 24 + 1)),
            (header(order: "0"), .malformed(offset: 34)),
            (header() + "x", .malformed(offset: 60)),
            ("", .malformed(offset: 0)), ("{'descr", .malformed(offset: 1)),
            ("{'descr': '<f4' 'shape'", .malformed(offset: 16)),
            ("{}", .missingEntry("descr")), ("{'descr': '<f4'}", .missingEntry("fortran_order")),
            ("{'descr': '<f4', 'fortran_order': False}", .missingEntry("shape")),
            ("{'descr': '<f4', 'descr': '<f4'}", .repeatedEntry("descr")),
            ("{'shape': (2,), 'shape': (2,)}", .repeatedEntry("shape")),
            ("{'more': 1}", .unknownEntry("more")),
        ] as [(String, NPYFault)])
    func headers(header: String, fault: NPYFault) {
        expect(Self.file(header, data: 24), fault)
    }

    @Test func starts() {
        let good = Self.file(Self.header(), data: 24)
        expect([], .notNPY)
        expect(Array("NUMPY and more".utf8), .notNPY)
        for count in [6, 7] { expect(Array(good[..<count]), .truncated(bytes: count)) }
        for count in 8..<10 { expect(Array(good[..<count]), .truncated(bytes: count)) }
        expect(Array(good[..<60]), .truncated(bytes: 60))
        expect(good.replacing(6, by: 0), .unsupportedVersion(major: 0, minor: 0))
        expect(good.replacing(6, by: 4), .unsupportedVersion(major: 4, minor: 0))
        expect(good.replacing(7, by: 1), .unsupportedVersion(major: 1, minor: 1))
        expect(good.replacing(9, by: 0xFF), .headerTooLong(bytes: 0xFF00 + Int(good[8])))
        expect(
            Array(good[..<6]) + [2, 0, 0xFF, 0xFF, 0xFF, 0xFF] + good,
            .headerTooLong(bytes: 0xFFFF_FFFF))
    }

    @Test(arguments: [
        ("<i8", "elements of int64 type '<i8'"), ("|b1", "elements of bool type '|b1'"),
        (">u2", "elements of uint16 type '>u2'"), ("<c16", "elements of complex128 type '<c16'"),
        ("<U5", "elements of text type '<U5'"), ("|O", "elements of object type '|O'"),
        ("<M8[ns]", "elements of datetime64 type '<M8[ns]'"), ("?", "elements of type '?'"),
    ])
    func elementsAreRefusedByWhatTheyAre(descr: String, start: String) {
        let path = directory.write(
            Self.file(Self.header(descr: "'\(descr)'"), data: 24), to: "a.npy")
        do {
            _ = try NPYFile(path: path)
            Issue.record("read")
        } catch {
            #expect(
                error.description
                    == "not a usable .npy file: \(start); float64, float32, float16, int8 and uint8 "
                    + "are read (\(path))")
        }
    }

    @Test(
        arguments: [
            (">f4", [0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0], .float32),
            (">f8", [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0], .float64),
            (">f2", [0x3E, 0, 0xC0, 0], .float16),
            ("=f4", [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0], .float32),
            ("f2", [0, 0x3E, 0, 0xC0], .float16),
        ] as [(String, [UInt8], NPYElementType)])
    func otherByteOrders(descr: String, data: [UInt8], type: NPYElementType) throws {
        let header = Self.header(descr: "'\(descr)'", shape: "(1, 2)")
        let file = try NPYFile(path: directory.write(Self.file(header) + data, to: "a.npy"))
        #expect(file.elementType == type)
        #expect(file.matrix().elements == [1.5, -2])
        #expect(StoredVectors.first(of: file) == [1.5, -2])
    }

    @Test func bytesHaveNoOrder() throws {
        let header = Self.header(descr: "'>i1'", shape: "(1, 2)")
        let file = try NPYFile(path: directory.write(Self.file(header) + [1, 0xFF], to: "a.npy"))
        #expect(file.matrix().elements == [1, -1])
    }

    @Test func anyOrderAndSpacingOfEntries() throws {
        let text = "{ \"shape\":(2,3),\n'fortran_order' : False , 'descr':'<f4'}"
        let path = directory.write(Self.file(text, data: 24), to: "a.npy")
        #expect(try NPYFile(path: path).matrix().elements == Array(repeating: 0, count: 6))
    }

    @Test func filesChangedAtRandom() {
        let original = Self.file(Self.header(), data: 24)
        var generator = SplitMix(seed: 5)
        var accepted = 0
        for _ in 0..<3000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let position = Int.random(in: 0..<min(bytes.count, 75), using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[position] = .random(in: 0...255, using: &generator)
                case 1: bytes[position] = Array("0129(),' }".utf8)[position % 10]
                case 2: bytes.remove(at: position)
                default: bytes.insert(.random(in: 0x20...0x7E, using: &generator), at: position)
                }
            }
            guard let file = open(directory.write(bytes, to: "a.npy")) else { continue }
            #expect(file.bytes.count == file.rows * file.columns * file.elementType.size)
            #expect(file.matrix().rows == file.rows)
            accepted += 1
        }
        #expect(accepted < 1500)
    }

    /// The file; `nil` if it is refused, which must be told in one line.
    private func open(_ path: String) -> NPYFile? {
        do {
            return try NPYFile(path: path)
        } catch {
            #expect(!error.description.contains("\n"))
            return nil
        }
    }

    private func expect(
        _ bytes: [UInt8], _ fault: NPYFault, location: SourceLocation = #_sourceLocation
    ) {
        let path = directory.write(bytes, to: "a.npy")
        #expect(throws: NPYError.header(fault, path: path), sourceLocation: location) {
            try NPYFile(path: path)
        }
    }
}

extension StoredVectors {
    fileprivate static func first(of file: NPYFile) -> [Float]? {
        (try? StoredVectors(file))?[0]
    }
}

extension [UInt8] {
    fileprivate func replacing(_ index: Int, by byte: UInt8) -> [UInt8] {
        var bytes = self
        bytes[index] = byte
        return bytes
    }
}
