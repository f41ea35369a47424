"""Tables in Markdown."""


def table(heading, rows):
    """Prints a table; the first column is text, the others are numbers."""
    print("| " + " | ".join(heading) + " |")
    print("|---|" + "---:|" * (len(heading) - 1))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")


def rounded(value, digits=3):
    """A number with so many significant digits, and a comma for thousands."""
    if value == 0:
        return "0"
    decimals = max(0, digits - len(str(int(abs(value)))))
    if abs(value) < 1:
        decimals = digits
    return f"{value:,.{decimals}f}"
