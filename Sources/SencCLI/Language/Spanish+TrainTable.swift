extension Spanish {
    /// Texts of `SencTraining/Tables`, of `train table` and of `predict`.
    static var trainTable: [Entry] {
        tableErrors + tableReports + tableOptions + predictCommand
    }

    private static let tableErrors: [Entry] = [
        ("no column %1; did you mean %2?", "no hay ninguna columna %1; ¿quizá %2?"),
        ("no column %1; there are %2", "no hay ninguna columna %1; están %2"),
        ("the table has no rows", "la tabla no tiene filas"),
        (
            "the table has one row: give at least 2",
            "la tabla tiene una sola fila: da al menos 2"
        ),
        (
            "no row has a value in the target column %1",
            "ninguna fila tiene un valor en la columna objetivo %1"
        ),
        (
            """
            every row has the same value in the target column %1, %2: nothing can be learned
            """,
            """
            todas las filas tienen el mismo valor en la columna objetivo %1, %2: no se puede \
            aprender nada
            """
        ),
        (
            """
            the target column %1 has %2 classes, over the limit of %3
            """,
            """
            la columna objetivo %1 tiene %2 clases, más del límite de %3
            """
        ),
        ("if they are numbers, give --number %1", "si son números, da --number %1"),
        (
            "no column but %1 tells rows apart: nothing can be learned",
            "ninguna columna salvo %1 distingue las filas: no se puede aprender nada"
        ),
        (
            """
            row %1 has %2 in the column %3, which is not a number
            """,
            """
            la fila %1 tiene %2 en la columna %3, que no es un número
            """
        ),
        (
            "mend it, or give --category or --ignore in place of --number",
            "corrígelo, o da --category o --ignore en lugar de --number"
        ),
        ("the column %1 has no numbers", "la columna %1 no tiene números"),
        (
            "the column %1 has too many different values",
            "la columna %1 tiene demasiados valores distintos"
        ),
        ("give --ignore", "da --ignore"),
        (
            "the network would take %1 GiB, more than there is",
            "la red ocuparía %1 GiB, más de lo que hay"
        ),
        (
            "leave out columns with many categories with --ignore",
            "excluye columnas con muchas categorías con --ignore"
        ),
        (
            "%1 rows are too few to keep some for the validation",
            "%1 filas son muy pocas para apartar algunas para la validación"
        ),
        (
            "give more rows, another share with --validation, or 0",
            "da más filas, otra parte con --validation, o 0"
        ),
        (
            "vectors are given for %1, which is not a column of categories",
            "se dan vectores para %1, que no es una columna de categorías"
        ),
        (
            "give --category, or leave out its --vectors",
            "da --category, o quita su --vectors"
        ),
        (
            "no category of the column %1 has a vector (%2)",
            "ninguna categoría de la columna %1 tiene un vector (%2)"
        ),
        (
            "the vectors of the column %1 have %2 numbers, over the limit",
            "los vectores de la columna %1 tienen %2 números, más del límite"
        ),
        (
            "no vector is given for the text %1 of the column %2",
            "no se da ningún vector para el texto %1 de la columna %2"
        ),
        (
            """
            the vector of the text %1 of the column %2 is not finite
            """,
            """
            el vector del texto %1 de la columna %2 no es finito
            """
        ),
        ("mend the text, or give --ignore", "corrige el texto, o da --ignore"),
        (
            """
            the vectors of texts have dimension %1, and the model learned from some of %2: \
            encode them as it did
            """,
            """
            los vectores de los textos tienen dimensión %1, y el modelo aprendió con otros de \
            %2: codifícalos como entonces
            """
        ),
        (
            """
            the texts were encoded by %1, which %2 does not match: %3; give that one with \
            --model (%4)
            """,
            """
            los textos se codificaron con %1, con el que %2 no coincide: %3; indica aquel con \
            --model (%4)
            """
        ),
        (
            "not a model that senc train table wrote (%1)",
            "no es un modelo escrito por senc train table (%1)"
        ),
    ]

    private static let tableReports: [Entry] = [
        ("%1 rows/s", "%1 filas/s"),
        (
            "%1 of %2 categories of the column %3 have given vectors",
            "%1 de %2 categorías de la columna %3 tienen vectores dados"
        ),
        (
            "%1 rows, pass %2 of %3, %4 s (%5)",
            "%1 filas, pasada %2 de %3, %4 s (%5)"
        ),
        (
            "%1 is learned as a number; --category %2 takes classes",
            "%1 se aprende como número; --category %2 toma clases"
        ),
        (
            "%1 is learned as classes; --number %2 takes numbers",
            "%1 se aprende como clases; --number %2 toma números"
        ),
        ("categories: %1", "categorías: %1"),
        ("numbers: %1", "números: %1"),
        ("texts: %1, encoded by %2", "textos: %1, codificados con %2"),
        (
            """
            left out, nearly all values differ: %1; --text has a column encoded, --category \
            takes its values as names
            """,
            """
            excluidas, casi todos los valores son distintos: %1; --text hace codificar una \
            columna, --category toma sus valores como nombres
            """
        ),
        (
            "left out, all values are the same: %1",
            "excluidas, todos los valores son iguales: %1"
        ),
        ("RMSE", "RMSE"),
        ("accuracy", "exactitud"), ("log loss", "pérdida logarítmica"),
        ("method", "método"),
        ("RMSE %1", "RMSE %1"),
        ("accuracy %1, log loss %2", "exactitud %1, pérdida logarítmica %2"),
    ]

    private static let tableOptions: [Entry] = [
        (
            """
            A file with a table: CSV, TSV or JSON Lines, - for standard input; it may be \
            compressed with gzip, bzip2, xz or zstd. Repeatable.
            """,
            """
            Un archivo con una tabla: CSV, TSV o JSON Lines, - para la entrada estándar; puede \
            estar comprimido con gzip, bzip2, xz o zstd. Repetible.
            """
        ),
        (
            "How the tables are laid out, if a file's name does not tell.",
            "Cómo están dispuestas las tablas, si el nombre del archivo no lo dice."
        ),
        (
            "lines of text are not a table: give csv, tsv or jsonl",
            "las líneas de texto no son una tabla: da csv, tsv o jsonl"
        ),
        (
            "Learn a column of a table from the others, and vectors of categories.",
            "Aprender una columna de una tabla con las otras, y vectores de categorías."
        ),
        (
            """
            Each category, such as a city or a user, gets a vector, with which two dense layers \
            tell the target. A target of numbers is told by its value, any other by its class. \
            What each column is taken as is told; --category, --number, --text and --ignore \
            decide. A column of texts, which nearly all differ, is left out unless --text has a \
            model encode it. Some rows are kept to tell when to stop, and on these it is \
            compared with a column of zeros and ones for each category (one-hot) and with their \
            numbers in order (integers): the error of each, or its accuracy and log loss, is \
            printed. In the directory, predict finds the model, and vectors/ has those of each \
            column: NAME.vec for encode and search, NAME.npy for map and cluster.

            Examples:
              senc train table flats.csv --target price --output flats
              senc train table r.tsv --target stars --category user --number stars -o r
              senc train table flats.csv --target price --text description -o f
              senc predict flats more.csv
            """,
            """
            Cada categoría, como una ciudad o un usuario, recibe un vector, con el que dos capas \
            densas predicen el objetivo. Si son números se predice el valor; si no, la clase. Se \
            dice como qué se toma cada columna; --category, --number, --text e --ignore lo \
            deciden. Una columna de textos, casi todos distintos, se excluye salvo que --text \
            haga que un modelo la codifique. Algunas filas se reservan para saber cuándo parar, \
            y en ellas se compara con una columna de ceros y unos por categoría (one-hot) y con \
            sus números en orden (integers): se imprime el error de cada uno, o su exactitud y \
            pérdida logarítmica. En el directorio, predict encuentra el modelo, y vectors/ tiene \
            los de cada columna: NAME.vec para encode y search, NAME.npy para map y cluster.

            Ejemplos:
              senc train table flats.csv --target price --output flats
              senc train table r.tsv --target stars --category user --number stars -o r
              senc train table flats.csv --target price --text description -o f
              senc predict flats more.csv
            """
        ),
        (
            "Files with the table, as --input takes them.",
            "Archivos con la tabla, como los toma --input."
        ),
        ("The column to be learned.", "La columna que se aprende."),
        (
            "A column of categories, whatever its values. Repeatable.",
            "Una columna de categorías, sean cuales sean sus valores. Repetible."
        ),
        ("A column of numbers. Repeatable.", "Una columna de números. Repetible."),
        (
            "A column of texts, which a model encodes. Repeatable.",
            "Una columna de textos, que codifica un modelo. Repetible."
        ),
        ("A column to leave out. Repeatable.", "Una columna que se excluye. Repetible."),
        (
            "A file of word vectors that the categories of a column begin with. Repeatable.",
            """
            Un archivo de vectores de palabras con los que empiezan las categorías de una \
            columna. Repetible.
            """
        ),
        (
            "Leave the vectors of --vectors as they are.",
            "Dejar los vectores de --vectors como están."
        ),
        ("Passes over the rows at most.", "Pasadas por las filas como máximo."),
        ("Rows of a step.", "Filas de un paso."),
        ("Of the steps.", "De los pasos."),
        (
            "What weights lose in a step, as a share of them and of --learning-rate.",
            "Lo que pierden los pesos en un paso, como parte de ellos y de --learning-rate."
        ),
        (
            "The share of units that a step leaves out at random.",
            "La parte de unidades que un paso omite al azar."
        ),
        (
            "The share of rows that tell when to stop; 0 for none.",
            "La parte de filas que dicen cuándo parar; 0 para ninguna."
        ),
        (
            "Passes without a better result after which learning ends.",
            "Pasadas sin mejor resultado tras las que acaba el aprendizaje."
        ),
        (
            "Do not learn with one-hot columns and integers, too.",
            "No aprender también con columnas one-hot y enteros."
        ),
        (
            "Print the comparison as one JSON object.",
            "Imprimir la comparación como un objeto JSON."
        ),
        ("--freeze is for --vectors", "--freeze es para --vectors"),
        (
            "the column %1 is both used and left out",
            "la columna %1 se usa y se excluye a la vez"
        ),
        (
            "the column %1 cannot be of categories and numbers",
            "la columna %1 no puede ser de categorías y de números"
        ),
        (
            "the column %1 cannot be of texts and anything else",
            "la columna %1 no puede ser de textos y de otra cosa"
        ),
        (
            "--text is for columns that the target is learned from",
            "--text es para columnas de las que se aprende el objetivo"
        ),
        ("--model is for --text", "--model es para --text"),
        ("--vectors %1: give COLUMN=FILE", "--vectors %1: da COLUMN=FILE"),
        ("column", "columna"), ("column=file", "columna=archivo"),
    ]

    private static let predictCommand: [Entry] = [
        (
            "Tell the column of a table that a model of train table has learned.",
            "Predecir la columna de una tabla que aprendió un modelo de train table."
        ),
        (
            """
            Prints the value for each row, or the class's probability and the class, between \
            tabs, and then the values of the --show columns. In JSON, an object a row: its \
            "index" (from 0), the "prediction" and, of classes, its "probability". Where rows \
            have the target, how well it is told is reported, too.

            Examples:
              senc predict flats more.csv
              senc predict churn customers.csv --show id --format csv -o churn.csv
            """,
            """
            Imprime el valor de cada fila, o la probabilidad de la clase y la clase, entre \
            tabuladores, y después los valores de las columnas de --show. En JSON, un objeto por \
            fila: su "index" (desde 0), la "prediction" y, si son clases, su "probability". Si \
            las filas tienen el objetivo, también se dice lo bien que se acierta.

            Ejemplos:
              senc predict flats more.csv
              senc predict churn customers.csv --show id --format csv -o churn.csv
            """
        ),
        (
            "The directory that train table wrote.",
            "El directorio que escribió train table."
        ),
        (
            "Print the probabilities of all classes.",
            "Imprimir las probabilidades de todas las clases."
        ),
        (
            "--model is for models of tables that have columns of texts",
            "--model es para modelos de tablas que tienen columnas de textos"
        ),
        (
            "--probabilities is for classes, and the model tells numbers",
            "--probabilities es para clases, y el modelo predice números"
        ),
    ]
}
