import SencFiles
import SencTraining

/// The objective's value while vectors were learned, as a mean over each of some parts of the passes.
struct LossCurve {
    /// A part of a pass, by where it ends.
    struct Point: Equatable {
        /// Passes that are done.
        let pass: Double
        let loss: Double
    }

    /// Parts of a pass, and of all passes.
    private static let partsOfPass = 20
    private static let mostParts = 400

    private var passes = 0
    private var sums: [Double] = []
    private var counts: [Int] = []

    mutating func add(_ progress: TrainingProgress) {
        guard let loss = progress.loss else { return }
        add(loss, fraction: progress.fraction, passes: progress.passes)
    }

    /// - Parameter fraction: of all that there will be, within 0...1.
    mutating func add(_ loss: Double, fraction: Double, passes count: Int) {
        guard count > 0 else { return }
        if sums.isEmpty {
            passes = count
            let count = min(passes, Self.mostParts / Self.partsOfPass) * Self.partsOfPass
            sums = [Double](repeating: 0, count: count)
            counts = [Int](repeating: 0, count: count)
        }
        let place = (fraction * Double(sums.count)).rounded(.up) - 1
        let part = Int(max(0, min(place, Double(sums.count - 1))))
        sums[part] += loss
        counts[part] += 1
    }

    /// Parts in which nothing was measured are left out.
    var points: [Point] {
        sums.indices.filter { counts[$0] > 0 }.map { part in
            Point(
                pass: Double(passes) * Double(part + 1) / Double(sums.count),
                loss: sums[part] / Double(counts[part]))
        }
    }
}

extension JSONObject {
    /// The points of a curve, as a list of objects.
    mutating func member(_ name: String, _ curve: LossCurve) {
        array(name, curve.points) { writer, point in
            writer.object {
                $0.member("pass", point.pass)
                $0.member("loss", point.loss)
            }
        }
    }
}

// MARK: - The drawing

extension LossCurve {
    private static let size = (width: 720.0, height: 400.0)
    /// The rectangle of the curve.
    private static let area = (left: 70.0, top: 34.0, right: 700.0, bottom: 345.0)
    /// Lines of a grid, about.
    private static let gridLines = 5.0
    /// Grays and a blue that can be read on white and on black.
    private static let (gray, blue) = ("#808080", "#3b82f6")

    /// A drawing in Scalable Vector Graphics 1.1, without a background.
    var svg: String {
        let points = points
        let most = points.map(\.loss).max() ?? 1
        let least = points.map(\.loss).min() ?? 0
        let (bottom, top, step) = Self.axis(least, most)
        let (area, size) = (Self.area, Self.size)
        func x(_ pass: Double) -> Double {
            area.left + pass / Double(max(1, passes)) * (area.right - area.left)
        }
        func y(_ loss: Double) -> Double {
            area.bottom - (loss - bottom) / (top - bottom) * (area.bottom - area.top)
        }
        var lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(size.width)) \
            \(Int(size.height))" width="\(Int(size.width))" height="\(Int(size.height))" \
            font-family="Helvetica, Arial, sans-serif" font-size="13" fill="\(Self.gray)">
            """
        ]
        func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ opacity: String) {
            lines.append(
                """
                <line x1="\(decimal(x1, 1))" y1="\(decimal(y1, 1))" x2="\(decimal(x2, 1))" \
                y2="\(decimal(y2, 1))" stroke="\(Self.gray)" stroke-opacity="\(opacity)"/>
                """)
        }
        func label(_ x: Double, _ y: Double, _ anchor: String, _ text: String) {
            lines.append(
                """
                <text x="\(decimal(x, 1))" y="\(decimal(y, 1))" text-anchor="\(anchor)">\(text)\
                </text>
                """)
        }
        let digits = Self.digits(of: step)
        for mark in 0...Int(((top - bottom) / step).rounded()) {
            let loss = bottom + Double(mark) * step
            line(area.left, y(loss), area.right, y(loss), mark == 0 ? "1" : "0.3")
            label(area.left - 8, y(loss) + 4, "end", decimal(loss, digits))
        }
        let passStep = max(1, Int((Self.step(Double(passes) / Self.gridLines)).rounded()))
        for pass in stride(from: 0, through: passes, by: passStep) {
            line(x(Double(pass)), area.bottom, x(Double(pass)), area.bottom + 5, "1")
            label(x(Double(pass)), area.bottom + 20, "middle", "\(pass)")
        }
        label((area.left + area.right) / 2, size.height - 12, "middle", localized("passes"))
        label(12, area.top - 18, "start", localized("loss (mean)"))
        let path = points.map { "\(decimal(x($0.pass), 1)),\(decimal(y($0.loss), 1))" }
        lines.append(
            """
            <polyline points="\(path.joined(separator: " "))" fill="none" stroke="\(Self.blue)" \
            stroke-width="2" stroke-linejoin="round"/>
            """)
        return lines.joined(separator: "\n") + "\n</svg>\n"
    }

    /// The ends of an axis with round numbers that has two values on it, and the distance of its
    /// marks.
    private static func axis(
        _ least: Double, _ most: Double
    ) -> (bottom: Double, top: Double, step: Double) {
        let step = step(max(most - least, max(most.magnitude, 1e-300) * 1e-6) / gridLines)
        let bottom = (least / step).rounded(.down) * step
        let top = (most / step).rounded(.up) * step
        return (bottom, top > bottom ? top : bottom + step, step)
    }

    /// The next of 1, 2, 5, 10 and so on that is not less than a number.
    private static func step(_ number: Double) -> Double {
        guard number > 0, number.isFinite else { return 1 }
        var power = 1.0
        while power * 10 <= number { power *= 10 }
        while power > number, power > 1e-290 { power /= 10 }
        return power * ([1, 2, 5].first { Double($0) * power >= number } ?? 10)
    }

    /// Digits behind the point that tell marks apart.
    private static func digits(of step: Double) -> Int {
        var (digits, unit) = (0, step)
        while unit < 1, digits < 9 {
            unit *= 10
            digits += 1
        }
        return digits
    }
}
