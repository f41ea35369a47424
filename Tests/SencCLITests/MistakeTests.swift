import TestSupport
import Testing

/// What people type wrong in their first hour: each gets one line that names the cause and the mend,
/// in their language.
@Suite struct MistakeTests {
    private let files = TemporaryDirectory()

    init() {
        files.write("la lluvia cae\nel perro duerme\nun día de sol\n", to: "t.txt")
        files.write("id;titular;tema\n7;la lluvia;tiempo\n8;el mar;viajes\n", to: "t.csv")
        files.write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], to: "foto.png")
    }

    /// A command line, its error and that in Spanish.
    struct Mistake: CustomTestStringConvertible, Sendable {
        let words: [String]
        let status: Int32
        let english: String
        let spanish: String

        init(_ words: String..., status: Int32 = 64, english: String, spanish: String) {
            self.words = words
            (self.status, self.english, self.spanish) = (status, english, spanish)
        }

        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(arguments: mistakes)
    func aMistakeIsToldWithItsMend(_ mistake: Mistake) async throws {
        for (locale, message) in [("C.UTF-8", mistake.english), ("es_ES.UTF-8", mistake.spanish)] {
            let outcome = try await Program.run(
                mistake.words,
                environment: [
                    "HOME": files.path, "SENC_MODELS": Goldens.repository + "/Weights",
                    "SENC_MODEL": "multilingual-e5-small", "LC_ALL": locale,
                ], in: files.path)
            #expect(outcome == .failed(mistake.status, message))
        }
    }

    static let mistakes = [
        Mistake(
            "encoder", "hola",
            english: "no command 'encoder'; did you mean 'encode'? ('senc help' lists all)",
            spanish:
                "no hay un comando 'encoder'; ¿querías decir 'encode'? ('senc help' los enumera)"),
        Mistake(
            "help", "serch",
            english: "no command or topic 'serch'; did you mean 'search'? ('senc help' lists all)",
            spanish: """
                no hay un comando ni un tema 'serch'; ¿querías decir 'search'? ('senc help' los enumera)
                """),
        Mistake(
            "encode", "hola", "--outptu", "v.npy",
            english:
                "no option '--outptu'; did you mean '--output'? ('senc encode --help' lists all)",
            spanish: """
                no hay una opción '--outptu'; ¿querías decir '--output'? ('senc encode --help' las enumera)
                """),
        Mistake(
            "la lluvia cae",
            english: "a text comes after a command: senc encode 'la lluvia cae', for one",
            spanish: "un texto va después de un comando: por ejemplo, senc encode 'la lluvia cae'"),
        Mistake(
            "encode", "hola", "-m", "all-MiniLM-L6-v3", status: 66,
            english: """
                no model 'all-MiniLM-L6-v3'; did you mean 'all-MiniLM-L6-v2'? ('senc models' lists \
                those at hand)
                """,
            spanish: """
                no hay un modelo 'all-MiniLM-L6-v3'; ¿querías decir 'all-MiniLM-L6-v2'? ('senc models' \
                enumera los disponibles)
                """),
        Mistake(
            "search", "lluvia",
            english: """
                give what to search: files or a directory after the query, or --input PATH (see \
                'senc search --help')
                """,
            spanish: """
                di dónde se busca: archivos o un directorio después de la consulta, o --input PATH \
                (mira 'senc search --help')
                """),
        Mistake(
            "search", "lluvia", "nada.txt", status: 66,
            english: "no such file (nada.txt)", spanish: "no existe el archivo (nada.txt)"),
        Mistake(
            "search", "lluvia", "t.txt", "-n", "-1",
            english: "--top must be at least 1 (see 'senc search --help')",
            spanish: "--top debe ser al menos 1 (mira 'senc search --help')"),
        Mistake(
            "dedupe", "t.txt", "--threshold", "90",
            english: "--threshold 90.0 is not a cosine, which is at most 1; for 90.0 %, give 0.9",
            spanish:
                "--threshold 90.0 no es un coseno, que es como mucho 1; para un 90.0 %, da 0.9"),
        Mistake(
            "cluster", "t.txt", "--clusters", "50",
            english: "50 clusters cannot be made of 3 vectors; ask for 1 to 3",
            spanish: "no se pueden hacer 50 grupos con 3 vectores; pide de 1 a 3"),
        Mistake(
            "encode", "-i", "t.csv", "--field", "titulr", status: 65,
            english: "no column 'titulr', but 'titular', 'id', 'tema' (t.csv, line 1)",
            spanish:
                "no hay una columna 'titulr'; las que hay son 'titular', 'id', 'tema' (t.csv, línea 1)"
        ),
        Mistake(
            "encode", "-i", "t.csv", "--field", "titular", "--id-field", "id",
            english: "--id-field needs --output FILE (see 'senc encode --help')",
            spanish: "--id-field necesita --output FILE (mira 'senc encode --help')"),
        Mistake(
            "encode", "hola", "-o", "vectores",
            english: """
                cannot tell the format from the name 'vectores'; end it in .npy, .jsonl, .csv, \
                .tsv, .fbin, .faiss or .pgcopy, or say --format
                """,
            spanish: """
                el nombre 'vectores' no dice el formato; termínalo en .npy, .jsonl, .csv, .tsv, \
                .fbin, .faiss o .pgcopy, o usa --format
                """),
        Mistake(
            "encode", "-i", "t.txt", "-o", "t.txt", "-f", "csv",
            english: "--output is also an input (t.txt)",
            spanish: "--output es también una entrada (t.txt)"),
        Mistake(
            "classify", "t.txt",
            english: """
                give the labels: --labels "sports, politics", or --labels-file FILE (see 'senc \
                classify --help')
                """,
            spanish: """
                da las etiquetas: --labels "deportes, política", o --labels-file FILE (mira 'senc \
                classify --help')
                """),
        Mistake(
            "classify", "train", "t.csv", "--field", "titular", "--label", "tema", "-o", "x.json",
            status: 65,
            english: """
                the label 'tiempo' has 1 of the at least 5 examples that 5 folds need; ask for fewer \
                with --folds, or for no test with --folds 0
                """,
            spanish: """
                la etiqueta 'tiempo' tiene 1 de los al menos 5 ejemplos que necesitan 5 particiones; \
                pide menos con --folds, o ninguna prueba con --folds 0
                """),
        Mistake(
            "encode", "hola", "--prompt", "qurey",
            english:
                "the model has no prompt 'qurey'; it has passage, query; did you mean 'query'?",
            spanish:
                "el modelo no tiene un prompt 'qurey'; tiene passage, query; ¿querías decir 'query'?"
        ),
        Mistake(
            "encode", "hola", "--precision", "half",
            english: """
                The value 'half' is invalid for '--precision <precision>'. Please provide one of \
                'float32', 'bfloat16' or 'int8'. (see 'senc encode --help')
                """,
            spanish: """
                el valor 'half' no es válido para '--precision <precision>'; elige 'float32', \
                'bfloat16' o 'int8' (mira 'senc encode --help')
                """),
        Mistake(
            "similarity", "hola",
            english: "similarity needs at least two texts",
            spanish: "similarity necesita al menos dos textos"),
        Mistake(
            "encode", "-i", "foto.png", status: 65,
            english: "not text but a PNG image (foto.png)",
            spanish: "no es texto, sino una imagen PNG (foto.png)"),
        Mistake(
            "encode", "-i", ".", status: 66,
            english: """
                a directory, where a file is needed; 'senc search' and 'senc index' read directories \
                (.)
                """,
            spanish: """
                un directorio, y hace falta un archivo; 'senc search' y 'senc index' leen \
                directorios (.)
                """),
        Mistake(
            "pull", "minilm",
            english:
                "not the name of a model on the hub: 'minilm'; write ORG/NAME or ORG/NAME@REVISION",
            spanish:
                "no es el nombre de un modelo del hub: 'minilm'; escribe ORG/NAME u ORG/NAME@REVISION"
        ),
        Mistake(
            "index", "build", "i",
            english: "a new index needs a path: what to index (senc index build INDEX PATH)",
            spanish:
                "un índice nuevo necesita una ruta: lo que se indexa (senc index build INDEX PATH)"
        ),
        Mistake(
            "encode", "hola", "--max-tokens", "9999",
            english: "a limit of 9999 tokens is outside 3 to 512, what the model takes",
            spanish: "un límite de 9999 tokens está fuera de 3 a 512, lo que admite el modelo"),
        Mistake(
            "map", "t.txt",
            english: "Missing expected argument '--output <file>' (see 'senc map --help')",
            spanish: "falta el argumento '--output <archivo>' (mira 'senc map --help')"),
    ]
}
