@testable import SencTokenizers

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

// Measures the tokenizer, and encodes for `tokenizer_fuzz.py` beside this file.
//
//   TokenizerBenchmark load DIRECTORY
//   TokenizerBenchmark speed DIRECTORY FILE
//   TokenizerBenchmark encode DIRECTORY

func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    let duration = try ContinuousClock().measure(body)
    return duration / .milliseconds(1)
}

func readAll(_ descriptor: Int32) -> [UInt8] {
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(descriptor, &chunk, chunk.count), count > 0 {
        result += chunk[..<count]
    }
    return result
}

func load(_ directory: String) throws {
    let times = try (0..<50).map { _ in
        try milliseconds { _ = try Tokenizer(directory: directory) }
    }
    let sorted = times.sorted()
    print("load: first \(times[0]) ms, least \(sorted[0]) ms, median \(sorted[25]) ms")
}

func measureSpeed(_ directory: String, _ path: String) throws {
    let tokenizer = try Tokenizer(directory: directory)
    let descriptor = open(path, O_RDONLY)
    let lines = readAll(descriptor).split(separator: UInt8(ascii: "\n")).map { Array($0) }
    var ids: [Int32] = []
    for _ in 0..<5 {
        var count = 0
        let time = milliseconds {
            for line in lines {
                ids.removeAll(keepingCapacity: true)
                count += line.withUnsafeBufferPointer {
                    tokenizer.appendIDs(ofUTF8: $0, maximumTokens: nil, to: &ids).count
                }
            }
        }
        print("\(count) tokens, \(time) ms, \(Double(count) / time / 1000) M tokens/s")
    }
    let texts = lines.map { String(decoding: $0, as: UTF8.self) }
    var count = 0
    let time = milliseconds { for text in texts { count += tokenizer.encode(text).count } }
    print("with offsets: \(Double(count) / time / 1000) M tokens/s")
}

/// Reads records of 32-bit little-endian numbers and bytes: maximum or -1, length, text, length
/// or -1, pair. Writes for each: count, untruncated count, then id, type, start, end of each token, and 1
/// if it is special, else 0.
func encode(_ directory: String) throws {
    let tokenizer = try Tokenizer(directory: directory)
    let input = readAll(0)
    var position = 0
    func number() -> Int {
        defer { position += 4 }
        let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(input[position + $1]) << (8 * $1) }
        return Int(Int32(bitPattern: bits))
    }
    func text() -> String? {
        let count = number()
        guard count >= 0 else { return nil }
        defer { position += count }
        return String(decoding: input[position..<(position + count)], as: UTF8.self)
    }
    var output: [Int32] = []
    while position < input.count {
        let maximum = number()
        let maximumTokens = maximum < 0 ? nil : maximum
        var first = text() ?? ""
        let second = text()
        let encoding = tokenizer.encode(first, pair: second, maximumTokens: maximumTokens)
        if second == nil {
            var ids: [Int32] = []
            let count = first.withUTF8 {
                tokenizer.appendIDs(ofUTF8: $0, maximumTokens: maximumTokens, to: &ids)
            }
            if ids != encoding.ids || count.untruncatedCount != encoding.untruncatedCount {
                output.append(-1)
                continue
            }
        }
        output += [Int32(encoding.count), Int32(encoding.untruncatedCount)]
        for index in encoding.ids.indices {
            let offsets = encoding.offsets[index]
            output += [encoding.ids[index], encoding.typeIDs[index]]
            output += [Int32(offsets.lowerBound), Int32(offsets.upperBound)]
            output.append(encoding.specialTokensMask[index] ? 1 : 0)
        }
    }
    output.withUnsafeBytes { bytes in
        var done = 0
        while done < bytes.count {
            let count = write(1, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            guard count > 0 else { return }
            done += count
        }
    }
}

let arguments = CommandLine.arguments.dropFirst()
switch (arguments.first, arguments.count) {
case ("load"?, 2): try load(arguments[2])
case ("speed"?, 3): try measureSpeed(arguments[2], arguments[3])
case ("encode"?, 2): try encode(arguments[2])
default: print("usage: TokenizerBenchmark load|speed|encode DIRECTORY [FILE]")
}
