extension Spanish {
    /// Indexes of vectors, as commands make and search them.
    static let vectorIndexes: [Entry] = [
        (
            """
            Make inverted lists of the vectors, or leave them out; in 8 bits, but in a FILE.faiss \
            with --output-type float32. If not given, as it was.
            """,
            """
            Crea listas invertidas de los vectores, o las quita; en 8 bits, salvo en un FILE.faiss \
            con --output-type float32. Si no se da, como estaba.
            """
        ),
        (
            "How many lists; by default about 4 times the root of the number of vectors.",
            "Cuántas listas; si no se da, unas 4 veces la raíz del número de vectores."
        ),
        (
            "How many lists a search looks at if it says nothing; a 128th, or 8, of them.",
            "Cuántas listas mira una búsqueda que no dice nada; una de cada 128, u 8."
        ),
        (
            """
            How many lists of an approximate index are searched for each query: more find more of \
            the closest, and take longer. As many as it was made for if not given.
            """,
            """
            En cuántas listas de un índice aproximado se busca para cada consulta: con más se \
            encuentran más de los más cercanos, y se tarda más. Si no se da, tantas como cuando se \
            creó.
            """
        ),
        (
            "--probes is for an index of lists: senc index build --approximate",
            "--probes es para un índice de listas: senc index build --approximate"
        ),
        (
            "--metric is for an index of vectors: senc index build FILE.faiss VECTORS.npy",
            "--metric es para un índice de vectores: senc index build FILE.faiss VECTORS.npy"
        ),
        (
            "the model's vectors are compared by manhattan, which has no lists",
            "los vectores del modelo se comparan por manhattan, que no tiene listas"
        ),
        (
            "a FAISS index is made of vectors: senc index build FILE.faiss VECTORS.npy",
            "un índice de FAISS se crea de vectores: senc index build FILE.faiss VECTORS.npy"
        ),
        (
            "a FAISS index is of vectors, which are not cut or encoded again",
            "un índice de FAISS es de vectores, que no se cortan ni se codifican otra vez"
        ),
        (
            "a FAISS index has float32 vectors, or with --approximate float32 or int8",
            "un índice de FAISS tiene vectores float32, o con --approximate float32 o int8"
        ),
        (
            "--lists and --probes need --approximate",
            "--lists y --probes necesitan --approximate"
        ),
        (
            "--metric of a FAISS index is cosine, dot or euclidean",
            "--metric de un índice de FAISS es cosine, dot o euclidean"
        ),
        (
            """
            the index does not number its vectors by their rows: it has the number %1, and holds \
            %2 in all; make one with senc index build (%3)
            """,
            """
            el índice no numera sus vectores por sus filas: tiene el número %1, y son %2 en total; \
            crea uno con senc index build (%3)
            """
        ),
        (
            """
            warning: the ids in %1 are of an earlier file; remove them if they are not those of the \
            new vectors
            """,
            """
            aviso: los ids de %1 son de un archivo anterior; bórralos si no son los de los vectores \
            nuevos
            """
        ),
        ("centroids of the lists", "centroides de las listas"),
        ("vectors to their lists", "vectores a sus listas"),
        ("vectors to the file", "vectores al archivo"),
        ("vectors: %1, dimension: %2", "vectores: %1, dimensión: %2"),
        (
            "vectors: %1, dimension: %2, lists: %3, searched: %4",
            "vectores: %1, dimensión: %2, listas: %3, se miran: %4"
        ),
        ("L2", "L2"),
        ("inner product", "producto interno"),
        ("lists", "listas"),
        ("lists searched", "listas que se miran"),
        ("vectors in lists", "vectores en listas"),
        ("%1 is not of its vectors", "%1 no es de sus vectores"),
    ]
}
