import Foundation
import SencWeights
import TestSupport
import Testing

@testable import SencTraining

/// A case of gradients/losses.json: what a loss is given, and what torch makes of it.
struct LossCase: Sendable, CustomTestStringConvertible {
    let name: String
    let vectors: SentenceVectors
    let labels: BatchLabels?
    let value: Double
    /// Of the vectors, and then of the objective's parameters.
    let gradients: [Double]
    private let loss: String
    /// Never changed.
    nonisolated(unsafe) private let arguments: [String: Any]
    private let parameters: [Float]

    var testDescription: String { name }

    enum Failure: Error { case unknown(String) }

    /// All cases that can be read; that all can is tested.
    static let all: [LossCase] = (try? read()) ?? []

    static func read() throws -> [LossCase] {
        let file = try WeightFile(path: Goldens.path("gradients/losses.safetensors"))
        let list = try JSONSerialization.jsonObject(
            with: Data(Goldens.bytes("gradients/losses.json")))
        return try (list as? [[String: Any]] ?? []).map { try LossCase($0, file) }
    }

    private init(_ description: [String: Any], _ file: WeightFile) throws {
        func names(_ key: String) -> [String] { description[key] as? [String] ?? [] }
        func floats(_ name: String) throws -> [Float] { try file.tensor(named: name).floats() }
        name = description["name"] as? String ?? ""
        value = description["value"] as? Double ?? .nan
        gradients = try names("gradients").flatMap { try floats($0).map(Double.init) }
        vectors = try Self.vectors(names("inputs").map { try file.tensor(named: $0) })
        loss = description["loss"] as? String ?? ""
        arguments = description["arguments"] as? [String: Any] ?? [:]
        parameters = try names("parameters").flatMap { try floats($0) }
        let label = try (description["labels"] as? String).map { try file.tensor(named: $0) }
        let guides = try names("guide").map { try file.tensor(named: $0) }
        labels = try Self.labels(loss, label, guides, description)
    }

    /// A new one each time, for it holds gradients of its own: tests run at once.
    func objective() throws -> any SentenceObjective {
        let objective = try LossSettings(loss, arguments).objective(dimension: vectors.dimension)
        for (index, value) in parameters.enumerated() {
            objective.parameters?.values.base[index] = value
        }
        return objective
    }

    private static func vectors(_ tensors: [Tensor]) throws -> SentenceVectors {
        let shape = tensors[0].shape
        let vectors = SentenceVectors(columns: tensors.count, rows: shape[0], dimension: shape[1])
        for (index, value) in try tensors.flatMap({ try $0.floats() }).enumerated() {
            vectors.base[index] = value
        }
        return vectors
    }

    private static func labels(
        _ loss: String, _ label: Tensor?, _ guides: [Tensor], _ description: [String: Any]
    ) throws -> BatchLabels? {
        if !guides.isEmpty { return .guideVectors(try vectors(guides)) }
        guard let label else { return nil }
        let values = try label.floats().map(Double.init)
        switch loss {
        case "MSELoss", "EmbedDistillLoss":
            return .teacherVectors(try teacher(label))
        case "MatryoshkaLoss" where label.shape.count > 1:
            return .teacherVectors(try teacher(label))
        case "MarginMSELoss", "DistillKLDivLoss":
            return .teacherScores(values, count: label.shape.dropFirst().first ?? 1)
        case "SoftmaxLoss" where label.shape.count > 1:
            return .probabilities(values, classes: label.shape[1])
        case "SoftmaxLoss", "BatchAllTripletLoss", "BatchHardTripletLoss",
            "BatchSemiHardTripletLoss", "BatchHardSoftMarginTripletLoss":
            return .classes(values.map { Int($0) })
        default: return .scores(values)
        }
    }

    /// [rows, dimension] or [rows, columns, dimension]
    private static func teacher(_ tensor: Tensor) throws -> SentenceVectors {
        let shape = tensor.shape
        let columns = shape.count > 2 ? shape[1] : 1
        let teacher = SentenceVectors(
            columns: columns, rows: shape[0], dimension: shape[shape.count - 1])
        let values = try tensor.floats()
        for row in 0..<teacher.rows {
            for column in 0..<columns {
                for index in 0..<teacher.dimension {
                    teacher[column, row][index] =
                        values[(row * columns + column) * teacher.dimension + index]
                }
            }
        }
        return teacher
    }
}
