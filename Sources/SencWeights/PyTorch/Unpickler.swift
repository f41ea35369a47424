import SencFiles

/// Reads a pickle that is nothing but tensors in plain containers.
///
/// A pickle is a program for a small stack machine, which Python gives the power to call anything.
/// This one can make numbers, strings, lists, tuples, dictionaries, and descriptions of tensors;
/// each name of something else (`PickleGlobal`) is an error, and so is each instruction that
/// makes objects. Nothing is executed.
///
/// Source: CPython's `Lib/pickletools.py`, which documents every instruction.
struct Unpickler {
    /// The pickle of a model has a hundred bytes or two for a tensor.

    private var reader: ByteReader
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [UInt32: PickleValue] = [:]
    private var sequences: [[PickleValue]] = []
    private var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    private var storages: [PickledStorage] = []
    private var tensors: [PickledTensor] = []
    private var objectCount = 0

    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) throws(PickleFault) {
        guard range.count <= PickleFault.maximumBytes else { throw .tooLarge(bytes: range.count) }
        reader = ByteReader(bytes, in: range)
    }

    /// The tensors of the dictionary that was pickled, in its order; of equal names the last one's.
    mutating func namedTensors() throws(PickleFault) -> [(name: String, tensor: PickledTensor)] {
        guard case .dictionary(var index) = try read() else { throw .notDictionary }
        for (key, value) in dictionaries[index] {
            if key == .string("state_dict"), case .dictionary(let inner) = value { index = inner }
        }
        var places: [String: Int] = [:]
        var result: [(name: String, tensor: PickledTensor)] = []
        for (key, value) in dictionaries[index] {
            guard case .tensor(let tensor) = value else { continue }
            guard let name = key.string else { throw .unnamedTensor }
            if let place = places[name] {
                result[place].tensor = tensors[tensor]
            } else {
                places[name] = result.count
                result.append((name, tensors[tensor]))
            }
        }
        return result
    }

    /// Reads to the end of the pickle.
    private mutating func read() throws(PickleFault) -> PickleValue {
        while true {
            let code = try integer(UInt8.self)
            if code == Self.stop { return try pop(code) }
            try charge(1)
            try step(code)
        }
    }

    /// Counts what an instruction makes.
    private mutating func charge(_ objects: Int) throws(PickleFault) {
        objectCount += objects
        guard objectCount <= PickleFault.maximumObjects else { throw .tooManyObjects }
    }

    private static let stop = UInt8(ascii: ".")

    private mutating func step(_ code: UInt8) throws(PickleFault) {
        switch code {
        case 0x80:  // PROTO
            let version = try integer(UInt8.self)
            guard 2...5 ~= version else { throw .unsupportedProtocol(Int(version)) }
        case 0x95: _ = try integer(UInt64.self)  // FRAME
        case UInt8(ascii: "("): marks.append(stack.count)
        case UInt8(ascii: "0"): _ = try pop(code)
        case UInt8(ascii: "1"): _ = try popToMark(code)
        case UInt8(ascii: "2"): stack.append(try top(code))
        case UInt8(ascii: "N"): stack.append(.other)
        case 0x88: stack.append(.bool(true))
        case 0x89: stack.append(.bool(false))
        case UInt8(ascii: "K"): stack.append(.int(Int(try integer(UInt8.self))))
        case UInt8(ascii: "M"): stack.append(.int(Int(try integer(UInt16.self))))
        case UInt8(ascii: "J"): stack.append(.int(Int(try integer(Int32.self))))
        case 0x8A: stack.append(try long(bytes: take(try integer(UInt8.self))))
        case UInt8(ascii: "G"):  // BINFLOAT
            _ = try integer(UInt64.self)
            stack.append(.other)
        case UInt8(ascii: "X"): stack.append(.string(try text(integer(UInt32.self))))
        case 0x8C: stack.append(.string(try text(integer(UInt8.self))))
        case 0x8D: stack.append(.string(try text(integer(UInt64.self))))
        case UInt8(ascii: "T"): stack.append(.string(try text(integer(UInt32.self))))
        case UInt8(ascii: "U"): stack.append(.string(try text(integer(UInt8.self))))
        case UInt8(ascii: "B"):
            _ = try take(try integer(UInt32.self))
            stack.append(.other)
        case UInt8(ascii: "C"):
            _ = try take(try integer(UInt8.self))
            stack.append(.other)
        case UInt8(ascii: "q"), UInt8(ascii: "r"), 0x94: try remember(code)
        case UInt8(ascii: "h"), UInt8(ascii: "j"): try recall(code)
        case UInt8(ascii: "c"), 0x93: try name(code)
        case UInt8(ascii: "Q"): try loadStorage(code)
        case UInt8(ascii: "R"): try call(code)
        default: try container(code)
        }
    }

    private mutating func container(_ code: UInt8) throws(PickleFault) {
        switch code {
        case UInt8(ascii: "]"): push(sequence: [], as: PickleValue.list)
        case UInt8(ascii: ")"): push(sequence: [], as: PickleValue.tuple)
        case UInt8(ascii: "}"): push(dictionary: [])
        case UInt8(ascii: "l"): push(sequence: try popToMark(code), as: PickleValue.list)
        case UInt8(ascii: "t"): push(sequence: try popToMark(code), as: PickleValue.tuple)
        case 0x85...0x87:  // TUPLE1 to TUPLE3
            let count = Int(code) - 0x84
            guard stack.count - (marks.last ?? 0) >= count else {
                throw .invalidOperand(opcode: code)
            }
            let values = Array(stack.suffix(count))
            stack.removeLast(count)
            push(sequence: values, as: PickleValue.tuple)
        case UInt8(ascii: "a"): try append([pop(code)], code)
        case UInt8(ascii: "e"): try append(popToMark(code), code)
        case UInt8(ascii: "d"): push(dictionary: try pairs(popToMark(code), code))
        case UInt8(ascii: "s"):
            let value = try pop(code)
            try insert([(try pop(code), value)], code)
        case UInt8(ascii: "u"): try insert(pairs(popToMark(code), code), code)
        case UInt8(ascii: "b"):
            // The attributes of a state dictionary, which are its version.
            _ = try pop(code)
            guard case .dictionary = try top(code) else { throw .invalidOperand(opcode: code) }
        default: throw .unsupportedOpcode(code)
        }
    }

    // MARK: - Bytes

    private mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type
    ) throws(PickleFault) -> Value {
        guard let value = reader.integer(type) else { throw .truncated }
        return value
    }

    private mutating func take(_ count: some FixedWidthInteger) throws(PickleFault) -> Range<Int> {
        guard let range = reader.take(count) else { throw .truncated }
        return range
    }

    private mutating func text(_ count: some FixedWidthInteger) throws(PickleFault) -> String {
        reader.text(try take(count))
    }

    /// A number in two's complement, least byte first; one of no use here if it is larger than any
    /// size can be.
    private func long(bytes range: Range<Int>) -> PickleValue {
        guard range.count <= 8 else { return .other }
        var value: UInt64 = 0
        for byte in reader.bytes[range].reversed() { value = value << 8 | UInt64(byte) }
        let unused = 64 - 8 * range.count
        return .int(range.isEmpty ? 0 : Int(truncatingIfNeeded: value << unused) >> unused)
    }

    // MARK: - Stack and memo

    private func top(_ code: UInt8) throws(PickleFault) -> PickleValue {
        guard stack.count > marks.last ?? 0, let value = stack.last else {
            throw .invalidOperand(opcode: code)
        }
        return value
    }

    private mutating func pop(_ code: UInt8) throws(PickleFault) -> PickleValue {
        let value = try top(code)
        stack.removeLast()
        return value
    }

    private mutating func popToMark(_ code: UInt8) throws(PickleFault) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw .invalidOperand(opcode: code) }
        let values = Array(stack[mark...])
        stack.removeSubrange(mark...)
        return values
    }

    private mutating func remember(_ code: UInt8) throws(PickleFault) {
        let value = try top(code)
        let key: UInt32 =
            switch code {
            case UInt8(ascii: "q"): UInt32(try integer(UInt8.self))
            case UInt8(ascii: "r"): try integer(UInt32.self)
            default: UInt32(memo.count)
            }
        memo[key] = value
    }

    private mutating func recall(_ code: UInt8) throws(PickleFault) {
        let key =
            code == UInt8(ascii: "h")
            ? UInt32(try integer(UInt8.self)) : try integer(UInt32.self)
        guard let value = memo[key] else { throw .invalidOperand(opcode: code) }
        stack.append(value)
    }

    // MARK: - Containers

    private mutating func push(sequence: [PickleValue], as kind: (Int) -> PickleValue) {
        stack.append(kind(sequences.count))
        sequences.append(sequence)
    }

    private mutating func push(dictionary: [(key: PickleValue, value: PickleValue)]) {
        stack.append(.dictionary(dictionaries.count))
        dictionaries.append(dictionary)
    }

    private mutating func append(
        _ values: [PickleValue], _ code: UInt8
    ) throws(PickleFault) {
        guard case .list(let index) = try top(code) else { throw .invalidOperand(opcode: code) }
        sequences[index] += values
    }

    private mutating func insert(
        _ pairs: [(key: PickleValue, value: PickleValue)], _ code: UInt8
    ) throws(PickleFault) {
        guard case .dictionary(let index) = try top(code) else {
            throw .invalidOperand(opcode: code)
        }
        dictionaries[index] += pairs
    }

    private func pairs(
        _ values: [PickleValue], _ code: UInt8
    ) throws(PickleFault) -> [(key: PickleValue, value: PickleValue)] {
        guard values.count.isMultiple(of: 2) else { throw .invalidOperand(opcode: code) }
        return stride(from: 0, to: values.count, by: 2).map { (values[$0], values[$0 + 1]) }
    }

    // MARK: - Tensors

    private mutating func name(_ code: UInt8) throws(PickleFault) {
        let full: String
        if code == UInt8(ascii: "c") {
            guard let module = reader.line(), let name = reader.line() else { throw .truncated }
            full = reader.text(module) + " " + reader.text(name)
        } else {
            let name = try pop(code)
            guard let name = name.string, let module = try pop(code).string else {
                throw .invalidOperand(opcode: code)
            }
            full = module + " " + name
        }
        guard let global = PickleGlobal(full) else {
            throw .forbiddenGlobal(full.replacing(" ", with: "."))
        }
        stack.append(.global(global, name: full))
    }

    private mutating func loadStorage(_ code: UInt8) throws(PickleFault) {
        guard case .tuple(let index) = try pop(code) else { throw .invalidStorage }
        let parts = sequences[index]
        guard parts.count == 5, parts[0] == .string("storage"),
            case .global(.storage(let type), _) = parts[1], let key = parts[2].string,
            let count = parts[4].int, count >= 0
        else { throw .invalidStorage }
        stack.append(.storage(storages.count))
        storages.append(PickledStorage(key: key, elementType: type, count: count))
    }

    private mutating func call(_ code: UInt8) throws(PickleFault) {
        guard case .tuple(let index) = try pop(code) else { throw .invalidOperand(opcode: code) }
        let arguments = sequences[index]
        let function = try pop(code)
        guard case .global(let global, let name) = function else {
            throw .invalidOperand(opcode: code)
        }
        switch global {
        case .orderedDictionary:
            let pairs = try orderedPairs(arguments, name)
            try charge(pairs.count)
            push(dictionary: pairs)
        case .parameter:
            guard case .tensor(let tensor)? = arguments.first else { throw .invalidCall(name) }
            stack.append(.tensor(tensor))
        case .tensor, .typedTensor:
            guard let tensor = tensor(arguments, isTyped: global == .typedTensor) else {
                throw .invalidCall(name)
            }
            try charge(tensor.shape.count)
            stack.append(.tensor(tensors.count))
            tensors.append(tensor)
        case .storage, .elementType: throw .invalidCall(name)
        }
    }

    /// The members of `OrderedDict()` or `OrderedDict([[key, value], …])`.
    private func orderedPairs(
        _ arguments: [PickleValue], _ name: String
    ) throws(PickleFault) -> [(key: PickleValue, value: PickleValue)] {
        guard let first = arguments.first else { return [] }
        guard arguments.count == 1, case .list(let index) = first else { throw .invalidCall(name) }
        var result: [(key: PickleValue, value: PickleValue)] = []
        for item in sequences[index] {
            guard let pair = elements(of: item), pair.count == 2 else { throw .invalidCall(name) }
            result.append((pair[0], pair[1]))
        }
        return result
    }

    private func elements(of value: PickleValue) -> [PickleValue]? {
        switch value {
        case .list(let index), .tuple(let index): sequences[index]
        default: nil
        }
    }

    /// The tensor of (storage, offset, shape, strides, requires_grad, hooks, …); the seventh
    /// argument of a typed one is its element type.
    private func tensor(_ arguments: [PickleValue], isTyped: Bool) -> PickledTensor? {
        guard arguments.count >= (isTyped ? 7 : 4), case .storage(let index) = arguments[0],
            let offset = arguments[1].int, let shape = sizes(arguments[2]),
            let strides = sizes(arguments[3]), shape.count == strides.count, offset >= 0
        else { return nil }
        let storage = storages[index]
        var elementType = storage.elementType
        if isTyped {
            guard case .global(.elementType(let type), _) = arguments[6] else { return nil }
            elementType = type
        }
        guard let elementType else { return nil }
        return PickledTensor(
            storage: storage, elementType: elementType, offset: offset, shape: shape,
            strides: strides)
    }

    /// - Returns: `nil` if this is not a list of integers that are not negative.
    private func sizes(_ value: PickleValue) -> [Int]? {
        guard let elements = elements(of: value), elements.count <= Self.maximumDimensions else {
            return nil
        }
        let sizes = elements.compactMap(\.int).filter { $0 >= 0 }
        return sizes.count == elements.count ? sizes : nil
    }

    /// As many as torch allows.
    private static let maximumDimensions = 64
}
