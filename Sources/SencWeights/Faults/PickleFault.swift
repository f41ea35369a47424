public import SencFiles

/// What is wrong with the pickle of a PyTorch archive, or is more than a list of tensors.
public enum PickleFault: Error, Localizable, Equatable {
    static let maximumBytes = 1 << 25
    static let maximumObjects = 1 << 20

    /// A `data.pkl` of over 32 MiB.
    case tooLarge(bytes: Int)
    /// More than 2²⁰ objects.
    case tooManyObjects
    /// The pickle ends before its stop instruction.
    case truncated
    /// Another protocol than 2 to 5.
    case unsupportedProtocol(Int)
    /// An instruction that builds what no list of tensors has, or none at all.
    case unsupportedOpcode(UInt8)
    /// A name of Python code that tensors are not made of. It is never run.
    case forbiddenGlobal(String)
    /// An instruction that does not find what it needs on the stack or in the memo.
    case invalidOperand(opcode: UInt8)
    /// A call of something that is not a function, or with the wrong arguments.
    case invalidCall(String)
    /// A storage that is no `('storage', type, key, location, count)`.
    case invalidStorage
    /// The archive lacks the entry with a tensor's elements.
    case missingStorage(String)
    /// An entry of other bytes than its storage's elements need.
    case storageSizeMismatch(key: String, needed: Int, found: Int)
    /// What was pickled is not a dictionary of names and tensors.
    case notDictionary
    /// A tensor whose name in the dictionary is not a string.
    case unnamedTensor

    public var message: Message {
        switch self {
        case .tooLarge(let bytes):
            "\(bytes) bytes are over the limit of \(Self.maximumBytes)"
        case .tooManyObjects: "more than \(Self.maximumObjects) objects"
        case .truncated: "it is cut"
        case .unsupportedProtocol(let version): "pickle protocol \(version) is not supported"
        case .unsupportedOpcode(let code):
            "instruction 0x\(String(code, radix: 16)) is not for tensors"
        case .forbiddenGlobal(let name): "\(name.quoted()) is not allowed; no code is run"
        case .invalidOperand(let code):
            "instruction 0x\(String(code, radix: 16)) lacks what it works on"
        case .invalidCall(let name): "\(name.quoted()) is called wrongly"
        case .invalidStorage: "a storage is not described as torch does it"
        case .missingStorage(let key): "storage \(key.quoted()) is missing"
        case .storageSizeMismatch(let key, let needed, let found):
            "storage \(key.quoted()) should have \(needed) bytes and has \(found)"
        case .notDictionary: "it is not a dictionary of tensors"
        case .unnamedTensor: "a tensor's name is not a string"
        }
    }
}
