import SencFiles
import SencMath
import SencVectors
import TestSupport
import Testing

/// Every way that NumPy saves matrices (`Goldens/make_arrays.py`).
struct ArrayFileTests {
    static let types: [(name: String, type: NPYElementType)] = [
        ("float16", .float16), ("float32", .float32), ("float64", .float64), ("int8", .int8),
        ("uint8", .uint8),
    ]
    let directory = TemporaryDirectory()

    private func golden(_ name: String) -> String { Goldens.path("arrays/" + name) }

    @Test(arguments: types) func everyOrderAndVersionIsOneMatrix(
        name: String, type: NPYElementType
    ) throws {
        let plain = try NPYFile(path: golden("\(name)-C-1.npy"))
        #expect(plain.elementType == type)
        for variant in ["F-1", "F-2", "C-3"] {
            let file = try NPYFile(path: golden("\(name)-\(variant).npy"))
            #expect(file.isFortranOrder == variant.hasPrefix("F"))
            #expect(file.elementType == type)
            #expect(file.bytes == plain.bytes)
            #expect(file.matrix() == plain.matrix())
        }
    }

    @Test(arguments: types, ["C", "F"]) func writtenFilesAreNumPys(
        type: (name: String, type: NPYElementType), order: String
    ) throws {
        let path = golden("\(type.name)-\(order)-1.npy")
        let matrix = try NPYFile(path: path).matrix()
        try matrix.writeNPY(
            path: directory.file("a.npy"), elementType: type.type, isFortranOrder: order == "F")
        if type.type == .float64 {
            // The reference's numbers have more digits than floats.
            #expect(try NPYFile(path: directory.file("a.npy")).matrix() == matrix)
            #expect(
                directory.read("a.npy").prefix(128)
                    == (try Goldens.bytes(
                        "arrays/float64-\(order)-1.npy")).prefix(128))
        } else {
            #expect(
                try directory.read("a.npy") == Goldens.bytes("arrays/\(type.name)-\(order)-1.npy"))
        }
        let archive = try NPZWriter(path: directory.file("a.npz"))
        try archive.append(
            matrix, named: "a", elementType: type.type, isFortranOrder: order == "F")
        try archive.finish()
        #expect(try NPZFile(path: directory.file("a.npz")).onlyArray().matrix() == matrix)
    }

    @Test func integersAreTheNearestOfTheirRange() throws {
        let numbers = [-300, -0.5, 0.5, 1.5, 2.5, 300, .nan, .infinity] as [Float]
        let matrix = Matrix(rows: 1, columns: 8, elements: numbers)
        try matrix.writeNPY(path: directory.file("i.npy"), elementType: .int8)
        try matrix.writeNPY(path: directory.file("u.npy"), elementType: .uint8)
        #expect(
            try NPYFile(path: directory.file("i.npy")).matrix().elements
                == [-128, 0, 0, 2, 2, 127, 0, 127])
        #expect(
            try NPYFile(path: directory.file("u.npy")).matrix().elements
                == [0, 0, 0, 2, 2, 255, 0, 255])
    }

    @Test func float64IsRoundedToTheNearestFloat() throws {
        let matrix = try NPYFile(path: golden("float64-C-1.npy")).matrix()
        #expect(try matrix == NPYFile(path: golden("float32-F-1.npy")).matrix())
    }

    @Test(arguments: ["stored.npz", "deflated.npz"]) func archives(name: String) throws {
        let archive = try NPZFile(path: golden(name))
        #expect(archive.names == Self.types.map(\.name))
        for type in Self.types {
            let array = try archive.array(named: type.name)
            #expect(try array.bytes == NPYFile(path: golden("\(type.name)-C-1.npy")).bytes)
        }
        #expect(throws: NPZError.self) { try archive.onlyArray() }
    }

    @Test func anArchiveOfOneArrayIsThatArray() throws {
        let array = try NPZFile(path: golden("one.npz")).onlyArray()
        #expect(try array.matrix() == NPYFile(path: golden("float32-C-1.npy")).matrix())
    }

    @Test func aWrittenArchiveReadsBack() throws {
        let matrix = try NPYFile(path: golden("float32-C-1.npy")).matrix()
        let writer = try NPZWriter(path: directory.file("a.npz"))
        try writer.append(matrix, named: "a")
        try writer.append(matrix, named: "ñ", encoding: .float16)
        try writer.append(Matrix(rows: 0, columns: 3), named: "none")
        try writer.finish()
        let archive = try NPZFile(path: directory.file("a.npz"))
        #expect(archive.names == ["a", "ñ", "none"])
        #expect(try archive.array(named: "a").matrix() == matrix)
        #expect(try archive.array(named: "ñ").bytes == VectorEncoding.float16.encode(matrix))
        #expect(try archive.array(named: "none").rows == 0)
    }

    @Test func faultsOfArchives() throws {
        let stored = try Goldens.bytes("arrays/stored.npz")
        let deflated = try Goldens.bytes("arrays/deflated.npz")
        func fault(_ bytes: [UInt8], reading name: String? = nil) -> NPZFault? {
            let path = directory.write(bytes, to: "a.npz")
            do throws(NPZError) {
                let archive = try NPZFile(path: path)
                if let name { _ = try archive.array(named: name) }
            } catch {
                #expect(!error.description.contains("\n"))
                if case .archive(let fault, path) = error { return fault }
            }
            return nil
        }
        #expect(fault([]) == .notZIP)
        #expect(fault(Array(stored.dropLast(30))) == .notZIP)
        let known = Self.types.map(\.name)
        #expect(fault(stored, reading: "more") == .noArray("more", known: known))

        let end = stored.count - 22
        #expect(fault(stored.with(0xFF, at: end + 19)) != nil)
        #expect(fault(stored.with(0xFE, at: end + 11)) == .malformed(offset: end))
        let first = Int(stored[end + 16]) + Int(stored[end + 17]) << 8
        #expect(fault(stored.with(1, at: first + 8)) == .encrypted("float16"))
        #expect(
            fault(stored.with(12, at: first + 10)) == .unsupportedMethod(12, name: "float16"))
        #expect(fault(stored.with(0, at: 0), reading: "float16") == .malformed(offset: 0))
        #expect(fault(stored.with(1, at: 200), reading: "float16") == .corrupt("float16"))
        #expect(fault(stored.with(UInt8(ascii: "x"), at: 30)) == .malformed(offset: 0))
        // The first array reaches four bytes into the second.
        let second = first + 46 + Int(stored[first + 28]) + Int(stored[first + 30])
        let start = Int(stored[second + 42]) + Int(stored[second + 43]) << 8
        let larger = stored.with(stored[first + 20] + 4, at: first + 20)
            .with(stored[first + 24] + 4, at: first + 24)
        #expect(fault(larger) == .malformed(offset: start))
        #expect(fault(stored.with(stored[first + 24] + 4, at: first + 24)) == .corrupt("float16"))
        let list = Int(deflated[deflated.count - 6]) + Int(deflated[deflated.count - 5]) << 8
        // A size that no so short input inflates to.
        #expect(
            fault(deflated.with(0x7F, at: list + 27), reading: "float16") == .corrupt("float16"))
        #expect(fault(deflated.with(0, at: 100), reading: "float16") == .corrupt("float16"))
    }

    @Test func archivesChangedAtRandom() throws {
        let names = ["float16", "uint8"]
        for source in ["stored", "deflated"] {
            let original = try Goldens.bytes("arrays/\(source).npz")
            var generator = SplitMix(seed: 8)
            var (read, refused) = (0, 0)
            for _ in 0..<1500 {
                var bytes = original
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    // The list at the end is what most of the reading is about.
                    let reach = Bool.random(using: &generator) ? 420 : bytes.count
                    let position = bytes.count - 1 - Int.random(in: 0..<reach, using: &generator)
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: bytes[position] = 0xFF
                    case 1: bytes.remove(at: position)
                    default: bytes[position] = .random(in: 0...255, using: &generator)
                    }
                }
                let path = directory.write(bytes, to: "a.npz")
                do {
                    let archive = try NPZFile(path: path)
                    for name in names {
                        let array = try archive.array(named: name)
                        #expect(array.matrix().rows == array.rows)
                    }
                    read += 1
                } catch {
                    #expect(!"\(error)".contains("\n"))
                    refused += 1
                }
            }
            #expect(read > 50 && refused > 50, "\(source): \(read) read, \(refused) refused")
        }
    }
}

extension [UInt8] {
    fileprivate func with(_ byte: UInt8, at index: Int) -> [UInt8] {
        var bytes = self
        bytes[index] = byte
        return bytes
    }
}
