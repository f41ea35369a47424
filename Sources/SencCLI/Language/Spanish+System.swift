extension Spanish {
    /// What systems say of a call that they refuse (`strerror`), where all say the same.
    static let system: [Entry] = [
        ("Broken pipe", "tubería rota"),
        ("Cannot allocate memory", "no hay memoria"),
        ("Device or resource busy", "dispositivo o recurso ocupado"),
        ("Directory not empty", "el directorio no está vacío"),
        ("Disk quota exceeded", "cuota de disco superada"),
        ("File exists", "el archivo ya existe"),
        ("File name too long", "nombre de archivo demasiado largo"),
        ("File too large", "archivo demasiado grande"),
        ("Input/output error", "error de entrada o salida"),
        ("Invalid argument", "argumento no válido"),
        ("Is a directory", "es un directorio"),
        ("No such file or directory", "no existe el archivo o el directorio"),
        ("No space left on device", "no queda espacio en el dispositivo"),
        ("Not a directory", "no es un directorio"),
        ("Operation not permitted", "operación no permitida"),
        ("Permission denied", "permiso denegado"),
        ("Read-only file system", "sistema de archivos de solo lectura"),
        ("Text file busy", "archivo de texto ocupado"),
        ("Too many levels of symbolic links", "demasiados enlaces simbólicos"),
        ("Too many open files", "demasiados archivos abiertos"),
    ]
}
