public import SencFiles

/// What is wrong with an `.npz` archive. Offsets are in bytes.
public enum NPZFault: Error, Localizable, Equatable {
    /// There is no end record of a ZIP archive.
    case notZIP
    /// A record is not where it should be, or not there whole.
    case malformed(offset: Int)
    /// More than 65,536 arrays.
    case tooManyArrays(Int)
    /// Two arrays have this name.
    case repeatedName(String)
    /// The array asks for a password.
    case encrypted(String)
    /// Neither stored (0) nor deflated (8).
    case unsupportedMethod(Int, name: String)
    /// Deflated bytes that do not inflate to the size and checksum that the archive says.
    case corrupt(String)
    /// More bytes than are inflated, or than there is memory for.
    case tooLarge(Int, name: String)
    /// No array has this name; `known` are those that there are.
    case noArray(String, known: [String])
    /// One array is wanted, and there are others.
    case notOneArray(known: [String])

    public var message: Message {
        switch self {
        case .notZIP: "it is no ZIP archive, or is cut short"
        case .malformed(let offset): "the archive makes no sense at byte \(offset)"
        case .tooManyArrays(let count):
            "\(count) arrays are over the limit of \(NPZFile.maximumArrays)"
        case .repeatedName(let name): "it has two arrays \(name.quoted())"
        case .encrypted(let name): "the array \(name.quoted()) is encrypted"
        case .unsupportedMethod(let method, let name):
            """
            the array \(name.quoted()) is compressed by method \(method); stored and deflated ones \
            are read
            """
        case .corrupt(let name): "the array \(name.quoted()) is damaged"
        case .tooLarge(let bytes, let name):
            """
            the array \(name.quoted()) has \(bytes) bytes, too many to inflate; save it with \
            numpy.savez
            """
        case .noArray(let name, let known):
            "it has no array \(name.quoted()); it has \(Self.list(known))"
        case .notOneArray(let known): "choose one of its arrays with FILE:NAME: \(Self.list(known))"
        }
    }

    private static func list(_ names: [String]) -> String {
        if names.isEmpty { return "none" }
        return names.prefix(8).map { $0.quoted() }.joined(separator: ", ")
            + (names.count > 8 ? ", …" : "")
    }
}

extension NPZFault {
    init(_ fault: ZIPFault) {
        self =
            switch fault {
            case .noEndRecord: .notZIP
            case .invalidEndRecord(let offset), .severalDisks(let offset),
                .invalidDirectory(let offset),
                .invalidEntry(_, let offset), .pastEnd(_, let offset),
                .overlappingEntries(_, _, let offset):
                .malformed(offset: offset)
            case .tooManyEntries(let count): .tooManyArrays(Int(clamping: count))
            case .repeatedEntry(let name): .repeatedName(Self.arrayName(name))
            case .unsupportedMethod(let name, let method):
                .unsupportedMethod(method, name: Self.arrayName(name))
            case .encryptedEntry(let name): .encrypted(Self.arrayName(name))
            case .wrongSize(let name): .corrupt(Self.arrayName(name))
            }
    }

    /// The name of the array in a file of an archive.
    static func arrayName(_ file: String) -> String {
        let suffix = ".npy"
        return file.hasSuffix(suffix) ? String(file.dropLast(suffix.count)) : file
    }
}
