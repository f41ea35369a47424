extension Spanish {
    /// Texts of `SencAnalysis`.
    static let analysis: [Entry] = [
        ("there are %1 labels for %2 vectors", "hay %1 etiquetas para %2 vectores"),
        ("there is 1 label for %1 vectors", "hay 1 etiqueta para %1 vectores"),
        ("there are %1 labels for 1 vector", "hay %1 etiquetas para 1 vector"),
        (
            "at least two labels are needed to tell them apart, not only %1",
            "hacen falta al menos dos etiquetas para distinguirlas, no solo %1"
        ),
        (
            "at least two labels are needed to tell them apart, not none",
            "hacen falta al menos dos etiquetas para distinguirlas, y no hay ninguna"
        ),
        (
            "%1 folds are too few; 2 or more are needed",
            "%1 particiones son muy pocas; hacen falta 2 o más"
        ),
        (
            """
            the label %1 has %2 of the at least %3 examples that %4 folds need; ask for fewer \
            with --folds, or for no test with --folds 0
            """,
            """
            la etiqueta %1 tiene %2 de los al menos %3 ejemplos que necesitan %4 particiones; \
            pide menos con --folds, o ninguna prueba con --folds 0
            """
        ),
        (
            "the regularization must be a finite number over 0, not %1",
            "la regularización debe ser un número finito mayor que 0, no %1"
        ),
        (
            "the weights are not those of %1 classes in dimension %2",
            "los pesos no son los de %1 clases en dimensión %2"
        ),
        ("there are %1 values for %2", "hay %1 valores para %2"),
        (
            "a correlation needs at least 2 pairs, not %1",
            "una correlación necesita al menos 2 pares, no %1"
        ),
        ("the value %1 of pair %2 is not finite", "el valor %1 del par %2 no es finito"),
        (
            "all scores are %1, and a correlation needs at least two different",
            "todas las puntuaciones son %1, y una correlación necesita al menos dos distintas"
        ),
        (
            "all similarities are %1, and a correlation needs at least two different",
            "todas las similitudes son %1, y una correlación necesita al menos dos distintas"
        ),
        (
            "all labels are %1, and pairs of both labels are needed",
            "todas las etiquetas son %1, y hacen falta pares de ambas"
        ),
        (
            "no passage is relevant for query %1",
            "ningún pasaje es relevante para la consulta %1"
        ),
        (
            "none of the queries has a relevant passage",
            "ninguna consulta tiene un pasaje relevante"
        ),
        (
            "the best %1 are too few; 1 or more are needed",
            "los mejores %1 son muy pocos; hacen falta 1 o más"
        ),
        (
            "%1 clusters cannot be made of %2 vectors; ask for 1 to %3",
            "no se pueden hacer %1 grupos con %2 vectores; pide de 1 a %3"
        ),
        (
            "%1 clusters cannot be made of 1 vector; ask for 1",
            "no se pueden hacer %1 grupos con 1 vector; pide 1"
        ),
        ("1 cluster cannot be made of 0 vectors", "no se puede hacer 1 grupo con 0 vectores"),
        (
            "%1 clusters cannot be made of 0 vectors",
            "no se pueden hacer %1 grupos con 0 vectores"
        ),
        (
            "%1 restarts are too few; 1 or more are needed",
            "%1 reinicios son muy pocos; hacen falta 1 o más"
        ),
        (
            "communities have at least 1 member, not %1",
            "las comunidades tienen al menos 1 miembro, no %1"
        ),
        (
            "%1 neighbors are too few; 1 or more are needed",
            "%1 vecinos son muy pocos; hacen falta 1 o más"
        ),
        (
            "outliers need at least 2 vectors, not %1",
            "los valores atípicos necesitan al menos 2 vectores, no %1"
        ),
        (
            "%1 vectors of dimension %2 have 1 to %3 principal components, not %4",
            "%1 vectores de dimensión %2 tienen de 1 a %3 componentes principales, no %4"
        ),
        (
            "1 vector of dimension %1 has 1 principal component, not %2",
            "1 vector de dimensión %1 tiene 1 componente principal, no %2"
        ),
        (
            "the perplexity is a number of neighbors, at least 1, not %1",
            "la perplejidad es un número de vecinos, al menos 1, no %1"
        ),
        (
            "trustworthiness among %1 points is defined for 1 to %2 neighbors, not %3",
            "la fiabilidad entre %1 puntos está definida para 1 a %2 vecinos, no %3"
        ),
        ("there are %1 points for %2 vectors", "hay %1 puntos para %2 vectores"),
        ("there is 1 point for %1 vectors", "hay 1 punto para %1 vectores"),
        ("there are %1 points for 1 vector", "hay %1 puntos para 1 vector"),
    ]
}
