extension Spanish {
    /// Texts of `senc neighbors`, of tests of words and of tables of vectors with names.
    static let neighbors: [Entry] = [
        (
            "Show which words, items or rows of a table are closest to some.",
            "Mostrar qué palabras, artículos o filas de una tabla están más cerca de algunas."
        ),
        (
            """
            The table is a file of word vectors, a .npy file with ids beside it, or a \
            directory of 'senc train'. Prints the score and the name of each neighbor, \
            between tabs, the closest first; lists of several names are under headings. \
            fastText's files with n-grams and static models make vectors of words that they \
            lack. In JSON, an object a name: "id", "ids" and "scores".

            Examples:
              senc neighbors words.vec king queen --top 5
              senc neighbors vectors.npy A-17 --ids ids.txt
            """,
            """
            La tabla es un archivo de vectores de palabras, un archivo .npy con ids a su lado, \
            o un directorio de 'senc train'. Imprime la puntuación y el nombre de cada vecino, \
            entre tabuladores, el más cercano primero; las listas de varios nombres llevan \
            títulos. Los archivos de fastText con n-gramas y los modelos estáticos forman \
            vectores de palabras que no tienen. En JSON, un objeto por nombre: "id", "ids" y \
            "scores".

            Ejemplos:
              senc neighbors words.vec king queen --top 5
              senc neighbors vectors.npy A-17 --ids ids.txt
            """
        ),
        (
            "The table: a file, a directory, or a model by its name.",
            "La tabla: un archivo, un directorio o un modelo por su nombre."
        ),
        (
            "Words, or ids of rows, whose neighbors are shown.",
            "Palabras, o ids de filas, cuyos vecinos se muestran."
        ),
        (
            """
            A file with the ids of the rows of a .npy file, one a line; FILE.npy.ids, or else \
            FILE.txt, if not given.
            """,
            """
            Un archivo con los ids de las filas de un archivo .npy, uno por línea; si no se \
            indica, ARCHIVO.npy.ids o, si no, ARCHIVO.txt.
            """
        ),
        ("How many neighbors of each.", "Cuántos vecinos de cada una."),
        ("no row is called %1%2 (%3)", "ninguna fila se llama %1%2 (%3)"),
        (
            "give files of word vectors or of other vectors, not both",
            "da archivos de vectores de palabras o de otros vectores, no ambos"
        ),
        (
            "--ids is for vectors without names, .npy or .npz (%1)",
            "--ids es para vectores sin nombres, .npy o .npz (%1)"
        ),
        (
            "give one of the tables of the directory: %1 (%2)",
            "da una de las tablas del directorio: %1 (%2)"
        ),
        (
            "nothing names the rows: give their ids, one a line, with --ids FILE (%1)",
            "nada da nombre a las filas: da sus ids, uno por línea, con --ids ARCHIVO (%1)"
        ),
        (
            """
            a model of sentences has no table of vectors: encode texts with --id-field, and \
            give the .npy file (%1)
            """,
            """
            un modelo de frases no tiene tabla de vectores: codifica textos con --id-field y da \
            el archivo .npy (%1)
            """
        ),
        (
            """
            these are vectors of words, where texts are needed; as a model they are --model \
            FILE, and neighbors, search, pairs, dedupe, cluster, outliers and map take their \
            words (%1)
            """,
            """
            son vectores de palabras, y hacen falta textos; como modelo se dan con --model \
            ARCHIVO, y neighbors, search, pairs, dedupe, cluster, outliers y map toman sus \
            palabras (%1)
            """
        ),
        (
            """
            How many of the texts or words are drawn at most, the first ones, which of words \
            are the most frequent.
            """,
            """
            Cuántos de los textos o palabras se dibujan como máximo, los primeros, que de las \
            palabras son las más frecuentes.
            """
        ),
        (
            "line %1 stands before the first section, which is a line ': NAME' (%2)",
            "la línea %1 está antes de la primera sección, que es una línea ': NOMBRE' (%2)"
        ),
        (
            "no line is a question of four words (%1)",
            "ninguna línea es una pregunta de cuatro palabras (%1)"
        ),
        (
            "no line is two words and a score, between tabs (%1)",
            "ninguna línea son dos palabras y una puntuación, entre tabuladores (%1)"
        ),
        (
            """
            the model lacks words of each line: give more with --restrict-vocab, or another \
            model (%1)
            """,
            """
            al modelo le faltan palabras de cada línea: da más con --restrict-vocab, u otro \
            modelo (%1)
            """
        ),
        (
            """
            Questions of four words a line, where the fourth is to the third as the second is \
            to the first, in sections ': NAME', as word2vec's questions-words.txt.
            """,
            """
            Preguntas de cuatro palabras por línea, donde la cuarta es a la tercera como la \
            segunda a la primera, en secciones ': NOMBRE', como questions-words.txt de word2vec.
            """
        ),
        (
            """
            Pairs of words and the score that people gave them, between tabs, as WordSim-353; \
            lines with # are comments.
            """,
            """
            Pares de palabras y la puntuación que les dieron personas, entre tabuladores, como \
            WordSim-353; las líneas con # son comentarios.
            """
        ),
        (
            """
            How many of the model's words count, the first and so most frequent ones; 300,000 \
            if not given.
            """,
            """
            Cuántas palabras del modelo cuentan, las primeras y por tanto más frecuentes; \
            300.000 si no se indica.
            """
        ),
        (
            "Tell apart words of such tests that differ in case alone.",
            "Distinguir las palabras de esas pruebas que solo difieren en mayúsculas."
        ),
        (
            "--restrict-vocab and --case-sensitive are for --analogies and --word-pairs",
            "--restrict-vocab y --case-sensitive son para --analogies y --word-pairs"
        ),
        (
            "give --analogies or --word-pairs, not both",
            "da --analogies o --word-pairs, no ambos"
        ),
        (
            "give one of --analogies or --word-pairs and --recommend",
            "da uno solo de --analogies o --word-pairs y --recommend"
        ),
        (
            "--analogies and --word-pairs go without other files",
            "--analogies y --word-pairs van sin otros archivos"
        ),
        (
            "%1 is not for --analogies and --word-pairs",
            "%1 no es para --analogies y --word-pairs"
        ),
        ("1 line of another form was skipped (%1)", "se omitió 1 línea de otra forma (%1)"),
        (
            "%1 lines of another form were skipped (%2)",
            "se omitieron %1 líneas de otra forma (%2)"
        ),
        ("table", "tabla"),
        ("names", "nombres"),
        ("questions", "preguntas"),
        ("unknown_ratio", "parte_desconocida"),
    ]
}
