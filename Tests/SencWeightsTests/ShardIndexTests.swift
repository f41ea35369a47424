import SencFiles
import SencWeights
import TestSupport
import Testing

@Suite struct ShardIndexTests {
    let directory: TemporaryDirectory
    var index: String { directory.path + "/" + WeightFile.indexName }

    init() throws {
        directory = TemporaryDirectory()
        directory.write(
            Safetensors.file("{" + Safetensors.entry("a") + "}", data: 8), to: "1.safetensors")
        directory.write(
            Safetensors.file("{" + Safetensors.entry("b") + "}", data: 8), to: "2.safetensors")
    }

    func expect(_ fault: ShardIndexFault, from json: String) throws {
        directory.write(json, to: WeightFile.indexName)
        let error = WeightsError.index(fault, path: index)
        #expect(throws: error) { try WeightFile(path: directory.path) }
        #expect(!error.description.contains("\n"))
        #expect(error.description.contains(index))
        #expect(error.status == .badData)
    }

    @Test func shardsHoldWhatTheSingleFileHolds() throws {
        let whole = try WeightFile(path: Goldens.path("tiny-bert"))
        let sharded = try WeightFile(path: Goldens.path("tiny-bert-sharded"))
        #expect(sharded.format == .safetensors && sharded.isSharded && !whole.isSharded)
        #expect(Set(sharded.names) == Set(whole.names))
        #expect(Set(sharded.tensors.map(\.path)).count == 3)
        for tensor in sharded.tensors {
            #expect(try tensor.floats() == whole.tensor(named: tensor.name).floats())
        }
    }

    @Test func opensByTheIndexItself() throws {
        let path = Goldens.path("tiny-bert-sharded/" + WeightFile.indexName)
        #expect(try WeightFile(path: path).count == 39)
    }

    @Test func tensorsThatTheIndexLeavesOutAreThere() throws {
        directory.write(
            Safetensors.file(
                "{" + Safetensors.entry("b", "U8", "[4]", "[0,4]") + ","
                    + Safetensors.entry("c", "U8", "[4]", "[4,8]") + "}", data: 8),
            to: "2.safetensors")
        let json = #"{"weight_map":{"b":"2.safetensors","a":"1.safetensors"}}"#
        directory.write(json, to: WeightFile.indexName)
        #expect(try WeightFile(path: directory.path).names == ["a", "b", "c"])
    }

    @Test func theSingleFileIsPreferred() throws {
        directory.write("{}", to: WeightFile.indexName)
        directory.write(Safetensors.file("{}"), to: WeightFile.fileName)
        #expect(try WeightFile(path: directory.path).format == .safetensors)
    }

    @Test(arguments: [
        "../1.safetensors", "/etc/passwd", "x/1.safetensors", "", ".", "..", "1\\u0000", "1\\n",
    ])
    func shardsStayBesideTheIndex(name: String) throws {
        let shard = name.replacing("\\u0000", with: "\0").replacing("\\n", with: "\n")
        try expect(.invalidShardName(shard), from: #"{"weight_map":{"a":"\#(name)"}}"#)
    }

    @Test func missingShardIsNamed() throws {
        try expect(.missingShard("3.safetensors"), from: #"{"weight_map":{"a":"3.safetensors"}}"#)
    }

    @Test func tensorThatItsShardLacksIsNamed() throws {
        try expect(
            .notInShard(tensor: "b", shard: "1.safetensors"),
            from: #"{"weight_map":{"a":"1.safetensors","b":"1.safetensors"}}"#)
    }

    @Test func tensorInTheOtherShardIsNotTaken() throws {
        try expect(
            .notInShard(tensor: "a", shard: "2.safetensors"),
            from: #"{"weight_map":{"a":"2.safetensors","b":"1.safetensors"}}"#)
    }

    @Test func tensorInTwoShardsIsRefused() throws {
        directory.write(
            Safetensors.file("{" + Safetensors.entry("a") + "}", data: 8), to: "2.safetensors")
        directory.write(
            #"{"weight_map":{"a":"1.safetensors","b":"2.safetensors"}}"#, to: WeightFile.indexName)
        let fault = TensorFault.inTwoShards(first: "1.safetensors", second: "2.safetensors")
        #expect(throws: WeightsError.tensor(name: "a", fault, path: index)) {
            try WeightFile(path: directory.path)
        }
    }

    @Test func tensorListedTwiceIsRefused() throws {
        try expect(
            .repeatedTensor("a"),
            from: #"{"weight_map":{"a":"1.safetensors","a":"2.safetensors"}}"#)
    }

    @Test(arguments: ["{}", #"{"weight_map":[]}"#, #"{"weight_map":null}"#, "{\"metadata\":{}}"])
    func weightMapIsNeeded(json: String) throws {
        try expect(.noWeightMap, from: json.padding(8))
    }

    @Test func shardMustBeAString() throws {
        try expect(.invalidEntry(tensor: "a"), from: #"{"weight_map":{"a":1}}"#)
    }

    @Test func brokenIndexIsRefused() throws {
        try expect(
            .notJSON(reason: "JSON ends too early"), from: #"{"weight_map":{"a":"1.safetensors""#)
    }

    @Test func brokenShardIsNamed() throws {
        let shard = directory.write("{", to: "1.safetensors")
        directory.write(#"{"weight_map":{"a":"1.safetensors"}}"#, to: WeightFile.indexName)
        #expect(throws: WeightsError.header(.truncated(bytes: 1), path: shard)) {
            try WeightFile(path: directory.path)
        }
    }

    @Test func anIndexIsNoShard() throws {
        let name = WeightFile.indexName
        directory.write(#"{"weight_map":{"a":"\#(name)"}}"#, to: name)
        #expect(throws: WeightsError.self) { try WeightFile(path: directory.path) }
    }
}

extension String {
    fileprivate func padding(_ count: Int) -> String {
        self + String(repeating: " ", count: max(0, count - utf8.count))
    }
}
