extension Spanish {
    /// Texts of `SencIVF`.
    static let invertedLists: [Entry] = [
        ("not a usable FAISS index: %1 (%2)", "no es un índice de FAISS utilizable: %1 (%2)"),
        (
            "it starts with %1; 'IxFI', 'IxF2', 'IwFl' and 'IwSq' are read",
            "empieza con %1; se leen 'IxFI', 'IxF2', 'IwFl' e 'IwSq'"
        ),
        (
            "it ends inside what must follow byte %1",
            "termina dentro de lo que debe seguir al byte %1"
        ),
        ("there is 1 byte behind its end", "hay 1 byte detrás de su final"),
        ("there are %1 bytes behind its end", "hay %1 bytes detrás de su final"),
        (
            "its dimension is %1, and must be 1 to %2", "su dimensión es %1, y debe ser de 1 a %2"
        ),
        ("its number of vectors is %1", "su número de vectores es %1"),
        (
            "its metric is %1; 0 (inner product) and 1 (L2) are read",
            "su métrica es %1; se leen 0 (producto interno) y 1 (L2)"
        ),
        ("it has not been trained", "no ha sido entrenado"),
        (
            "its number of lists is %1, and must be 1 to %2",
            "su número de listas es %1, y debe ser de 1 a %2"
        ),
        (
            "its number of lists to search (nprobe) is %1, and must be 1 to %2",
            "su número de listas que buscar (nprobe) es %1, y debe ser de 1 a %2"
        ),
        (
            "its quantizer starts with %1; 'IxFI' and 'IxF2' are read",
            "su cuantizador empieza con %1; se leen 'IxFI' e 'IxF2'"
        ),
        (
            "its quantizer is %1 × %2, and its lists are %3 × %4",
            "su cuantizador es de %1 × %2, y sus listas son de %3 × %4"
        ),
        (
            "the centroid of list %1 is not finite", "el centroide de la lista %1 no es finito"
        ),
        (
            "its vectors are stored in %1 floats, and need %2",
            "sus vectores ocupan %1 números en coma flotante, y necesitan %2"
        ),
        (
            "its direct map is of kind %1; 0 and 1 are read",
            "su mapa directo es del tipo %1; se leen 0 y 1"
        ),
        (
            "its scalar quantizer is of kind %1; 0 (8 bits) is read",
            "su cuantizador escalar es del tipo %1; se lee 0 (8 bits)"
        ),
        (
            "the range of component %1 of its scalar quantizer is not finite",
            "el rango de la componente %1 de su cuantizador escalar no es finito"
        ),
        (
            "its vectors have codes of %1 bytes, and need %2",
            "sus vectores tienen códigos de %1 bytes, y necesitan %2"
        ),
        ("a flag is %1, and must be 0 or 1", "un indicador es %1, y debe ser 0 o 1"),
        (
            "its lists start with %1; 'ilar' with 'full' or 'sprs' is read",
            "sus listas empiezan con %1; se lee 'ilar' con 'full' o 'sprs'"
        ),
        (
            "its lists are counted as %1 in one place and as %2 in another",
            "sus listas son %1 en un lugar y %2 en otro"
        ),
        (
            "list %1 has an impossible size or number",
            "la lista %1 tiene un tamaño o un número imposible"
        ),
        (
            "its lists add up to %1, and its number of vectors is %2",
            "sus listas suman %1, y su número de vectores es %2"
        ),
        ("a vector of list %1 has the id %2", "un vector de la lista %1 tiene el id %2"),
        (
            "the number of inverted lists is %1, and must be 1 to %2",
            "el número de listas invertidas es %1, y debe ser de 1 a %2"
        ),
        (
            "there are no vectors to make inverted lists of (%1)",
            "no hay vectores de los que hacer listas invertidas (%1)"
        ),
        (
            "vectors of bits have no inverted lists; give them as float32 or int8 (%1)",
            "los vectores de bits no tienen listas invertidas; dalos como float32 o int8 (%1)"
        ),
        (
            "the number of vectors is %1, more than an index of inverted lists holds (%2)",
            """
            el número de vectores es %1, más de los que caben en un índice de listas invertidas \
            (%2)
            """
        ),
        (
            "%1 of an index is %2, and must be at least %3",
            "%1 de un índice es %2, y debe ser al menos %3"
        ),
        (
            "the number of inverted lists to search is %1, and must be at least 1",
            "el número de listas invertidas que buscar es %1, y debe ser al menos 1"
        ),
        (
            "this FAISS index is of vectors that are not compared by %1 (%2)",
            "este índice de FAISS es de vectores que no se comparan por %1 (%2)"
        ),
        (
            """
            the index is of other vectors: it has number %1, and of those to score again with \
            there are %2 (%3)
            """,
            """
            el índice es de otros vectores: tiene el número %1, y de los que sirven para volver a \
            puntuar hay %2 (%3)
            """
        ),
        (
            "an index of inverted lists cannot be written to a pipe or device (%1)",
            """
            un índice de listas invertidas no se puede escribir en una tubería o un dispositivo (%1)
            """
        ),
    ]
}
