import Testing

@testable import SencCLI
@testable import SencTraining

/// The loss by parts of a pass, and its drawing.
@Suite struct LossCurveTests {
    private func curve(passes: Int, _ losses: [(Double, Double?)]) -> LossCurve {
        var curve = LossCurve()
        for (fraction, loss) in losses {
            curve.add(
                TrainingProgress(
                    pass: 1, passes: passes, words: 0, fraction: fraction, loss: loss))
        }
        return curve
    }

    @Test func partsAreMeans() {
        let points = curve(
            passes: 2, [(0.01, 4), (0.02, 2), (0.5, 1), (0.6, nil), (1, 0.5)]
        ).points
        #expect(
            points == [
                .init(pass: 0.05, loss: 3), .init(pass: 1, loss: 1), .init(pass: 2, loss: 0.5),
            ])
        #expect(curve(passes: 0, [(0.5, 1)]).points.isEmpty && LossCurve().points.isEmpty)
        let many = curve(passes: 10_000, (0...1000).map { (Double($0) / 1000, 1) })
        #expect(many.points.count == 400)
    }

    @Test(
        arguments: [
            [], [(1, 0)], [(1, 5)], [(0.5, 1e-300), (1, 0)], [(0.5, 1e300), (1, 1e-300)],
            [(0.2, 7), (0.9, 6.9999999)], [(0, -3), (1, 3)],
        ] as [[(Double, Double?)]])
    func anyLossesCanBeDrawn(losses: [(Double, Double?)]) {
        let drawing = curve(passes: 3, losses).svg
        #expect(drawing.hasPrefix("<svg ") && drawing.hasSuffix("</svg>\n"))
        #expect(!drawing.contains("nan") && !drawing.contains("inf") && !drawing.contains("–"))
    }
}
