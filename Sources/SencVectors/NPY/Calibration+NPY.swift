internal import SencMath

extension Calibration {
    /// What is added to the name of a file of int8 vectors for that of their ranges.
    package static let suffix = ".ranges.npy"

    /// Reads the two rows of a `.npy` file, the minimums first.
    /// - Throws: `NPYError`, `CalibrationError`.
    public init(path: String) throws {
        let ranges = try NPYFile(path: path).matrix()
        guard ranges.rows == 2 else {
            throw CalibrationError.shape(rows: ranges.rows, columns: ranges.columns)
        }
        try self.init(minimums: Array(ranges[0]), maximums: Array(ranges[1]))
    }

    /// Writes a `.npy` file: float32, [2, dimension].
    public func write(path: String) throws {
        try write(path: path, isOurs: false)
    }

    /// - Parameter isOurs: whether senc made the name up, as `OutputFile` has it.
    package func write(path: String, isOurs: Bool) throws {
        let writer = try NPYWriter(path: path, columns: dimension, isOurs: isOurs)
        try writer.append(Matrix(rows: 2, columns: dimension, elements: minimums + maximums))
        try writer.finish()
    }
}
