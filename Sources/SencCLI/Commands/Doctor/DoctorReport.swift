import Senc
import SencFiles
import SencMath

/// What `senc doctor` prints: what was found, in groups, and what would help.
struct DoctorReport {
    private let groups: [FindingGroup]
    private let advice: [Advice]
    /// Why the default model cannot be loaded; `nil` if it can.
    let fault: (any Error)?

    /// - Parameter version: the program's.
    init(version: String) {
        let loaded = Result { try Configuration() }
        let configuration = try? loaded.get()
        let threads = configuration?.value(.threads).flatMap { Int($0) }
        let model = DefaultModel(
            configuration?.value(.model) ?? SentenceEncoder.defaultModel,
            configuration?.value(.precision).flatMap(Precision.init) ?? .float32, threads: threads)
        let libraries = SystemLibrary.all()
        groups = [
            .program(version: version, loaded), .machine(threads: threads),
            .model(model, configuration), .places(), .libraries(libraries),
        ]
        fault = model.fault
        advice = Advice.all(
            model: model, threads: threads, libraries: libraries, configuration: loaded)
    }

    var table: String {
        let width = groups.flatMap(\.findings).map(\.name.count).max() ?? 0
        let parts = groups.map { group in
            group.heading + "\n"
                + group.findings.map {
                    "  " + $0.name.padded(to: width) + "  " + $0.text + "\n"
                }.joined()
        }
        let helps =
            advice.isEmpty
            ? "  " + localized("Nothing: all is well.") + "\n"
            : advice.map { "  " + localized($0.message).onOneLine() + "\n" }.joined()
        return parts.joined(separator: "\n") + "\n" + localized("What would help") + "\n" + helps
    }

    /// Keys, and what is not a name of something, in English.
    var json: [UInt8] {
        JSONWriter.file { file in
            for group in groups {
                file.object(group.key, .lines(4)) { object in
                    for finding in group.findings {
                        object.member(finding.key) { Self.write(finding.value, to: &$0) }
                    }
                }
            }
            file.array("advice", advice) { writer, advice in
                writer.value(advice.message.description)
            }
        }
    }

    private static func write(_ value: some JSONValue, to writer: inout JSONWriter) {
        writer.value(value)
    }
}
