# Compares the lines of two files, expected and printed: numbers with a point to four digits, for
# the last ones differ by CPU, and all else to the letter. Prints the first line that differs.
function differ(wanted, found) {
    print "expected: " wanted "\nprinted:  " found > "/dev/stderr"
    exit failed = 1
}
function same(a, b, number, difference, size) {
    if (a == b) return 1
    number = "^-?[0-9]+\\.[0-9]+(e-?[0-9]+)?$"
    if (a !~ number || b !~ number) return 0
    difference = a - b
    size = a < 0 ? -a : +a
    return (difference < 0 ? -difference : difference) <= 0.00005 * (size > 1 ? size : 1)
}
FNR == NR { expected[FNR] = $0; count = FNR; next }
{
    lines = FNR
    wanted = expected[FNR]
    fields = split(wanted, parts, /[][ ,;:()\t]+/)
    if (FNR > count || split($0, own, /[][ ,;:()\t]+/) != fields) differ(wanted, $0)
    for (i = 1; i <= fields; i++) if (!same(parts[i], own[i])) differ(wanted, $0)
}
END { if (!failed && lines < count) differ(expected[lines + 1], "(nothing)"); exit failed }
