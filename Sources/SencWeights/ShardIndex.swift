import SencFiles

/// `model.safetensors.index.json` or `pytorch_model.bin.index.json`: which file holds which tensor of a model saved in several.
struct ShardIndex {
    let path: String
    /// The tensors' names with their shards' file names, as listed.
    let entries: [(tensor: String, shard: String)]
    /// The shards' file names in alphabetical order, which is that of their numbers.
    let shards: [String]

    init(_ file: MappedFile) throws(WeightsError) {
        path = file.path
        do {
            entries = try Self.entries(in: file.bytes)
        } catch {
            throw .index(error, path: path)
        }
        shards = Set(entries.map(\.shard)).sorted()
    }

    private static func entries(
        in bytes: UnsafeRawBufferPointer
    ) throws(ShardIndexFault) -> [(tensor: String, shard: String)] {
        guard bytes.count <= ShardIndexFault.maximumBytes else {
            throw .tooLarge(bytes: bytes.count)
        }
        let json: JSON
        do {
            json = try JSON(parsing: Array(bytes))
        } catch {
            throw .notJSON(reason: error.message)
        }
        guard let members = json["weight_map"]?.members else { throw .noWeightMap }
        // Compared as bytes: canonically equal names are two.
        var names: Set<[UInt8]> = []
        var entries: [(tensor: String, shard: String)] = []
        for (name, value) in members {
            guard let shard = value.string else { throw .invalidEntry(tensor: name) }
            guard shard.isNameOfNeighbor else { throw .invalidShardName(shard) }
            guard names.insert(Array(name.utf8)).inserted else { throw .repeatedTensor(name) }
            entries.append((name, shard))
        }
        return entries
    }

    /// Opens the shards and checks that each tensor is where the index says.
    /// - Returns: the tensors of all shards, those that the index leaves out included.
    func open() throws(WeightsError) -> [(format: WeightFormat, header: any WeightHeader)] {
        var headers: [(format: WeightFormat, header: any WeightHeader)] = []
        var shardOfTensor: [[UInt8]: String] = [:]
        for shard in shards {
            let opened = try open(shard)
            for tensor in opened.header.tensors {
                if let first = shardOfTensor.updateValue(shard, forKey: Array(tensor.name.utf8)) {
                    throw .tensor(
                        name: tensor.name, .inTwoShards(first: first, second: shard), path: path)
                }
            }
            headers.append(opened)
        }
        for (tensor, shard) in entries where shardOfTensor[Array(tensor.utf8)] != shard {
            throw .index(.notInShard(tensor: tensor, shard: shard), path: path)
        }
        return headers
    }

    private func open(
        _ shard: String
    ) throws(WeightsError) -> (format: WeightFormat, header: any WeightHeader) {
        let directory = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[...$0] } ?? ""
        let file: MappedFile
        do {
            file = try MappedFile(parsing: directory + shard, as: MappedFile.theWeights)
        } catch .notFound {
            throw .index(.missingShard(shard), path: path)
        } catch {
            throw .file(error)
        }
        let format = WeightFormat(of: file)
        return (format, try format.open(file))
    }
}
