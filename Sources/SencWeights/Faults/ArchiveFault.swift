public import SencFiles

/// What is wrong with a PyTorch archive as a whole.
public enum ArchiveFault: Error, Localizable, Equatable {
    /// The form of files before PyTorch 1.6, which is no zip archive.
    case legacyFormat
    /// The end of the file is no zip archive's; the file may be cut.
    case noEndRecord
    /// The archive is one part of several.
    case severalDisks
    /// More than 2²⁰ entries.
    case tooManyEntries(UInt64)
    /// The list of entries does not lie where the end of the file says, or is not as long.
    case invalidDirectory
    /// The directory and the entry's own header contradict each other.
    case invalidEntry(String)
    /// Two entries have this name.
    case repeatedEntry(String)
    /// `torch.save` stores entries as they are. `method` is ZIP's number of the compression.
    case compressedEntry(String, method: Int)
    /// The entry asks for a password.
    case encryptedEntry(String)
    /// A stored entry that says to be larger or smaller when unpacked.
    case wrongSize(String)
    /// The entry ends after the data does.
    case pastEnd(String)
    /// Two entries share bytes.
    case overlappingEntries(String, String)
    /// There is no `data.pkl`, or more than one.
    case noPickle
    /// The archive's `byteorder` says that its numbers are big-endian.
    case bigEndian
    /// The list of tensors, `data.pkl`, is at fault.
    case pickle(PickleFault)

    public var message: Message {
        switch self {
        case .legacyFormat:
            "it is of the format before PyTorch 1.6; load and save it with a newer one"
        case .noEndRecord: "no end of a zip archive; the file may be cut"
        case .severalDisks: "it is one of several parts"
        case .tooManyEntries(let count):
            "\(count) entries are over the limit of \(PyTorchArchive.maximumEntries)"
        case .invalidDirectory: "the zip directory contradicts itself"
        case .invalidEntry(let name): "entry \(name.quoted()) contradicts the zip directory"
        case .repeatedEntry(let name): "entry \(name.quoted()) is there twice"
        case .compressedEntry(let name, let method):
            "entry \(name.quoted()) is compressed (method \(method))"
        case .encryptedEntry(let name): "entry \(name.quoted()) is encrypted"
        case .wrongSize(let name): "stored entry \(name.quoted()) has two sizes"
        case .pastEnd(let name): "entry \(name.quoted()) does not fit the file"
        case .overlappingEntries(let first, let second):
            "entries \(first.quoted()) and \(second.quoted()) overlap"
        case .noPickle: "it does not have one data.pkl"
        case .bigEndian: "its numbers are big-endian"
        case .pickle(let fault): "data.pkl: \(fault)"
        }
    }
}

extension ArchiveFault {
    init(_ fault: ZIPFault) {
        self =
            switch fault {
            case .noEndRecord, .invalidEndRecord: .noEndRecord
            case .severalDisks: .severalDisks
            case .tooManyEntries(let count): .tooManyEntries(count)
            case .invalidDirectory: .invalidDirectory
            case .invalidEntry(let name, _): .invalidEntry(name)
            case .repeatedEntry(let name): .repeatedEntry(name)
            case .unsupportedMethod(let name, let method): .compressedEntry(name, method: method)
            case .encryptedEntry(let name): .encryptedEntry(name)
            case .wrongSize(let name): .wrongSize(name)
            case .pastEnd(let name, _): .pastEnd(name)
            case .overlappingEntries(let first, let second, _): .overlappingEntries(first, second)
            }
    }
}
