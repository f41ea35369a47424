extension Spanish {
    /// What a server reports to who starts it, and why it cannot serve (SencServer,
    /// SencServerProgram).
    static let http: [Entry] = [
        ("cannot listen on %1: %2", "no se puede escuchar en %1: %2"),
        ("another server listens on this socket (%1)", "otro servidor escucha en este socket (%1)"),
        (
            "not a socket: remove it or choose another path (%1)",
            "no es un socket: bórralo o elige otra ruta (%1)"
        ),
        (
            "the path is too long for a socket",
            "la ruta es demasiado larga para un socket"
        ),
        ("the address is unknown", "la dirección es desconocida"),
        ("not a certificate in PEM format (%1)", "no es un certificado en formato PEM (%1)"),
        ("not a private key in PEM format (%1)", "no es una clave privada en formato PEM (%1)"),
        (
            "the key is not that of the certificate %1 (%2)",
            "la clave no es la del certificado %1 (%2)"
        ),
        ("listening on %1 (model %2)", "escucha en %1 (modelo %2)"),
        ("1 request was not answered in time", "1 petición no se respondió a tiempo"),
        ("%1 requests were not answered in time", "%1 peticiones no se respondieron a tiempo"),
    ]
}
