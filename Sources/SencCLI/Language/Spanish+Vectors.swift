extension Spanish {
    /// Texts of `SencVectors`.
    static let vectors: [Entry] = [
        (
            "the id %1 of record %2 is not a number that a bigint holds",
            "el id %1 del registro %2 no es un número que quepa en un bigint"
        ),
        (
            "the id of record %1 has a zero byte, which PostgreSQL's text does not have",
            "el id del registro %1 tiene un byte cero, que el tipo text de PostgreSQL no admite"
        ),
        (
            "%1 vectors are too few to calibrate int8; give 2 or more",
            "%1 vectores son muy pocos para calibrar int8; da 2 o más"
        ),
        (
            "1 vector is too few to calibrate int8; give 2 or more",
            "1 vector es muy poco para calibrar int8; da 2 o más"
        ),
        (
            "int8 ranges must be [2, dimension], not [%1, %2]",
            "los rangos de int8 deben ser [2, dimensión], no [%1, %2]"
        ),
        (
            "the int8 range of component %1 cannot be from %2 to %3",
            "el rango de int8 de la componente %1 no puede ir de %2 a %3"
        ),
        ("there are no vectors (%1)", "no hay vectores (%1)"),
        ("%1 is not a number", "%1 no es un número"),
        ("the array does not end with its line", "el array no termina con su línea"),
        (
            "a vector of %1 components among those of %2",
            "un vector de %1 componentes entre los de %2"
        ),
        (
            "a vector of 1 component among those of %1",
            "un vector de 1 componente entre los de %1"
        ),
        ("not a usable .npy file: %1 (%2)", "no es un archivo .npy utilizable: %1 (%2)"),
        ("it does not start as one", "no empieza como uno"),
        ("%1 bytes end inside the header", "%1 bytes terminan dentro de la cabecera"),
        ("unknown version %1.%2", "versión desconocida %1.%2"),
        ("the header is malformed at byte %1", "la cabecera está mal formada en el byte %1"),
        ("the header has an unknown entry %1", "la cabecera tiene una entrada desconocida %1"),
        ("the header has two entries %1", "la cabecera tiene dos entradas %1"),
        ("the header has no entry %1", "la cabecera no tiene una entrada %1"),
        ("elements of %1 type %2; %3", "elementos %1 de tipo %2; %3"),
        ("elements of type %1; %2", "elementos de tipo %1; %2"),
        (
            "structured elements; %1: save one field alone",
            "elementos estructurados; %1: guarda un solo campo"
        ),
        (
            "an array of %1 dimensions is not a matrix",
            "un array de %1 dimensiones no es una matriz"
        ),
        ("an array of 1 dimension is not a matrix", "un array de 1 dimensión no es una matriz"),
        ("its rows are empty", "sus filas están vacías"),
        (
            "rows of %1 components are over the limit of %2",
            "filas de %1 componentes superan el límite de %2"
        ),
        ("the shape is too large", "la forma es demasiado grande"),
        ("no memory for %1 bytes", "no hay memoria para %1 bytes"),
        (
            "the shape needs %1 bytes of data, and there are %2",
            "la forma necesita %1 bytes de datos, y hay %2"
        ),
        (
            "float64, float32, float16, int8 and uint8 are read",
            "se leen float64, float32, float16, int8 y uint8"
        ),
        ("not a usable .npz file: %1 (%2)", "no es un archivo .npz utilizable: %1 (%2)"),
        ("it is no ZIP archive, or is cut short", "no es un archivo ZIP, o está incompleto"),
        ("the archive makes no sense at byte %1", "el archivo no tiene sentido en el byte %1"),
        ("%1 arrays are over the limit of %2", "%1 arrays superan el límite de %2"),
        ("it has two arrays %1", "tiene dos arrays %1"),
        ("the array %1 is encrypted", "el array %1 está cifrado"),
        (
            "the array %1 is compressed by method %2; stored and deflated ones are read",
            """
            el array %1 está comprimido con el método %2; se leen los guardados sin comprimir \
            y con deflate
            """
        ),
        ("the array %1 is damaged", "el array %1 está dañado"),
        (
            "the array %1 has %2 bytes, too many to inflate; save it with numpy.savez",
            """
            el array %1 tiene %2 bytes, demasiados para descomprimirlos; guárdalo con \
            numpy.savez
            """
        ),
        ("it has no array %1; it has %2", "no tiene un array %1; tiene %2"),
        (
            "choose one of its arrays with FILE:NAME: %1",
            "elige uno de sus arrays con FILE:NAME: %1"
        ),
        (
            "the queries have dimension %1 and the vectors %2%3",
            "las consultas tienen dimensión %1 y los vectores %2%3"
        ),
        (
            "row %1 has components that are not finite, or too large%2",
            "la fila %1 tiene componentes no finitas o demasiado grandes%2"
        ),
        (
            "query %1 has components that are not finite, or too large",
            "la consulta %1 tiene componentes no finitas o demasiado grandes"
        ),
        (
            "the int8 ranges have dimension %1 and the vectors %2%3",
            "los rangos de int8 tienen dimensión %1 y los vectores %2%3"
        ),
        (
            "the vectors to score again are [%1, %2], and those searched [%3, %4]%5",
            """
            los vectores para puntuar de nuevo son [%1, %2], y aquellos en que se busca [%3, \
            %4]%5
            """
        ),
        (
            "the rows have dimension %1, and those of the first file %2%3",
            "las filas tienen dimensión %1, y las del primer archivo %2%3"
        ),
        (
            "the elements are %1, and those of the first file %2%3",
            "los elementos son %1, y los del primer archivo %2%3"
        ),
        ("rows of %1 bytes do not hold %2 bits%3", "en filas de %1 bytes no caben %2 bits%3"),
    ]
}
