/// The bytes of pickles, right and wrong.
enum Pickle {
    static func global(_ name: String) -> [UInt8] {
        Array("c\(name.replacing(" ", with: "\n"))\n".utf8)
    }

    static func text(_ text: String) -> [UInt8] {
        [0x58] + le(UInt32(text.utf8.count)) + Array(text.utf8)
    }

    static func int(_ value: Int) -> [UInt8] { [0x8A, 8] + le(Int64(value)) }

    static func tuple(_ values: [UInt8]...) -> [UInt8] {
        Array("(".utf8) + values.joined() + Array("t".utf8)
    }

    static func storage(
        _ key: String = "0", _ type: String = "torch FloatStorage", count: Int = 4
    ) -> [UInt8] {
        tuple(text("storage"), global(type), text(key), text("cpu"), int(count)) + Array("Q".utf8)
    }

    static func tensor(
        _ storage: [UInt8] = storage(), offset: Int = 0, shape: [Int] = [4],
        strides: [Int] = [1]
    ) -> [UInt8] {
        func sizes(_ list: [Int]) -> [UInt8] {
            Array("(".utf8) + list.flatMap(int) + Array("t".utf8)
        }
        return global("torch._utils _rebuild_tensor_v2")
            + tuple(
                storage, int(offset), sizes(shape), sizes(strides), [0x89],
                global("collections OrderedDict") + Array(")R".utf8)) + Array("R".utf8)
    }

    /// A pickle of a dictionary with one member.
    static func dictionary(_ value: [UInt8], name: [UInt8] = text("a")) -> [UInt8] {
        program(Array("}".utf8) + name + value + Array("s".utf8))
    }

    static func program(_ code: [UInt8]) -> [UInt8] { [0x80, 2] + code + Array(".".utf8) }
}
