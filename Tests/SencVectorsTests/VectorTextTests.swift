import SencFiles
import SencMath
import SencVectors
import TestSupport
import Testing

/// Vectors written as text.
struct VectorTextTests {
    let directory = TemporaryDirectory()

    private func vectors(_ text: String) throws -> Matrix {
        try Matrix(vectorText: directory.write(text, to: "v"))
    }

    @Test(arguments: [
        "[1,-2.5e-3]\n[0.25,4]\n", "\u{FEFF}1,-2.5e-3\n0.25,4\n", "1,-2.5e-3\r\n0.25,4",
        " [ 1 , -0.0025 ] \n\n0.25 ,\t4\n\n",
    ])
    func arraysAndNumbersBetweenCommas(text: String) throws {
        #expect(
            try vectors(text) == Matrix(rows: 2, columns: 2, elements: [1, -0.0025, 0.25, 4]))
    }

    @Test(
        arguments: [
            ("1,2\n1,x\n", .notANumber("x"), 2), ("a,b\n1,2\n", .notANumber("a"), 1),
            ("1,,2", .notANumber(""), 1), ("[]", .notANumber(""), 1), ("[", .openArray, 1),
            ("[1,2", .openArray, 1), ("1,2\n\n1,2,3", .length(3, expected: 2), 3),
            ("1,2\n1", .length(1, expected: 2), 2), ("{\"a\":1}", .notANumber("{\"a\":1}"), 1),
            ("1,\u{fffd}", .notANumber("\u{fffd}"), 1),
        ] as [(String, VectorTextFault, Int)])
    func whatIsNoVectorIsAnError(text: String, fault: VectorTextFault, line: Int) throws {
        let path = directory.write(text, to: "v")
        #expect(throws: VectorTextError.line(fault, number: line, path: path)) {
            try Matrix(vectorText: path)
        }
    }

    @Test(arguments: ["", "\n\n", "  "]) func noVectors(text: String) throws {
        let path = directory.write(text, to: "v")
        #expect(throws: VectorTextError.noVectors(path: path)) { try Matrix(vectorText: path) }
    }

    @Test func aFileThatIsNotThere() {
        #expect(throws: VectorTextError.file(.notFound(path: "/nowhere.csv"))) {
            try Matrix(vectorText: "/nowhere.csv")
        }
    }

    @Test func errorsAreOneLine() {
        let error = VectorTextError.line(.notANumber("a\nb"), number: 3, path: "v.csv")
        #expect(error.description == "'a\\u{a}b' is not a number (v.csv, line 3)")
        #expect(error.status == .badData)
        #expect(
            VectorTextError.line(.length(3, expected: 2), number: 1, path: "v").description
                == "a vector of 3 components among those of 2 (v, line 1)")
        #expect(
            VectorTextError.line(.openArray, number: 1, path: "v").description
                == "the array does not end with its line (v, line 1)")
        #expect(VectorTextError.noVectors(path: "v").description == "there are no vectors (v)")
    }
}
