extension Spanish {
    /// Texts of options that several commands have, of files from A to L.
    static let optionGroups: [Entry] = [
        (
            "a text comes after a command: senc encode %1, for one",
            "un texto va después de un comando: por ejemplo, senc encode %1"
        ),
        ("no command %1%2 ('%3' lists all)", "no hay un comando %1%2 ('%3' los enumera)"),
        (
            "no command or topic %1%2 ('senc help' lists all)",
            "no hay un comando ni un tema %1%2 ('senc help' los enumera)"
        ),
        ("no option %1%2 ('%3' lists all)", "no hay una opción %1%2 ('%3' las enumera)"),
        (
            "threshold %1, by how the model scores unrelated texts",
            "umbral %1, según cómo puntúa el modelo textos sin relación"
        ),
        (
            "--metric %1 needs --threshold for vectors of which no model is known",
            "--metric %1 necesita --threshold con vectores cuyo modelo no se conoce"
        ),
        (
            "give files of texts or of vectors, not both",
            "da archivos de textos o de vectores, no de ambos"
        ),
        (
            "labels are read from JSON Lines, CSV or TSV, not from vectors",
            "las etiquetas se leen de JSON Lines, CSV o TSV, no de vectores"
        ),
        ("texts, not vectors", "textos, no de vectores"),
        (
            """
            A file with one text a line, - for standard input; it may be compressed with \
            gzip, bzip2, xz or zstd. Repeatable.
            """,
            """
            Un archivo con un texto por línea, - para la entrada estándar; puede estar \
            comprimido con gzip, bzip2, xz o zstd. Se puede repetir.
            """
        ),
        ("--input needs the name of a file", "--input necesita el nombre de un archivo"),
        (
            """
            Texts, or - for standard input, one a line. Without any, a pipe or file as \
            standard input is read.
            """,
            """
            Textos, o - para la entrada estándar, uno por línea. Sin ninguno, se lee una \
            tubería o un archivo que venga por la entrada estándar.
            """
        ),
        ("texts", "textos"),
        (
            "give texts, or --input FILE (- for standard input)",
            "da textos, o --input FILE (- para la entrada estándar)"
        ),
        ("give texts or --input, not both", "da textos o --input, no ambos"),
        (
            "- is standard input, and goes without other texts",
            "- es la entrada estándar, y va sin otros textos"
        ),
        (
            """
            Files of texts or vectors, as --input takes them, or texts. Without any, a pipe \
            or file as standard input is read.
            """,
            """
            Archivos de textos o de vectores, como los de --input, o textos. Sin ninguno, se \
            lee una tubería o un archivo que venga por la entrada estándar.
            """
        ),
        (
            "give files, by position or with --input (- for standard input)",
            "da archivos, por posición o con --input (- para la entrada estándar)"
        ),
        (
            "%1 is a file and %2 is not: give files or texts",
            "%1 es un archivo y %2 no: da archivos o textos"
        ),
        (
            "How many labels a text, the best first; 1, or with --json all, if not given.",
            """
            Cuántas etiquetas por texto, las mejores primero; si no se da, 1, o con --json \
            todas.
            """
        ),
        (
            "--encoding: no encoding %1 is known; such as %2",
            "--encoding: no se conoce la codificación %1; hay, por ejemplo, %2"
        ),
        (
            """
            How the texts are laid out, if the file's name does not tell; text, or lines, \
            takes the lines of any file as they are.
            """,
            """
            Cómo están dispuestos los textos, si el nombre del archivo no lo dice; text, o \
            lines, toma las líneas de cualquier archivo tal cual.
            """
        ),
        ("character", "carácter"),
        (
            """
            Whether double quotes around a value of CSV or TSV are part of it, none, or not, \
            double; double for CSV and none for TSV if not given.
            """,
            """
            Si las comillas dobles que rodean un valor de CSV o TSV forman parte de él, none, \
            o no, double; si no se da, double para CSV y none para TSV.
            """
        ),
        (
            """
            What to do with a record whose text or id is null or not there: error, skip it, \
            or take it as empty. In CSV and TSV an empty value without quotes counts as such \
            for skip.
            """,
            """
            Qué hacer con un registro cuyo texto o id es nulo o no está: dar un error \
            (error), omitirlo (skip) o tomarlo como vacío (empty). En CSV y TSV, para skip \
            cuenta como tal un valor vacío sin comillas.
            """
        ),
        (
            "--delimiter must be one ASCII character, such as ';', or tab",
            "--delimiter debe ser un carácter ASCII, como ';', o tab"
        ),
        ("%1 is for files of %2", "%1 es para archivos de %2"),
        (
            """
            CSV or TSV has no header; columns are called by their numbers, from 1. If not \
            given, the first rows show whether there is one.
            """,
            """
            El CSV o TSV no tiene cabecera; las columnas se nombran por sus números, desde 1. \
            Si no se indica, las primeras filas muestran si hay una.
            """
        ),
    ]
}
