package import SencFiles

/// What is wrong with a FAISS file. Offsets and sizes are in bytes.
package enum FAISSFault: Error, Localizable, Equatable {
    /// Another kind of index, by the four characters that it starts with.
    case kind(String)
    /// The file ends inside what must be there.
    case truncated(offset: Int)
    /// There is more than the index says.
    case trailing(bytes: Int)
    case dimension(Int)
    /// A number of vectors that cannot be.
    case count(Int64)
    case metric(Int32)
    /// The index has not been trained.
    case untrained
    /// A number of lists that cannot be.
    case lists(UInt64)
    /// A number of lists to search that cannot be.
    case probes(UInt64)
    /// The index of the centroids is not a flat one, by the four characters that it starts with.
    case quantizer(String)
    /// The index has `lists` lists and `dimension` components.
    case quantizerShape(centroids: Int, components: Int, lists: Int, dimension: Int)
    /// A centroid that is not finite.
    case centroid(list: Int)
    /// Vectors that another number of floats is stored for than their number and dimension need.
    case floats(found: UInt64, needed: Int)
    /// A table from ids to places in lists that is not an array.
    case directMap(UInt8)
    /// A scalar quantizer of other than 8 bits a component.
    case scalarQuantizer(Int32)
    /// The range of a component is not finite or runs backwards.
    case range(component: Int)
    /// Vectors have another number of bytes than they need.
    case codeSize(found: UInt64, needed: Int)
    /// A byte that must be 0 or 1.
    case flag(UInt8)
    /// Lists that are kept in another way, by the four characters that name it.
    case listKind(String)
    /// The lists are not those that the index has.
    case listCount(found: UInt64, needed: Int)
    /// A list of more vectors than the index has, or that is named twice.
    case list(UInt64)
    /// The lists have another number of vectors than the index.
    case listSizes(sum: Int, count: Int)
    /// The id of a vector is below 0.
    case id(Int64, list: Int)

    package var message: Message {
        switch self {
        case .kind(let kind):
            "it starts with \(kind.quoted()); 'IxFI', 'IxF2', 'IwFl' and 'IwSq' are read"
        case .truncated(let offset): "it ends inside what must follow byte \(offset)"
        case .trailing(let bytes):
            bytes == 1
                ? "there is 1 byte behind its end" : "there are \(bytes) bytes behind its end"
        case .dimension(let dimension):
            "its dimension is \(dimension), and must be 1 to \(FAISSHeader.maximumDimension)"
        case .count(let count): "its number of vectors is \(count)"
        case .metric(let metric):
            "its metric is \(metric); 0 (inner product) and 1 (L2) are read"
        case .untrained: "it has not been trained"
        case .lists(let lists):
            "its number of lists is \(lists), and must be 1 to \(InvertedFile.maximumLists)"
        case .probes(let probes):
            """
            its number of lists to search (nprobe) is \(probes), and must be 1 to \
            \(InvertedFile.maximumLists)
            """
        case .quantizer(let kind):
            "its quantizer starts with \(kind.quoted()); 'IxFI' and 'IxF2' are read"
        case .quantizerShape(let centroids, let components, let lists, let dimension):
            """
            its quantizer is \(centroids) × \(components), and its lists are \(lists) × \
            \(dimension)
            """
        case .centroid(let list): "the centroid of list \(list) is not finite"
        case .floats(let found, let needed):
            "its vectors are stored in \(found) floats, and need \(needed)"
        case .directMap(let kind): "its direct map is of kind \(kind); 0 and 1 are read"
        case .scalarQuantizer(let kind):
            "its scalar quantizer is of kind \(kind); 0 (8 bits) is read"
        case .range(let component):
            "the range of component \(component) of its scalar quantizer is not finite"
        case .codeSize(let found, let needed):
            "its vectors have codes of \(found) bytes, and need \(needed)"
        case .flag(let byte): "a flag is \(byte), and must be 0 or 1"
        case .listKind(let kind):
            "its lists start with \(kind.quoted()); 'ilar' with 'full' or 'sprs' is read"
        case .listCount(let found, let needed):
            "its lists are counted as \(found) in one place and as \(needed) in another"
        case .list(let list): "list \(list) has an impossible size or number"
        case .listSizes(let sum, let count):
            "its lists add up to \(sum), and its number of vectors is \(count)"
        case .id(let id, let list): "a vector of list \(list) has the id \(id)"
        }
    }
}
