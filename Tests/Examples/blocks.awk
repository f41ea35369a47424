# The `swift` blocks of a page that import something, each as Sources/NAME_N/main.swift, and the block
# that follows it with nothing but empty lines between, if that is of no language, `text` or
# `console`, as its expected.txt, without the lines of commands.
/^```/ && !inside {
    inside = 1
    language = substr($0, 4)
    text = ""
    next
}
/^```/ {
    inside = 0
    if (language == "swift" && text ~ /(^|\n)import /) {
        directory = "Sources/" name "_" ++count
        system("mkdir -p " directory)
        printf "%s", text > (directory "/main.swift")
        printf "" > (directory "/expected.txt")
        follows = 1
    } else {
        if (follows && language ~ /^(text|console)?$/)
            printf "%s", text > (directory "/expected.txt")
        follows = 0
    }
    next
}
inside {
    if (language == "swift" || $0 !~ /^\$ /) text = text $0 "\n"
    next
}
NF { follows = 0 }
