import SencFiles

/// The weights in an ONNX file: the initializers of its graph, in the file or in others beside it.
///
/// Exporters keep a parameter's name unless they fold its transposition into it: then it is called
/// `onnx::MatMul_123` or `val_46`. Its name is found through the graph, by the bias that is added
/// to the product, else by the node's path; and since a product x·W has W as [inputs, outputs], it
/// is offered with rows and columns exchanged, as `torch.nn.Linear` has it.
///
/// Source: <https://github.com/onnx/onnx/blob/main/onnx/onnx.proto>.
struct ONNXGraph: WeightHeader {
    /// How a file begins: the field `ir_version`, of one byte.
    static let start: UInt8 = 0x08
    /// The tags that may follow `ir_version`: the producer's name to the model's version, the
    /// graph, operator sets.
    static let secondTags: Set<UInt8> = [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42]

    /// Whether a file begins as an ONNX file does, and not as a safetensors file of whose header's
    /// length the first bytes happen to be the same: that has zeros in its upper bytes.
    static func seemsToBe(_ file: MappedFile) -> Bool {
        let bytes = file.bytes
        guard bytes.count >= 3, bytes[0] == start, bytes[1] < 0x80, secondTags.contains(bytes[2])
        else { return false }
        return bytes.count < 8 || bytes[4..<8].contains { $0 != 0 }
    }

    private(set) var tensors: [Tensor] = []
    private(set) var metadata: [String: String] = [:]

    init(of file: MappedFile) throws(WeightsError) {
        let initializers: [ONNXTensor]
        let nodes: [ONNXNode]
        do {
            (initializers, nodes, metadata) = try Self.read(file.bytes)
        } catch {
            throw .onnx(error, path: file.path)
        }
        let (names, transposed) = Self.parameters(initializers, nodes)
        var files: [String: MappedFile] = [:]
        var taken: Set<String> = []
        for initializer in initializers {
            let name = names[initializer.name] ?? initializer.name
            do throws(TensorFault) {
                guard taken.insert(name).inserted else { throw .duplicate }
                tensors.append(
                    try initializer.tensor(
                        named: name, isTransposed: transposed.contains(initializer.name), in: file
                    ) { location throws(TensorFault) in
                        if let known = files[location] { return known }
                        let external = try Self.open(location, beside: file.path)
                        files[location] = external
                        return external
                    })
            } catch {
                throw .tensor(name: name, error, path: file.path)
            }
        }
        try checkOverlap(path: file.path)
    }

    /// External data may be shared as a whole, but not in part.
    private func checkOverlap(path: String) throws(WeightsError) {
        let external = tensors.filter { $0.path != path && !$0.range.isEmpty }.sorted {
            ($0.path, $0.range.lowerBound, $0.range.upperBound)
                < ($1.path, $1.range.lowerBound, $1.range.upperBound)
        }
        for (first, second) in zip(external, external.dropFirst())
        where first.path == second.path && first.range != second.range
            && first.range.upperBound > second.range.lowerBound
        {
            throw .tensor(
                name: second.name,
                .overlap(
                    begin: second.range.lowerBound, previousEnd: first.range.upperBound),
                path: path)
        }
    }

    private static func open(
        _ location: String, beside path: String
    ) throws(TensorFault) -> MappedFile {
        guard location.isNameOfNeighbor else { throw .invalidExternalFile(location) }
        do throws(FileError) {
            return try MappedFile(
                parsing: Path.join(Path.parent(of: path) ?? "", location),
                as: MappedFile.theWeights)
        } catch .notFound {
            throw .missingExternalFile(location)
        } catch {
            throw .unusableExternalFile(location, reason: error.message)
        }
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ONNXFault) -> ([ONNXTensor], [ONNXNode], [String: String]) {
        var model = ProtobufReader(bytes, in: 0..<bytes.count)
        var metadata: [String: String] = [:]
        var graph: Range<Int>?
        while let (number, value) = try model.field() {
            switch (number, value) {
            case (7, .bytes(let range)):
                guard graph == nil else { throw .noGraph }
                graph = range
            case (2, .bytes(let name)):
                metadata["producer"] = String(decoding: bytes[name].prefix(256), as: UTF8.self)
            default: break
            }
        }
        guard let graph else { throw .noGraph }
        var reader = ProtobufReader(bytes, in: graph)
        var initializers: [ONNXTensor] = []
        var nodes: [ONNXNode] = []
        while let (number, value) = try reader.field() {
            guard initializers.count + nodes.count <= ONNXFault.maximumObjects else {
                throw .tooManyObjects
            }
            switch (number, value) {
            case (1, .bytes(let node)): nodes.append(try ONNXNode(bytes, in: node))
            case (5, .bytes(let tensor)): initializers.append(try ONNXTensor(bytes, in: tensor))
            default: break
            }
        }
        return (initializers, nodes, metadata)
    }

    /// The parameters' names by those of initializers that have another, and the initializers that
    /// are transposed.
    private static func parameters(
        _ initializers: [ONNXTensor], _ nodes: [ONNXNode]
    ) -> (names: [String: String], transposed: Set<String>) {
        let own = Set(initializers.map(\.name))
        let matrices = Set(initializers.filter { $0.shape.count == 2 }.map(\.name))
        /// The bias that is added to a node's output, by the output's name.
        var biases: [String: String] = [:]
        for node in nodes where node.operation == "Add" && node.inputs.count == 2 {
            for (output, bias) in [(0, 1), (1, 0)]
            where own.contains(node.inputs[bias]) && node.inputs[bias].hasSuffix(".bias") {
                biases[node.inputs[output]] = node.inputs[bias]
            }
        }
        var names: [String: String] = [:]
        var transposed: Set<String> = []
        for node in nodes where node.inputs.count > 1 && matrices.contains(node.inputs[1]) {
            let matrix = node.inputs[1]
            var bias = node.outputs.first.flatMap { biases[$0] }
            switch node.operation {
            case "MatMul": transposed.insert(matrix)
            case "Gemm":
                if !node.transposesSecond { transposed.insert(matrix) }
                bias = node.inputs.count > 2 ? node.inputs[2] : nil
            default: continue
            }
            // A name of its own stays.
            if matrix.hasSuffix(".weight") { continue }
            let name =
                bias.flatMap { $0.hasSuffix(".bias") ? $0.dropLast(4) + "weight" : nil }
                ?? node.parameterName
            if let name, !own.contains(name), names[matrix] == nil { names[matrix] = name }
        }
        // A matrix that several nodes use under several names has the first; two with one name
        // keep their own.
        let counts = Dictionary(grouping: names.values, by: { $0 }).mapValues(\.count)
        return (names.filter { counts[$0.value] == 1 }, transposed)
    }
}
