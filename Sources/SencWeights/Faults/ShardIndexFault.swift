public import SencFiles

/// What is wrong with the index of a sharded weight file.
public enum ShardIndexFault: Error, Localizable, Equatable {
    static let maximumBytes = 100_000_000

    /// An index of over 100,000,000 bytes.
    case tooLarge(bytes: Int)
    /// `reason` says where the text stops being JSON.
    case notJSON(reason: Message)
    /// `weight_map` is absent or no object.
    case noWeightMap
    /// The index names a shard for the tensor twice.
    case repeatedTensor(String)
    /// The tensor's entry is not a string.
    case invalidEntry(tensor: String)
    /// A shard's name that is not that of a file beside the index.
    case invalidShardName(String)
    /// The index names a shard that is not there.
    case missingShard(String)
    /// The index says the tensor is in a shard that lacks it.
    case notInShard(tensor: String, shard: String)

    public var message: Message {
        switch self {
        case .tooLarge(let bytes):
            "\(bytes) bytes are over the limit of \(Self.maximumBytes)"
        case .notJSON(let reason): reason
        case .noWeightMap: "no weight_map"
        case .repeatedTensor(let name): "tensor \(name.quoted()) is listed twice"
        case .invalidEntry(let name): "the shard of tensor \(name.quoted()) is not a string"
        case .invalidShardName(let shard):
            "shard \(shard.quoted()) is not the name of a file beside it"
        case .missingShard(let shard): "shard \(shard.quoted()) is missing"
        case .notInShard(let tensor, let shard):
            "tensor \(tensor.quoted()) is not in shard \(shard.quoted())"
        }
    }
}
