extension Spanish {
    /// Texts of `senc train recommend`, `senc recommend` and `senc evaluate --recommend`.
    static var recommendCommands: [Entry] {
        trainRecommend + recommendCommand + recommendEvaluation
    }

    private static let trainRecommend: [Entry] = [
        (
            "Learn what to recommend from what users chose.",
            "Aprender qué recomendar de lo que eligieron los usuarios."
        ),
        (
            """
            Each row of CSV, TSV or JSON Lines says that a user had to do with an item: bought, \
            heard, rated it. The directory that is written is for senc recommend; users.npy \
            and items.npy in it are vectors for search, map and cluster, with their ids \
            beside them, weights.npy is ease's matrix of items. Fewer than some thousand rows \
            teach little.

            With mf and svd++ --rating is what is learned. With als it is how much an \
            interaction counts, as how often; with the others it is one if it is over 0.

            Examples:
              senc train recommend sales.csv --user customer --item sku -o shop
              senc train recommend ratings.csv --rating stars --method svd++ -o films
              senc train recommend sales.csv --items skus.csv --item-text name -o s
              senc recommend shop --user 17 --top 5
            """,
            """
            Cada fila de CSV, TSV o JSON Lines dice que un usuario tuvo que ver con un \
            producto: lo compró, lo oyó, le puso nota. El directorio que se escribe es para \
            senc recommend; users.npy e items.npy son vectores para search, map y cluster, con \
            sus ids al lado, y weights.npy es la matriz de productos de ease. Menos de unos \
            miles de filas enseñan poco.

            Con mf y svd++, --rating es lo que se aprende. Con als es cuánto cuenta una \
            interacción, por ejemplo cuántas veces; con los demás hay una si pasa de 0.

            Ejemplos:
              senc train recommend sales.csv --user customer --item sku -o shop
              senc train recommend ratings.csv --rating stars --method svd++ -o films
              senc train recommend sales.csv --items skus.csv --item-text name -o s
              senc recommend shop --user 17 --top 5
            """
        ),
        (
            "--output needs the name of a directory",
            "--output necesita el nombre de un directorio"
        ),
        (
            "Tables of interactions, - for standard input.",
            "Tablas de interacciones, - para la entrada estándar."
        ),
        (
            "The directory to write, new or empty.",
            "El directorio que se escribe, nuevo o vacío."
        ),
        (
            """
            Learn, too, how likely a user is to choose an item, from a tenth of the \
            interactions, and report how well that is told; takes as long again.
            """,
            """
            Aprender también la probabilidad de que un usuario elija un producto, de una décima \
            parte de las interacciones, y decir lo bien que se predice; tarda otro tanto.
            """
        ),
        (
            "--probabilities is for methods of interactions, not of ratings",
            "--probabilities es para métodos de interacciones, no de notas"
        ),
        (
            "--field is for texts; --user and --item name columns here",
            "--field es para textos; aquí las columnas se nombran con --user y --item"
        ),
        (
            "probabilities: log loss %1, by the share alone %2; AUC %3",
            "probabilidades: pérdida logarítmica %1, solo con la proporción %2; AUC %3"
        ),
        (
            """
            %1: users: %2, items: %3, interactions: %4, bytes for each: %5; %6 s (%7)
            """,
            """
            %1: usuarios: %2, productos: %3, interacciones: %4, bytes por cada una: %5; %6 s (%7)
            """
        ),
        (
            """
            Vectors of items, a .npy file with their ids in FILE.ids, as senc encode --id-field \
            leaves them: items that nobody has chosen get learned vectors that follow from \
            these.
            """,
            """
            Vectores de productos, un archivo .npy con sus ids en ARCHIVO.ids, como los deja \
            senc encode --id-field: los productos que nadie ha elegido reciben vectores \
            aprendidos que se siguen de estos.
            """
        ),
        (
            "A table of items, whose texts are encoded by a model for the same purpose.",
            "Una tabla de productos, cuyos textos codifica un modelo para lo mismo."
        ),
        (
            "The field or column of --items with the text.",
            "El campo o la columna de --items con el texto."
        ),
        (
            "The field or column of --items with the item; that of --item if not given.",
            "El campo o la columna de --items con el producto; la de --item si no se da."
        ),
        (
            "give --item-vectors or --items, not both",
            "da --item-vectors o --items, no ambos"
        ),
        ("%1 is for --items", "%1 es para --items"),
        (
            """
            items by their features alone: %1, learned from %2; of the vectors of others these \
            tell %3 %
            """,
            """
            productos solo por sus características: %1, aprendido de %2; de los vectores de \
            otros predicen el %3 %
            """
        ),
        (
            "The field or column with the user; user or user_id, and the like, if not given.",
            """
            El campo o la columna del usuario; user o user_id, y parecidos, si no se da.
            """
        ),
        (
            "The field or column with the item; item or item_id, and the like, if not given.",
            """
            El campo o la columna del producto; item o item_id, y parecidos, si no se da.
            """
        ),
        (
            """
            The field or column with the rating, or with how often or how much; if not given, \
            a row counts once.
            """,
            """
            El campo o la columna de la nota, o de cuántas veces o cuánto; si no se da, una \
            fila cuenta una vez.
            """
        ),
        (
            """
            The field or column with the time, a number or a date; of several ratings of an \
            item by a user the latest counts.
            """,
            """
            El campo o la columna del tiempo, un número o una fecha; de varias notas de un \
            usuario a un producto cuenta la última.
            """
        ),
        (
            """
            ease, weights between items; als or bpr, vectors of users and items; mf or svd++, \
            vectors that tell ratings; popularity. If not given, ease, or als for more items \
            than memory has room for.
            """,
            """
            ease, pesos entre productos; als o bpr, vectores de usuarios y productos; mf o \
            svd++, vectores que predicen notas; popularity, lo popular. Si no se da, ease, o \
            als si los productos no caben en la memoria.
            """
        ),
        (
            "Numbers of a vector; 64 if not given.",
            "Números de un vector; 64 si no se da."
        ),
        (
            "Passes over the interactions; what suits the method if not given.",
            "Pasadas por las interacciones; las propias del método si no se da."
        ),
        (
            """
            How much large numbers are held back; if not given 500 with ease, 0.02 with als, \
            0.01 with bpr, 0.07 with mf and svd++.
            """,
            """
            Cuánto se frenan los números grandes; si no se da, 500 con ease, 0.02 con als, 0.01 \
            con bpr, 0.07 con mf y svd++.
            """
        ),
        (
            """
            How much more an interaction counts than what is not known, with als; 4 if not \
            given.
            """,
            """
            Cuánto más cuenta una interacción que lo que no se sabe, con als; 4 si no se da.
            """
        ),
        (
            "Of the first step of bpr, mf and svd++; 0.02 if not given.",
            "Del primer paso de bpr, mf y svd++; 0.02 si no se da."
        ),
        (
            """
            Which other items bpr draws: uniform, all alike, or popular, by how often they were \
            chosen; uniform if not given.
            """,
            """
            Qué otros productos toma bpr al azar: uniform, todos por igual, o popular, según \
            las veces que se eligieron; uniform si no se da.
            """
        ),
        (
            """
            Try some settings on a fifth of each user's interactions first, and learn with the \
            best; those that are given stay.
            """,
            """
            Probar antes algunos ajustes en un quinto de las interacciones de cada usuario, y \
            aprender con los mejores; los que se dan se quedan.
            """
        ),
        ("%1 says nothing to --method %2", "%1 no le dice nada a --method %2"),
        ("trial %1: %2: %3 %4", "prueba %1: %2: %3 %4"),
        (
            "chosen by the %1 on a fifth of the interactions: %2",
            "elegido por el %1 en un quinto de las interacciones: %2"
        ),
    ]

    private static let recommendCommand: [Entry] = [
        (
            "Recommend items to a user, or beside an item.",
            "Recomendar productos a un usuario, o junto a un producto."
        ),
        (
            """
            Prints scores and items, between tabs, the best first. For a user that senc train \
            recommend learned from, without what he or she has had; for a new one, by --items \
            that he or she has; or what goes with one --item. In JSON, an object an item: \
            "item", "score" and, if train was given --probabilities, "probability".

            Examples:
              senc recommend shop --user 17 --top 5
              senc recommend shop --item tea --json
              senc recommend shop --items tea cups
            """,
            """
            Imprime puntuaciones y productos, entre tabuladores, primero el mejor. Para un \
            usuario del que aprendió senc train recommend, sin lo que ya ha tenido; para uno \
            nuevo, según los --items que tiene; o lo que va con un --item. En JSON, un objeto \
            por producto: "item", "score" y, si a train se le dio --probabilities, \
            "probability".

            Ejemplos:
              senc recommend shop --user 17 --top 5
              senc recommend shop --item tea --json
              senc recommend shop --items tea cups
            """
        ),
        (
            "A directory of senc train recommend.", "Un directorio de senc train recommend."
        ),
        ("A user that was learned from.", "Un usuario del que se aprendió."),
        (
            "An item, for what those who chose it chose, too.",
            "Un producto, para lo que eligieron además quienes lo eligieron."
        ),
        ("The items that a new user has.", "Los productos que tiene un usuario nuevo."),
        ("How many items.", "Cuántos productos."),
        (
            "give one of --user, --item and --items", "da uno de --user, --item y --items"
        ),
        ("item", "producto"),
        ("ids", "ids"),
    ]

    private static let recommendEvaluation: [Entry] = [
        (
            """
            A table of interactions to learn from; those to be told are in a file behind it, \
            or are divided off. With --model, a directory of senc train recommend, those to be \
            told.
            """,
            """
            Una tabla de interacciones de la que aprender; las que se han de predecir están en \
            un archivo detrás, o se separan. Con --model, un directorio de senc train \
            recommend, las que se han de predecir.
            """
        ),
        (
            """
            What is divided off to be told: a share of each user's interactions, of all at \
            random, or the latest by --time; user if not given.
            """,
            """
            Qué se separa para predecirlo: una parte de las interacciones de cada usuario, de \
            todas al azar, o las últimas según --time; user si no se da.
            """
        ),
        (
            "The share that is divided off; 0.2 if not given.",
            "La parte que se separa; 0.2 si no se da."
        ),
        ("share", "parte"),
        ("directory", "directorio"),
        (
            "A directory to write with the division, train.csv and test.csv.",
            "Un directorio que se escribe con la división, train.csv y test.csv."
        ),
        (
            "give one file to learn from and one to be told at most",
            "da un archivo del que aprender y, como mucho, uno que predecir"
        ),
        (
            "--split, --test-share and --write-split are for one file, which is divided",
            "--split, --test-share y --write-split son para un solo archivo, que se divide"
        ),
        (
            "with --model, give the file that is to be told alone",
            "con --model, da solo el archivo que se ha de predecir"
        ),
        (
            "--model has been learned: leave out --method and --tune",
            "--model ya está aprendido: quita --method y --tune"
        ),
        (
            "--test-share must be over 0 and under 1",
            "--test-share debe ser mayor que 0 y menor que 1"
        ),
        (
            "--split time needs the column of the times: --time NAME",
            "--split time necesita la columna de los tiempos: --time NOMBRE"
        ),
        (
            "--write-split needs the name of a directory",
            "--write-split necesita el nombre de un directorio"
        ),
        ("%1 is for --recommend", "%1 es para --recommend"),
        ("%1 is not for --recommend", "%1 no es para --recommend"),
    ]
}
