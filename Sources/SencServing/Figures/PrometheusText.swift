/// Figures in Prometheus' text format, version 0.0.4.
struct PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// - Parameter values: by the text of their labels, without braces.
    mutating func counter(
        _ name: String, _ help: String, _ values: [(labels: String, value: Int)]
    ) {
        metric(name, help, type: "counter", values.map { ($0.labels, String($0.value)) })
    }

    mutating func counter(_ name: String, _ help: String, _ value: Int) {
        counter(name, help, [("", value)])
    }

    mutating func gauge(_ name: String, _ help: String, _ value: Int) {
        metric(name, help, type: "gauge", [("", String(value))])
    }

    /// - Parameter labels: of series whose value is 1, without braces.
    mutating func facts(_ name: String, _ help: String, _ labels: [String]) {
        metric(name, help, type: "gauge", labels.map { ($0, "1") })
    }

    mutating func histogram(_ name: String, _ help: String, _ histogram: Histogram) {
        head(name, help, type: "histogram")
        var below = 0
        for (bound, count) in zip(histogram.bounds + [.infinity], histogram.counts) {
            below += count
            let limit = bound.isFinite ? String(bound) : "+Inf"
            line("\(name)_bucket", "le=\"\(limit)\"", String(below))
        }
        line("\(name)_sum", "", String(histogram.sum))
        line("\(name)_count", "", String(below))
    }

    /// A label's value between quotes.
    static func label(_ name: String, _ value: String) -> String {
        var text = name + "=\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }

    private mutating func metric(
        _ name: String, _ help: String, type: String, _ values: [(labels: String, value: String)]
    ) {
        head(name, help, type: type)
        for (labels, value) in values { line(name, labels, value) }
    }

    private mutating func head(_ name: String, _ help: String, type: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private mutating func line(_ name: String, _ labels: String, _ value: String) {
        text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }
}
