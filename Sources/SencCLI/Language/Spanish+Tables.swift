extension Spanish {
    /// Texts about tables: how they are read, told and written back.
    static let tables: [Entry] = [
        (
            "read as %1, since it is not UTF-8; --encoding says otherwise (%2)",
            "leído como %1, porque no es UTF-8; con --encoding se indica otra codificación (%2)"
        ),
        (
            "the texts are taken from the field %1; --field names another (%2)",
            "los textos se toman del campo %1; con --field se indica otro (%2)"
        ),
        (
            "the texts are taken from the column %1; --field names another (%2)",
            "los textos se toman de la columna %1; con --field se indica otra (%2)"
        ),
        (
            "1 more file was read as what its bytes seem to be",
            "1 archivo más se leyó en la codificación que parecen indicar sus bytes"
        ),
        (
            "%1 more files were read as what their bytes seem to be",
            "%1 archivos más se leyeron en la codificación que parecen indicar sus bytes"
        ),
        (
            "there is a column %1 already; give --column another name",
            "ya existe una columna %1; usa otro nombre en --column"
        ),
        (
            "no record has a value in field %1%2",
            "ningún registro tiene un valor en el campo %1%2"
        ),
        ("%1 is for tables and JSON Lines", "%1 es para tablas y JSON Lines"),
        ("--column needs a name", "falta un nombre en --column"),
        (
            "--column is for texts, not for vectors",
            "--column es para textos, no para vectores"
        ),
        (
            "--column takes the best label alone: leave --top out",
            "--column solo usa la mejor etiqueta: quita --top"
        ),
        ("--id-field needs --input FILE", "--id-field necesita --input ARCHIVO"),
        (
            "--column writes JSON Lines: end --output in .jsonl, or say --format jsonl",
            """
            --column escribe JSON Lines: usa un nombre terminado en .jsonl en --output, o \
            --format jsonl
            """
        ),
        (
            "Print the value of this field or column as a record's id.",
            "Mostrar el valor de este campo o columna como id del registro."
        ),
        (
            "Print this field or column of a record, too. Repeatable.",
            "Mostrar también este campo o columna de cada registro. Se puede repetir."
        ),
        (
            """
            Write the records back as they are, with the results as a column of this name \
            behind the others.
            """,
            """
            Escribir los registros tal como están, con los resultados en una columna nueva de \
            este nombre al final.
            """
        ),
        (
            """
            The encoding of texts without a byte order mark: latin1, windows-1252, utf-16le, \
            shift_jis, or another name that iconv knows. If not given, UTF-8, UTF-16 and \
            windows-1252 are recognized.
            """,
            """
            La codificación de los textos sin marca de orden de bytes: latin1, windows-1252, \
            utf-16le, shift_jis u otro nombre que conozca iconv. Si no se indica, se reconocen \
            UTF-8, UTF-16 y windows-1252.
            """
        ),
        (
            """
            Take the text from this field or column of JSON Lines, CSV or TSV. If not given, it \
            is found by the names and the values.
            """,
            """
            Tomar el texto de este campo o columna de JSON Lines, CSV o TSV. Si no se indica, \
            se encuentra por los nombres y los valores.
            """
        ),
        (
            """
            What is between the values of CSV or TSV: a character, or tab; if not given, the \
            header shows whether it is a comma, a semicolon, a tab or |.
            """,
            """
            Lo que separa los valores de CSV o TSV: un carácter, o tab; si no se indica, la \
            cabecera muestra si es una coma, un punto y coma, un tabulador o |.
            """
        ),
        (
            """
            the first row is not a header: the texts are taken from column %1; --field takes \
            another by its number (%2)
            """,
            """
            la primera fila no es una cabecera: los textos se toman de la columna %1; --field \
            toma otra por su número (%2)
            """
        ),
    ]
}
