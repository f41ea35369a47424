import SencFiles
import SencWeights
import TestSupport
import Testing

/// Archives whose parts contradict each other, and pickles that are more than tensors.
@Suite struct ArchiveFaultTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var bytes: [UInt8]
        var fault: ArchiveFault

        init(_ name: String, _ bytes: [UInt8], _ fault: ArchiveFault) {
            (testDescription, self.bytes, self.fault) = (name, bytes, fault)
        }

        init(_ name: String, _ edit: (inout ZipFile) -> Void, _ fault: ArchiveFault) {
            var zip = ZipFile(
                pickle: Pickle.dictionary(Pickle.tensor()),
                storages: ["0": [UInt8](repeating: 0, count: 16)])
            edit(&zip)
            self.init(name, zip.bytes, fault)
        }

        init(_ name: String, pickle: [UInt8], _ fault: PickleFault) {
            let zip = ZipFile(
                pickle: pickle, storages: ["0": [UInt8](repeating: 0, count: 16)])
            self.init(name, zip.bytes, .pickle(fault))
        }
    }

    static let zips = [
        Case(
            "the format before 1.6",
            [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E],
            .legacyFormat),
        Case("an archive without its end", [0x50, 0x4B, 3, 4, 0, 0], .noEndRecord),
        Case("several disks", { $0.disk = 1 }, .severalDisks),
        Case(
            "2^60 entries",
            {
                $0.isWide = true
                $0.count = 1 << 60
            }, .tooManyEntries(1 << 60)),
        Case("more entries than there are", { $0.count = 9 }, .invalidDirectory),
        Case("fewer entries than there are", { $0.count = 1 }, .invalidDirectory),
        Case(
            "a compressed pickle", { $0.entries[0].method = 8 },
            .compressedEntry("m/data.pkl", method: 8)),
        Case(
            "a zip bomb",
            {
                $0.entries[2].method = 8
                $0.entries[2].size = 0xFFFF_FFF0
            }, .compressedEntry("m/data/0", method: 8)),
        Case(
            "a stored entry that swells", { $0.entries[2].size = 0xFFFF_FFF0 },
            .wrongSize("m/data/0")),
        Case("an encrypted entry", { $0.entries[2].flags = 1 }, .encryptedEntry("m/data/0")),
        Case(
            "an entry past the end",
            {
                $0.entries[2].size = 1000
                $0.entries[2].compressedSize = 1000
            }, .pastEnd("m/data/0")),
        Case(
            "an entry that begins past the end", { $0.entries[2].offset = 0xFFFF_FFF0 },
            .pastEnd("m/data/0")),
        Case("an entry where none is", { $0.entries[2].offset = 3 }, .invalidEntry("m/data/0")),
        Case(
            "an entry of another name", { $0.entries[2].localName = "m/data/1" },
            .invalidEntry("m/data/0")),
        Case(
            "two entries in one place",
            {
                $0.entries[1].size = 60
                $0.entries[1].compressedSize = 60
            }, .overlappingEntries("m/byteorder", "m/data/0")),
        Case(
            "an entry twice", { $0.entries.append($0.entries[2]) }, .repeatedEntry("m/data/0")),
        Case("no pickle", { $0.entries[0].name = "m/data.txt" }, .noPickle),
        Case(
            "two pickles", { $0.entries.append(ZipFile.Entry("n/data.pkl")) }, .noPickle),
        Case(
            "big-endian numbers", { $0.entries[1].data = Array("big".utf8) }, .bigEndian),
        Case(
            "a storage that is missing", { $0.entries[2].name = "m/data/7" },
            .pickle(.missingStorage("0"))),
        Case(
            "a storage that is cut", { $0.entries[2].data.removeLast() },
            .pickle(.storageSizeMismatch(key: "0", needed: 16, found: 15))),
    ]

    static let forbidden = [
        "os system", "posix system", "builtins eval", "builtins exec", "__builtin__ eval",
        "subprocess Popen", "torch load", "torch.storage _load_from_bytes", "torch Size",
        "torch.hub load", "numpy.core.multiarray _reconstruct", "collections defaultdict",
        "torch._utils _rebuild_tensor", " ", "ün ï",
    ].map {
        Case(
            "the global \($0)",
            pickle: Pickle.program(
                Pickle.global($0) + Pickle.tuple(Pickle.text("rm -rf")) + Array("R".utf8)),
            .forbiddenGlobal($0.replacing(" ", with: ".")))
    }

    static func repeated(_ code: [UInt8], _ count: Int) -> [UInt8] {
        Array([[UInt8]](repeating: code, count: count).joined())
    }

    static let pickles =
        [
            Case("an empty pickle", pickle: [], .truncated),
            Case("a pickle that is cut", pickle: [0x80, 2, 0x7D], .truncated),
            Case("protocol 0", pickle: [0x80, 0, 0x2E], .unsupportedProtocol(0)),
            Case("protocol 6", pickle: [0x80, 6, 0x2E], .unsupportedProtocol(6)),
            Case(
                "a text past the end", pickle: Pickle.program([0x58, 0xFF, 0xFF, 0xFF, 0xFF]),
                .truncated),
            Case(
                "a text of 2^63 bytes", pickle: Pickle.program([0x8D] + le(UInt64(1) << 63)),
                .truncated),
            Case("an empty stack", pickle: Pickle.program([]), .invalidOperand(opcode: 0x2E)),
            Case("no mark", pickle: Pickle.program(Array("t".utf8)), .invalidOperand(opcode: 0x74)),
            Case(
                "values behind a mark",
                pickle: Pickle.program(Array("N(".utf8) + [0x85]),
                .invalidOperand(opcode: 0x85)),
            Case(
                "a memo that is empty", pickle: Pickle.program([0x68, 3]),
                .invalidOperand(opcode: 0x68)),
            Case(
                "an odd number of members", pickle: Pickle.program(Array("}(Nu".utf8)),
                .invalidOperand(opcode: 0x75)),
            Case(
                "a list that is none", pickle: Pickle.program(Array("}Na".utf8)),
                .invalidOperand(opcode: 0x61)),
            Case(
                "the attributes of a list", pickle: Pickle.program(Array("]}b".utf8)),
                .invalidOperand(opcode: 0x62)),
            Case(
                "a global by the stack",
                pickle: Pickle.program(Pickle.text("os") + Pickle.text("system") + [0x93]),
                .forbiddenGlobal("os.system")),
            Case(
                "INST", pickle: Pickle.program(Array("(ios\nsystem\n".utf8)),
                .unsupportedOpcode(0x69)),
            Case("OBJ", pickle: Pickle.program(Array("(No".utf8)), .unsupportedOpcode(0x6F)),
            Case("NEWOBJ", pickle: Pickle.program([0x81]), .unsupportedOpcode(0x81)),
            Case("EXT1", pickle: Pickle.program([0x82, 1]), .unsupportedOpcode(0x82)),
            Case("PERSID", pickle: Pickle.program(Array("P0\n".utf8)), .unsupportedOpcode(0x50)),
            Case(
                "a type that is called",
                pickle: Pickle.program(Pickle.global("torch FloatStorage") + Array(")R".utf8)),
                .invalidCall("torch FloatStorage")),
            Case(
                "a text that is called",
                pickle: Pickle.program(Pickle.text("a") + Array(")R".utf8)),
                .invalidOperand(opcode: 0x52)),
            Case(
                "a tensor of nothing",
                pickle: Pickle.program(
                    Pickle.global("torch._utils _rebuild_tensor_v2") + Array(")R".utf8)),
                .invalidCall("torch._utils _rebuild_tensor_v2")),
            Case(
                "a negative dimension", pickle: Pickle.dictionary(Pickle.tensor(shape: [-4])),
                .invalidCall("torch._utils _rebuild_tensor_v2")),
            Case(
                "fewer strides than dimensions",
                pickle: Pickle.dictionary(Pickle.tensor(shape: [2, 2])),
                .invalidCall("torch._utils _rebuild_tensor_v2")),
            Case(
                "a storage that is a text", pickle: Pickle.program(Pickle.text("0") + [0x51]),
                .invalidStorage),
            Case(
                "a storage of a negative size",
                pickle: Pickle.dictionary(Pickle.tensor(Pickle.storage(count: -1))),
                .invalidStorage),
            Case(
                "a storage of 2^62 elements",
                pickle: Pickle.dictionary(Pickle.tensor(Pickle.storage(count: 1 << 62))),
                .storageSizeMismatch(key: "0", needed: .max, found: 16)),
            Case(
                "a storage in another directory",
                pickle: Pickle.dictionary(Pickle.tensor(Pickle.storage("../../etc/passwd"))),
                .missingStorage("../../etc/passwd")),
            Case("a list of tensors", pickle: Pickle.program(Array("]".utf8)), .notDictionary),
            Case(
                "a tensor named by a number",
                pickle: Pickle.dictionary(Pickle.tensor(), name: Pickle.int(3)), .unnamedTensor),
            Case(
                "a million lists",
                pickle: Pickle.program([UInt8](repeating: 0x5D, count: 1 << 21)), .tooManyObjects),
            Case(
                "a large list made a dictionary time and again",
                pickle: Pickle.program(
                    Array("](".utf8) + repeated([0x4E, 0x4E, 0x86], 1000) + Array("eq\0".utf8)
                        + repeated(
                            Pickle.global("collections OrderedDict") + [0x68, 0, 0x85, 0x52],
                            10_000)),
                .tooManyObjects),
        ] + forbidden

    @Test(arguments: zips + pickles)
    func isRefused(_ wrong: Case) throws {
        let directory = TemporaryDirectory()
        let path = directory.write(wrong.bytes, to: "pytorch_model.bin")
        let error = WeightsError.archive(wrong.fault, path: path)
        #expect(throws: error) { try WeightFile(path: path) }
        #expect(error.description.contains(path))
        #expect(!error.description.contains { $0.isNewline })
        #expect(error.status == .badData)
    }

    @Test func aPickleOverTheLimitIsRefusedUnread() throws {
        let directory = TemporaryDirectory()
        let limit = 1 << 25
        func path(textOf size: Int) -> (path: String, bytes: Int) {
            let pickle = Pickle.dictionary(Pickle.text(String(repeating: "a", count: size)))
            return (directory.write(ZipFile(pickle: pickle).bytes, to: "a"), pickle.count)
        }
        let rest = path(textOf: 0).bytes
        #expect(try WeightFile(path: path(textOf: limit - rest).path).count == 0)
        let (path, bytes) = path(textOf: limit - rest + 1)
        #expect(bytes == limit + 1)
        #expect(throws: WeightsError.archive(.pickle(.tooLarge(bytes: bytes)), path: path)) {
            try WeightFile(path: path)
        }
    }

    @Test func nestingIsNoDanger() throws {
        let directory = TemporaryDirectory()
        let deep =
            [UInt8](repeating: 0x5D, count: 200_000) + [UInt8](repeating: 0x61, count: 199_999)
        let tuples = [0x4E] + [UInt8](repeating: 0x85, count: 200_000)
        for value in [deep, tuples] {
            let zip = ZipFile(pickle: Pickle.dictionary(value))
            #expect(try WeightFile(path: directory.write(zip.bytes, to: "a")).count == 0)
        }
    }

    @Test func aDictionaryMayHoldItself() throws {
        let zip = ZipFile(
            pickle: Pickle.program(
                Array("}q\0".utf8) + Pickle.text("state_dict") + [0x68, 0] + Array("s".utf8)))
        let directory = TemporaryDirectory()
        #expect(try WeightFile(path: directory.write(zip.bytes, to: "a")).count == 0)
    }

    struct View: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var offset = 0
        var shape: [Int]
        var strides: [Int]
        var fault: TensorFault
    }

    static let views = [
        View(
            testDescription: "past the end", offset: 1, shape: [4], strides: [1],
            fault: .pastEnd(end: 20, data: 16)),
        View(
            testDescription: "strides past the end", shape: [2, 2], strides: [3, 1],
            fault: .pastEnd(end: 20, data: 16)),
        View(
            testDescription: "an offset of 2^62", offset: 1 << 62, shape: [1], strides: [1],
            fault: .pastEnd(end: .max, data: 16)),
        View(
            testDescription: "a stride of 2^62", shape: [4], strides: [1 << 62],
            fault: .pastEnd(end: .max, data: 16)),
        View(
            testDescription: "expanded", shape: [1 << 40], strides: [0],
            fault: .expanded(elements: 1 << 40, storage: 4)),
        View(
            testDescription: "2^80 elements", shape: [1 << 40, 1 << 40], strides: [0, 0],
            fault: .shapeOverflow([1 << 40, 1 << 40])),
    ]

    @Test(arguments: views)
    func viewsThatLeaveTheirStorageAreRefused(_ view: View) throws {
        let tensor = Pickle.tensor(offset: view.offset, shape: view.shape, strides: view.strides)
        let zip = ZipFile(
            pickle: Pickle.dictionary(tensor),
            storages: ["0": [UInt8](repeating: 0, count: 16)])
        let directory = TemporaryDirectory()
        let path = directory.write(zip.bytes, to: "a")
        #expect(throws: WeightsError.tensor(name: "a", view.fault, path: path)) {
            try WeightFile(path: path)
        }
    }
}
