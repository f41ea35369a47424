import Foundation
import SencFiles

/// Called by libFuzzer with each input. `SENC_FUZZ_TARGET` names the target.
///
/// An input is read, or refused with an error of one line; all else ends the process, and libFuzzer
/// leaves the input as a reproducer.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try target.read(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch let error as any Diagnostic {
        let line = error.description
        guard !line.isEmpty, !line.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            fatalError("an error of more than one line: \(line)")
        }
    } catch {
        fatalError("an error that is none of senc's: \(error)")
    }
    return 0
}

/// Without a target to run, lists them for the script, and makes an index, recommenders and a model of
/// a table in the directory that `SENC_FUZZ_MADE` says, for the seeds.
private let target: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["SENC_FUZZ_TARGET"] ?? ""
    if let target = FuzzTarget.all.first(where: { $0.name == name }) { return target }
    for target in FuzzTarget.all { print(target.name) }
    if let path = ProcessInfo.processInfo.environment["SENC_FUZZ_MADE"] {
        do {
            try FuzzTarget.makeIndex(path + "/index")
            try FuzzTarget.makeRecommenders(path + "/recommenders")
            try FuzzTarget.makeTable(path + "/table")
        } catch {
            fatalError("\(error)")
        }
    }
    // libFuzzer takes a call of exit for a find.
    fflush(nil)
    _exit(name.isEmpty ? 0 : 64)
}()
