extension Spanish {
    /// Errors of recommendations, and of the tables that they are learned from.
    static let recommendations: [Entry] = [
        (
            "there is no interaction to learn from",
            "no hay ninguna interacción de la que aprender"
        ),
        (
            "there is one item only: nothing can be recommended",
            "hay un solo producto: no se puede recomendar nada"
        ),
        ("%1 learns ratings, and there are none", "%1 aprende notas, y no hay ninguna"),
        ("name their column with --rating", "nombra su columna con --rating"),
        (
            "%1 items are too many for %2 in the memory of this machine",
            "%1 productos son demasiados para %2 en la memoria de esta máquina"
        ),
        ("give --method als", "usa --method als"),
        (
            "%1 users and %2 items of %3 numbers do not fit into memory",
            "%1 usuarios y %2 productos de %3 números no caben en la memoria"
        ),
        ("give a smaller --dimension", "da una --dimension menor"),
        (
            "the name %1 is empty or has a line break (row %2)",
            "el nombre %1 está vacío o tiene un salto de línea (fila %2)"
        ),
        (
            "either all rows have a rating or none (row %1)",
            "o todas las filas tienen nota o ninguna (fila %1)"
        ),
        (
            "either all rows have a time or none (row %1)",
            "o todas las filas tienen hora o ninguna (fila %1)"
        ),
        (
            "the rating or the time is not a finite number, or is too large (row %1)",
            "la nota o la hora no es un número finito, o es demasiado grande (fila %1)"
        ),
        (
            "there are more rows than can be learned from",
            "hay más filas de las que se puede aprender"
        ),
        (
            "a rating is negative, and says how much an interaction counts with %1",
            "una nota es negativa, y con %1 dice cuánto cuenta una interacción"
        ),
        ("for ratings give --method mf", "para notas usa --method mf"),
        (
            "%1 tells ratings, not how likely an interaction is",
            "%1 predice notas, no la probabilidad de una interacción"
        ),
        (
            "there are no times by which the latest rows could be found",
            "no hay horas por las que encontrar las últimas filas"
        ),
        ("name their column with --time", "nombra su columna con --time"),
        (
            "with a regularization of %1 rounding decides: give a larger one",
            "con una regularización de %1 decide el redondeo: da una mayor"
        ),
        (
            "no user %1 was learned from%2", "no se aprendió de ningún usuario %1%2"
        ),
        (
            "no item %1 was learned from%2", "no se aprendió de ningún producto %1%2"
        ),
        (
            "what a new user likes is not told by items without ratings with %1",
            "con %1, unos productos sin notas no dicen lo que le gusta a un usuario nuevo"
        ),
        ("train with another --method", "entrena con otro --method"),
        (
            "the user %1 has had every item: there is nothing to recommend",
            "el usuario %1 ya ha tenido todos los productos: no hay nada que recomendar"
        ),
        (
            """
            no user has an item to learn from and another to be told: nothing can be measured
            """,
            """
            ningún usuario tiene un producto del que aprender y otro que predecir: no se puede \
            medir nada
            """
        ),
        (
            "%1 has no vectors of items to make others of",
            "%1 no tiene vectores de productos de los que hacer otros"
        ),
        (
            """
            the features of two items that were learned from are needed at least, and must differ
            """,
            """
            hacen falta las características de dos productos de los que se aprendió, y deben \
            ser distintas
            """
        ),
        (
            "vectors of items have %1 numbers, and may have %2",
            "los vectores de productos tienen %1 números, y pueden tener %2"
        ),
        (
            "not a recommender's directory (%1)",
            "no es el directorio de un recomendador (%1)"
        ),
        (
            """
            the model is damaged, or of another version of senc: %1 is not what it should be \
            (%2)
            """,
            """
            el modelo está dañado, o es de otra versión de senc: %1 no es lo que debe ser (%2)
            """
        ),
        ("the user is empty (%1, line %2)", "el usuario está vacío (%1, línea %2)"),
        ("the item is empty (%1, line %2)", "el producto está vacío (%1, línea %2)"),
        (
            "the user's name has a line break (%1, line %2)",
            "el nombre del usuario tiene un salto de línea (%1, línea %2)"
        ),
        (
            "the item's name has a line break (%1, line %2)",
            "el nombre del producto tiene un salto de línea (%1, línea %2)"
        ),
        (
            "the rating %1 is not a finite number (%2, line %3)",
            "la nota %1 no es un número finito (%2, línea %3)"
        ),
        (
            "the rating %1 is over a thousand million (%2, line %3)",
            "la nota %1 pasa de mil millones (%2, línea %3)"
        ),
        (
            """
            the time %1 is neither a number nor a date such as 2024-05-31 (%2, line %3)
            """,
            """
            el tiempo %1 no es ni un número ni una fecha como 2024-05-31 (%2, línea %3)
            """
        ),
        (
            """
            the rating %1 is negative, and says how much with this method; for ratings give \
            --method mf (%2, line %3)
            """,
            """
            la nota %1 es negativa, y con este método dice cuánto; para notas usa --method mf \
            (%2, línea %3)
            """
        ),
        (
            "there are more rows than can be learned from (%1)",
            "hay más filas de las que se puede aprender (%1)"
        ),
    ]
}
