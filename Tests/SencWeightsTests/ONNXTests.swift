import SencFiles
import SencWeights
import TestSupport
import Testing

/// Against the `onnx` package, and torch's exporters.
@Suite struct ONNXTests {
    let directory = TemporaryDirectory()

    private func open(_ bytes: [UInt8]) throws -> WeightFile {
        try WeightFile(path: directory.write(bytes, to: "model.onnx"))
    }

    @Test func everyTypeAndFormOfDataIsRead() throws {
        let file = try WeightFile(path: Goldens.path("weights/types.onnx"))
        let expected = try WeightFile(path: Goldens.path("weights/types-onnx.safetensors"))
        #expect(file.format == .onnx)
        #expect(Set(file.names) == Set(expected.names))
        for tensor in file.tensors {
            let reference = try expected.tensor(named: tensor.name)
            #expect(tensor.shape == reference.shape)
            #expect(try tensor.floats() == reference.floats(), "\(tensor.name)")
        }
    }

    @Test(arguments: ["model.onnx", "newer.onnx"])
    func parametersHaveTheirNamesAndShapes(name: String) throws {
        let original = try WeightFile(path: Goldens.path("tiny-bert"))
        let file = try WeightFile(path: Goldens.path("weights/onnx/" + name))
        let parameters = original.tensors.filter {
            !$0.name.hasPrefix("pooler.") && $0.elementType == .float32
        }
        #expect(parameters.count >= 37)
        for parameter in parameters {
            let tensor = try file.tensor(named: parameter.name)
            #expect(tensor.shape == parameter.shape)
            #expect(try tensor.floats() == parameter.floats(), "\(parameter.name)")
        }
    }

    static let matrix = ONNXFile.tensor(
        "onnx::MatMul_7", [2, 3],
        data: ONNXFile.field(9, [1, 2, 3, 4, 5, 6].flatMap { le(Float($0).bitPattern) }))

    @Test func aMatrixIsNamedForItsNode() throws {
        let node = ONNXFile.node(
            "MatMul", ["x", "onnx::MatMul_7"], ["y"], name: "/encoder/layer.0/attn/Wqkv/MatMul")
        let file = try open(ONNXFile.file([Self.matrix], nodes: [node]))
        let tensor = try file.tensor(named: "encoder.layer.0.attn.Wqkv.weight")
        #expect(tensor.shape == [3, 2])
        #expect(try tensor.floats() == [1, 4, 2, 5, 3, 6])
        #expect(try tensor.floats(rows: 1..<2) == [2, 5])
    }

    @Test func aMatrixIsNamedForTheBiasThatFollows() throws {
        let nodes = [
            ONNXFile.node("MatMul", ["x", "onnx::MatMul_7"], ["y"], name: "node_3"),
            ONNXFile.node("Add", ["dense.bias", "y"], ["z"]),
        ]
        let file = try open(
            ONNXFile.file([Self.matrix, ONNXFile.tensor("dense.bias")], nodes: nodes))
        #expect(file["dense.weight"]?.shape == [3, 2])
    }

    @Test(arguments: [false, true])
    func gemmMayTransposeItself(transposes: Bool) throws {
        let node = ONNXFile.node(
            "Gemm", ["x", "onnx::MatMul_7", "dense.bias"], ["y"],
            attribute: ONNXFile.field(1, "transB") + ONNXFile.field(3, transposes ? 1 : 0))
        let file = try open(
            ONNXFile.file([Self.matrix, ONNXFile.tensor("dense.bias")], nodes: [node]))
        #expect(file["dense.weight"]?.shape == (transposes ? [2, 3] : [3, 2]))
    }

    @Test func twoMatricesOfOneNameKeepTheirOwn() throws {
        let second = ONNXFile.tensor(
            "onnx::MatMul_8", [1, 2], data: ONNXFile.field(9, [UInt8](repeating: 0, count: 8)))
        let nodes = ["onnx::MatMul_7", "onnx::MatMul_8"].map {
            ONNXFile.node("MatMul", ["x", $0], ["y"], name: "/dense/MatMul")
        }
        let file = try open(ONNXFile.file([Self.matrix, second], nodes: nodes))
        #expect(Set(file.names) == ["onnx::MatMul_7", "onnx::MatMul_8"])
    }

    @Test func dataInPiecesIsPutTogether() throws {
        let pieces =
            ONNXFile.field(4, le(Float(1).bitPattern)) + [4 << 3 | 5] + le(Float(2).bitPattern)
        let file = try open(ONNXFile.file([ONNXFile.tensor(data: pieces)]))
        #expect(try file.tensor(named: "a").floats() == [1, 2])
    }

    @Test func externalDataIsMapped() throws {
        directory.write([0] + [1, 2].flatMap { le(Float($0).bitPattern) }, to: "data.bin")
        let data = ONNXFile.external(["location": "data.bin", "offset": "1", "length": "8"])
        let file = try open(
            ONNXFile.file([
                ONNXFile.tensor(data: data), ONNXFile.tensor("tied", data: data),
            ]))
        #expect(try file.tensor(named: "a").floats() == [1, 2])
        #expect(file["tied"]?.path.hasSuffix("/data.bin") == true)
    }

    @Test func nestingIsNoDanger() throws {
        // Messages thousands deep, of which only the first are looked into.
        var nested: [UInt8] = []
        for _ in 0..<2000 { nested = ONNXFile.field(6, ONNXFile.field(5, nested)) }
        let node = ONNXFile.node("If", ["x"], ["y"], attribute: nested)
        #expect(try open(ONNXFile.file([ONNXFile.tensor()], nodes: [node])).names == ["a"])
    }

    @Test func everyTruncationIsRefused() throws {
        let bytes = ONNXFile.file([ONNXFile.tensor()])
        for count in 0..<bytes.count {
            #expect(throws: WeightsError.self) { try open(Array(bytes.prefix(count))) }
        }
    }
}
