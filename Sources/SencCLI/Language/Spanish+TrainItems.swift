extension Spanish {
    /// Texts of `senc train items`, of `--init` and of tables of sessions.
    static let trainItems: [Entry] = [
        (
            "there is no session with an item: nothing can be learned",
            "no hay ninguna sesión con un artículo: no se puede aprender nada"
        ),
        (
            "no item is seen %1 times or more", "ningún artículo aparece %1 veces o más"
        ),
        ("give a lower --min-count", "da un --min-count menor"),
        (
            "there is one item alone, %1: nothing tells it from others",
            "hay un solo artículo, %1: nada lo distingue de otros"
        ),
        (
            "no session has two items that are learned",
            "ninguna sesión tiene dos artículos que se aprendan"
        ),
        (
            "give longer sessions, or a lower --min-count",
            "da sesiones más largas, o un --min-count menor"
        ),
        (
            "either all items have a time, a finite number, or none (item %1)",
            "o todos los artículos tienen una hora, un número finito, o ninguno (artículo %1)"
        ),
        ("%1 sessions or items are too many", "%1 sesiones o artículos son demasiados"),
        (
            """
            the item %1 has white space in its name, which word2vec's forms have no place for
            """,
            """
            el artículo %1 tiene espacios en su nombre, que no caben en las formas de word2vec
            """
        ),
        (
            "write NAME.npy, with the items in NAME.npy.ids",
            "escribe NOMBRE.npy, con los artículos en NOMBRE.npy.ids"
        ),
        (
            """
            no session has two items that others have, too: none can be held out
            """,
            """
            ninguna sesión tiene dos artículos que también tengan otras: no se puede apartar \
            ninguno
            """
        ),
        ("leave out --tune", "quita --tune"),
        (
            "the vectors to begin with have dimension %1, and those to be learned %2",
            "los vectores con que se empieza tienen dimensión %1, y los que se aprenden, %2"
        ),
        ("give --dimension %1", "da --dimension %1"),
        (
            "the time %1 is neither a number nor a date such as 2026-11-27T13:05:59 (%2, line %3)",
            """
            el momento %1 no es ni un número ni una fecha como 2026-11-27T13:05:59 (%2, \
            línea %3)
            """
        ),
        (
            """
            the time %1 cannot be compared with those before: give numbers or dates alone (%2, \
            line %3)
            """,
            """
            el momento %1 no se puede comparar con los anteriores: da solo números o solo \
            fechas (%2, línea %3)
            """
        ),
        (
            """
            %1 is not a list of items in JSON, such as ["a", "b"]; --separator says what is \
            between them (%2, line %3)
            """,
            """
            %1 no es una lista de artículos en JSON, como ["a", "b"]; --separator dice qué hay \
            entre ellos (%2, línea %3)
            """
        ),
        (
            "1 row without a session or an item was skipped",
            "se omitió 1 fila sin sesión o sin artículo"
        ),
        (
            "%1 rows without a session or an item were skipped",
            "se omitieron %1 filas sin sesión o sin artículo"
        ),
        (
            "Learn the vectors of items from the sessions that they stand in.",
            "Aprender los vectores de artículos de las sesiones en que están."
        ),
        (
            """
            Items that are met in the same company get vectors that are close: the products of \
            baskets, the songs of playlists, the pages of visits. A row of CSV, TSV or JSON \
            Lines is an item of a session, wherever the session's other rows are; or, with \
            --items, a session. All of it is kept in memory: 8 bytes a row, 16 with --time, \
            and each name once. --tune tries settings on a sample and takes those by which the \
            last item of sessions that are held out is told best.

            Examples:
              senc train items orders.csv --session order --item product -o shop.vec
              senc train items plays.tsv --session user --item song --time at -o p.npy
              senc train items carts.jsonl --items products --tune --output carts.vec
              senc neighbors shop.vec coffee
            """,
            """
            Los artículos que se encuentran en la misma compañía reciben vectores cercanos: los \
            productos de cestas, las canciones de listas, las páginas de visitas. Una fila de \
            CSV, TSV o JSON Lines es un artículo de una sesión, estén donde estén las demás \
            filas de la sesión; o, con --items, una sesión. Todo se guarda en memoria: 8 bytes \
            por fila, 16 con --time, y cada nombre una vez. --tune prueba ajustes en una \
            muestra y toma aquellos con los que mejor se adivina el último artículo de \
            sesiones apartadas.

            Ejemplos:
              senc train items orders.csv --session order --item product -o shop.vec
              senc train items plays.tsv --session user --item song --time at -o p.npy
              senc train items carts.jsonl --items products --tune --output carts.vec
              senc neighbors shop.vec coffee
            """
        ),
        (
            "Tables of sessions, - for standard input.",
            "Tablas de sesiones, - para la entrada estándar."
        ),
        ("Another such table. Repeatable.", "Otra tabla así. Se puede repetir."),
        (
            "The field or column that names a row's session.",
            "El campo o columna que nombra la sesión de una fila."
        ),
        (
            "The field or column that names a row's item.",
            "El campo o columna que nombra el artículo de una fila."
        ),
        (
            """
            The field or column by which a session's rows are put in order: numbers, or dates \
            such as 2026-11-27T13:05:59; their order in the files if not given.
            """,
            """
            El campo o columna por el que se ordenan las filas de una sesión: números, o \
            fechas como 2026-11-27T13:05:59; su orden en los archivos si no se indica.
            """
        ),
        (
            """
            The field or column with all items of a session: a list in JSON, or what is \
            between separators.
            """,
            """
            El campo o columna con todos los artículos de una sesión: una lista en JSON, o lo \
            que hay entre separadores.
            """
        ),
        ("What is between the items of --items.", "Qué hay entre los artículos de --items."),
        (
            """
            The file to write: NAME.vec is word2vec's text, NAME.bin word2vec's binary form, \
            NAME.npy an array with the items in NAME.npy.ids beside it.
            """,
            """
            El archivo que se escribe: NOMBRE.vec es el texto de word2vec; NOMBRE.bin, la forma \
            binaria de word2vec; NOMBRE.npy, una matriz con los artículos en NOMBRE.npy.ids a \
            su lado.
            """
        ),
        (
            "The form of the file, whatever it is called.",
            "La forma del archivo, se llame como se llame."
        ),
        ("seconds", "segundos"),
        (
            "give a table of sessions (- for standard input)",
            "da una tabla de sesiones (- para la entrada estándar)"
        ),
        (
            "--field is for texts: --session and --item name columns",
            "--field es para textos: --session y --item nombran columnas"
        ),
        (
            """
            the name %1 does not tell the form of the file: NAME.vec, NAME.bin, NAME.npy or \
            --format
            """,
            """
            el nombre %1 no dice la forma del archivo: NOMBRE.vec, NOMBRE.bin, NOMBRE.npy o \
            --format
            """
        ),
        (
            "rows of --items are sessions: leave out --session, --item and --time",
            "las filas de --items son sesiones: quita --session, --item y --time"
        ),
        ("--separator needs a text", "--separator necesita un texto"),
        ("--separator is for --items", "--separator es para --items"),
        (
            "name the columns with --session and --item, or with --items",
            "nombra las columnas con --session y --item, o con --items"
        ),
        ("1 item of %1 interactions, %2 s (%3)", "1 artículo de %1 interacciones, %2 s (%3)"),
        (
            "%1 items of %2 interactions, %3 s (%4)",
            "%1 artículos de %2 interacciones, %3 s (%4)"
        ),
        (
            """
            What is predicted from what: skip-gram the item from each neighbor, cbow, which is \
            faster, from the mean of all.
            """,
            """
            Qué se deduce de qué: skip-gram, el artículo de cada vecino; cbow, que es más \
            rápido, de la media de todos.
            """
        ),
        (
            "Numbers of a vector; those of --init, or else 64, if not given.",
            "Números de un vector; los de --init o, si no, 64, si no se indica."
        ),
        (
            "How many items away neighbors are at most, 1 to 20; all of the session if not given.",
            """
            A cuántos artículos están los vecinos como máximo, de 1 a 20; toda la sesión si no \
            se indica.
            """
        ),
        (
            "How often an item is seen at least; rarer ones are left out.",
            "Cuántas veces aparece un artículo como mínimo; los más raros se omiten."
        ),
        (
            """
            Items that are a larger share than this of all are left out in part, at random; 0, \
            none, if not given.
            """,
            """
            Los artículos que son una parte mayor que esta de todos se omiten a veces, al azar; \
            0, ninguno, si no se indica.
            """
        ),
        (
            "How many other items, drawn at random, each is told apart from.",
            "De cuántos otros artículos, tomados al azar, se distingue cada uno."
        ),
        (
            """
            Other items are drawn by their counts to the power of this: 0 for all alike, below \
            0 the rare ones first; 0.75 if not given.
            """,
            """
            Los otros artículos se toman según su número de apariciones elevado a esto: 0 para \
            todos por igual, menos de 0 los raros primero; 0.75 si no se indica.
            """
        ),
        (
            "Passes over the sessions; 100 if not given.",
            "Pasadas por las sesiones; 100 si no se indica."
        ),
        (
            "Of the first step; 0.025 if not given, with cbow 0.05.",
            "Del primer paso; 0.025 si no se indica, con cbow 0.05."
        ),
        (
            """
            A table of vectors, as 'senc neighbors' takes them, with which what has the same \
            name there begins; all else begins at random.
            """,
            """
            Una tabla de vectores, como las de 'senc neighbors', con los que empieza lo que \
            allí tiene el mismo nombre; lo demás empieza al azar.
            """
        ),
        (
            """
            Choose the settings that are not given on a sample: those by which the last item \
            of sessions that are held out is among the first ten most often.
            """,
            """
            Elegir en una muestra los ajustes que no se indican: aquellos con los que el último \
            artículo de sesiones apartadas está más veces entre los diez primeros.
            """
        ),
        (
            "How many settings --tune tries; 20 if not given.",
            "Cuántos ajustes prueba --tune; 20 si no se indica."
        ),
        (
            "Print what --tune tried and chose as a JSON object.",
            "Imprimir lo que --tune probó y eligió como un objeto JSON."
        ),
        ("--trials and --json are for --tune", "--trials y --json son para --tune"),
        (
            "%1 of %2 began with vectors that are there (%3)",
            "%1 de %2 empezaron con vectores que ya estaban (%3)"
        ),
        ("--init needs the name of a file", "--init necesita el nombre de un archivo"),
        (
            """
            --init is for skip-gram and cbow without n-grams: leave out --ngrams and --objective \
            glove
            """,
            """
            --init es para skip-gram y cbow sin n-gramas: quita --ngrams y --objective glove
            """
        ),
        ("exponent", "exponente"),
        ("epochs", "pasadas"),
        ("subsampling", "submuestreo"),
        ("window", "ventana"),
        ("rate", "tasa"),
        ("all", "toda"),
        (
            """
            kept the settings as they were: none of %1 trials tells the last of %2 sessions \
            better (hits@10 %3)
            """,
            """
            los ajustes se quedan como estaban: ninguna de %1 pruebas adivina mejor el último \
            de %2 sesiones (hits@10 %3)
            """
        ),
        (
            """
            chosen: %1, the best of %2 trials at telling the last of %3 sessions (hits@10 %4, \
            %5 without)
            """,
            """
            elegido: %1, la mejor de %2 pruebas en adivinar el último de %3 sesiones (hits@10 \
            %4, %5 sin ello)
            """
        ),
    ]
}
