import SencFiles
import SencWeights
import TestSupport
import Testing

/// Headers whose tensors contradict themselves, the data or each other.
@Suite struct TensorFaultTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var bytes: [UInt8]
        var tensor: String
        var fault: TensorFault

        init(_ name: String, _ bytes: [UInt8], at tensor: String = "a", _ fault: TensorFault) {
            (testDescription, self.bytes, self.tensor, self.fault) = (name, bytes, tensor, fault)
        }
    }

    static func pair(_ first: String, _ second: String, data: Int) -> [UInt8] {
        let (a, b) = (
            Safetensors.entry("a", "U8", "[4]", first), Safetensors.entry("b", "U8", "[4]", second)
        )
        return Safetensors.file("{\(a),\(b)}", data: data)
    }

    static let entries = [
        Case("a tensor that is null", Safetensors.file(#"{"a":null}"#), .notObject),
        Case("a tensor that is an array", Safetensors.file(#"{"a":[]}"#), .notObject),
        Case(
            "no dtype",
            Safetensors.file(#"{"a":{"shape":[0],"data_offsets":[0,0]}}"#), .invalidField("dtype")),
        Case(
            "no shape",
            Safetensors.file(#"{"a":{"dtype":"U8","data_offsets":[0,0]}}"#),
            .invalidField("shape")),
        Case(
            "no offsets",
            Safetensors.file(#"{"a":{"dtype":"U8","shape":[0]}}"#), .invalidField("data_offsets")),
        Case(
            "a field twice",
            Safetensors.file(
                #"{"a":{"dtype":"U8","shape":[0],"shape":[0],"data_offsets":[0,0]}}"#),
            .repeatedField("shape")),
        Case(
            "a dtype that is a number",
            Safetensors.file(#"{"a":{"dtype":1,"shape":[0],"data_offsets":[0,0]}}"#),
            .invalidField("dtype")),
        Case("an unknown dtype", Safetensors.single("F128"), .unknownElementType("F128")),
        Case("a dtype in lower case", Safetensors.single("f32"), .unknownElementType("f32")),
        Case("an empty dtype", Safetensors.single(""), .unknownElementType("")),
    ]

    static let shapes = [
        Case("a negative dimension", Safetensors.single("F32", "[-2]"), .invalidField("shape")),
        Case(
            "a dimension that is no integer",
            Safetensors.single("F32", "[2.0]"), .invalidField("shape")),
        Case(
            "a dimension with an exponent",
            Safetensors.single("F32", "[2e0]"), .invalidField("shape")),
        Case(
            "a dimension in quotes",
            Safetensors.single("F32", #"["2"]"#), .invalidField("shape")),
        Case(
            "a dimension of 2^64",
            Safetensors.single("F32", "[18446744073709551616]"), .invalidField("shape")),
        Case(
            "a dimension of a thousand digits",
            Safetensors.single("F32", "[1\(String(repeating: "0", count: 999))]"),
            .invalidField("shape")),
        Case("a shape that is a number", Safetensors.single("F32", "2"), .invalidField("shape")),
        Case(
            "more elements than can be counted",
            Safetensors.single("F32", "[4294967296,4294967296]"),
            .shapeOverflow([1 << 32, 1 << 32])),
        Case(
            "a product that wraps to the right size",
            Safetensors.single("F32", "[2,4611686018427387905,4]"),
            .shapeOverflow([2, (1 << 62) + 1, 4])),
        Case(
            "more bytes than can be counted",
            Safetensors.single("F64", "[4611686018427387904]"), .shapeOverflow([1 << 62])),
        Case(
            "an overflow hidden behind a zero",
            Safetensors.single("F32", "[4294967296,4294967296,0]", "[0,0]", data: 0),
            .shapeOverflow([1 << 32, 1 << 32, 0])),
        Case(
            "a shape larger than the data",
            Safetensors.single("F32", "[3]"), .sizeMismatch(needed: 12, found: 8)),
        Case(
            "a shape smaller than the data",
            Safetensors.single("F32", "[1]"), .sizeMismatch(needed: 4, found: 8)),
        Case(
            "a scalar of eight bytes",
            Safetensors.single("F32", "[]"), .sizeMismatch(needed: 4, found: 8)),
        Case("half a byte", Safetensors.single("F4", "[3]"), .partialByte(bits: 12)),
    ]

    static let offsets = [
        Case(
            "one offset",
            Safetensors.single("F32", "[2]", "[0]"), .invalidField("data_offsets")),
        Case(
            "three offsets",
            Safetensors.single("F32", "[2]", "[0,8,8]"), .invalidField("data_offsets")),
        Case(
            "a negative offset",
            Safetensors.single("F32", "[2]", "[-8,0]"), .invalidField("data_offsets")),
        Case(
            "offsets in reverse",
            Safetensors.single("F32", "[2]", "[8,0]"), .offsetsReversed(begin: 8, end: 0)),
        Case(
            "an end after the data",
            Safetensors.single("F32", "[4]", "[0,16]"), .pastEnd(end: 16, data: 8)),
        Case(
            "the largest offset",
            Safetensors.single("F32", "[2]", "[9223372036854775799,9223372036854775807]"),
            .pastEnd(end: .max, data: 8)),
        Case(
            "a hole in front",
            Safetensors.single("F32", "[1]", "[4,8]"), .gap(begin: 4, previousEnd: 0)),
        Case(
            "a hole between two",
            pair("[0,4]", "[5,9]", data: 9), at: "b", .gap(begin: 5, previousEnd: 4)),
        Case(
            "an overlap",
            pair("[0,4]", "[3,7]", data: 7), at: "b", .overlap(begin: 3, previousEnd: 4)),
        Case(
            "two of the same bytes",
            pair("[0,4]", "[0,4]", data: 4), at: "b", .overlap(begin: 0, previousEnd: 4)),
        Case(
            "a name twice",
            Safetensors.file(
                "{" + Safetensors.entry("a", "U8", "[4]", "[0,4]") + ","
                    + Safetensors.entry("a", "U8", "[4]", "[4,8]") + "}", data: 8), .duplicate),
        Case(
            "a name twice, once escaped",
            Safetensors.file(
                "{" + Safetensors.entry("a", "U8", "[4]", "[0,4]") + ","
                    + Safetensors.entry("\\u0061", "U8", "[4]", "[4,8]") + "}", data: 8),
            .duplicate),
        Case(
            "metadata twice",
            Safetensors.file(#"{"__metadata__":{},"__metadata__":{}}"#), at: "__metadata__",
            .duplicate),
    ]

    @Test(arguments: entries + shapes + offsets)
    func isRefused(_ wrong: Case) throws {
        let directory = TemporaryDirectory()
        let path = directory.write(wrong.bytes, to: "model.safetensors")
        let error = WeightsError.tensor(name: wrong.tensor, wrong.fault, path: path)
        #expect(throws: error) { try WeightFile(path: path) }
        #expect(error.description.contains("'\(wrong.tensor)'"))
        #expect(error.description.contains(path))
    }

    @Test func aHostileNameStaysOnOneLine() throws {
        let directory = TemporaryDirectory()
        let name = #"x\n\u001b[31m"# + String(repeating: "y", count: 10_000)
        let header = "{" + Safetensors.entry(name, "F128") + "}"
        let path = directory.write(Safetensors.file(header, data: 8), to: "a")
        let error = try #require(throws: WeightsError.self) { try WeightFile(path: path) }
        #expect(error.description.hasPrefix(#"tensor 'x\u{a}\u{1b}[31myyy"#))
        #expect(error.description.utf8.count < path.utf8.count + 200)
    }

    @Test func tensorsMayBeListedInAnyOrder() throws {
        let directory = TemporaryDirectory()
        let path = directory.write(Self.pair("[4,8]", "[0,4]", data: 8), to: "a")
        #expect(try WeightFile(path: path).names == ["b", "a"])
    }

    @Test func unknownFieldsAreIgnored() throws {
        let directory = TemporaryDirectory()
        let header = #"{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":{}}}"#
        let path = directory.write(Safetensors.file(header), to: "a")
        #expect(try WeightFile(path: path).count == 1)
    }
}
