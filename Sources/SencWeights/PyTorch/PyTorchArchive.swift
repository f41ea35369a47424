import SencFiles

/// The tensors of a file that `torch.save` wrote: a zip archive of `data.pkl`, a pickle that says
/// what they are, and `data/<key>`, the storages that they view.
///
/// Tensors of a dictionary are taken, or of the dictionary under its key `state_dict`; what else
/// is in there is skipped. Two tensors may share a storage, and a tensor need not be
/// contiguous.
///
/// Source: <https://docs.pytorch.org/docs/stable/notes/serialization.html>.
struct PyTorchArchive: WeightHeader {
    private(set) var tensors: [Tensor] = []
    let metadata: [String: String] = [:]

    /// Entries of more archives than there are tensors in the largest models.
    static let maximumEntries = 1 << 20
    /// How a zip archive begins.
    static let start: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    /// How a file before PyTorch 1.6 begins: the pickle of a magic number.
    static let legacyStart: [UInt8] = [
        0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
    ]

    init(of file: MappedFile) throws(WeightsError) {
        let listed: [(name: String, tensor: PickledTensor, storage: Range<Int>)]
        do throws(ArchiveFault) {
            listed = try Self.list(in: file.bytes)
        } catch {
            throw .archive(error, path: file.path)
        }
        for (name, tensor, storage) in listed {
            do throws(TensorFault) {
                tensors.append(try Tensor(name: name, tensor, in: storage, of: file))
            } catch {
                throw .tensor(name: name, error, path: file.path)
            }
        }
    }

    /// The tensors, and where each one's storage lies.
    private static func list(
        in bytes: UnsafeRawBufferPointer
    ) throws(ArchiveFault) -> [(name: String, tensor: PickledTensor, storage: Range<Int>)] {
        guard !bytes.starts(with: legacyStart) else { throw .legacyFormat }
        let entries = try entries(of: bytes)
        let pickles = entries.filter { $0.key.hasSuffix("/data.pkl") }
        guard let (name, pickle) = pickles.first, pickles.count == 1 else { throw .noPickle }
        let root = name.dropLast("data.pkl".count)
        if let order = entries[root + "byteorder"], bytes[order].elementsEqual("big".utf8) {
            throw .bigEndian
        }
        do throws(PickleFault) {
            var unpickler = try Unpickler(bytes, in: pickle)
            var result: [(name: String, tensor: PickledTensor, storage: Range<Int>)] = []
            for (name, tensor) in try unpickler.namedTensors() {
                let key = tensor.storage.key
                guard let storage = entries[root + "data/" + key] else {
                    throw .missingStorage(key)
                }
                try check(tensor.storage, has: storage.count)
                result.append((name, tensor, storage))
            }
            return result
        } catch {
            throw .pickle(error)
        }
    }

    /// Where each entry's bytes lie. None is compressed, as PyTorch writes them, so no archive holds
    /// more than it has bytes.
    private static func entries(
        of bytes: UnsafeRawBufferPointer
    ) throws(ArchiveFault) -> [String: Range<Int>] {
        var result: [String: Range<Int>] = [:]
        do throws(ZIPFault) {
            for entry in try ZIPArchive(bytes, limit: maximumEntries).entries {
                guard result.updateValue(entry.data, forKey: entry.name) == nil else {
                    throw ZIPFault.repeatedEntry(entry.name)
                }
            }
        } catch {
            throw ArchiveFault(error)
        }
        return result
    }

    private static func check(
        _ storage: PickledStorage, has bytes: Int
    ) throws(PickleFault) {
        let size = (storage.elementType?.bitWidth ?? 8) / 8
        let (needed, overflow) = storage.count.multipliedReportingOverflow(by: size)
        guard !overflow, needed == bytes else {
            throw .storageSizeMismatch(
                key: storage.key, needed: overflow ? .max : needed, found: bytes)
        }
    }
}

extension Tensor {
    /// - Parameter storage: where the bytes of its storage are in the file.
    fileprivate init(
        name: String, _ tensor: PickledTensor, in storage: Range<Int>, of file: MappedFile
    ) throws(TensorFault) {
        let shape = tensor.shape
        let size = tensor.elementType.bitWidth / 8
        let count = try Tensor.elementCount(of: shape)
        guard count <= storage.count / size else {
            let isRepeated = zip(shape, tensor.strides).contains { $0 > 1 && $1 == 0 }
            if isRepeated {
                throw .expanded(elements: count, storage: storage.count / size)
            }
            throw .pastEnd(end: .max, data: storage.count)
        }
        var (begin, end) = (0, 0)
        if count > 0 {
            var last = tensor.offset
            for (dimension, stride) in zip(shape, tensor.strides) {
                let (step, overflow) = (dimension - 1).multipliedReportingOverflow(by: stride)
                let (sum, sumOverflow) = last.addingReportingOverflow(step)
                guard !overflow, !sumOverflow, sum < storage.count / size else {
                    throw .pastEnd(
                        end: overflow || sumOverflow || sum >= .max / size
                            ? .max : (sum + 1) * size, data: storage.count)
                }
                last = sum
            }
            guard last < storage.count / size else {
                throw .pastEnd(end: .max, data: storage.count)
            }
            (begin, end) = (tensor.offset * size, (last + 1) * size)
        }
        self.init(
            name: name, elementType: tensor.elementType, shape: shape,
            strides: Self.isContiguous(shape, tensor.strides) ? nil : tensor.strides,
            elementCount: count, file: file,
            range: storage.lowerBound + begin..<storage.lowerBound + end)
    }
}
