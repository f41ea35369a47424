#!/usr/bin/env python3
"""Makes tienda.csv, the small shop of Documentation/learning.md: make_shop.py > tienda.csv

The shop is made up. Its customers buy mostly from one shelf, somewhat from a second, and of each
shelf only what they like. All that is drawn follows from the seed and from Random.random alone, which
Python promises to keep; so the file is the same each time."""
import random
from datetime import date, timedelta

SHELVES = [
    "café leche azúcar galletas té cacao mermelada mantequilla miel cereales",
    "arroz aceite sal harina lentejas garbanzos tomate pasta vinagre pimentón",
    "jabón lejía bayeta esponja fregona detergente suavizante estropajo guantes escoba",
    "cuaderno lápiz goma bolígrafo carpeta pegamento tijeras regla rotulador sobre",
]
CUSTOMERS = 160
ORDERS = 640
LIKED = 7  # of the ten products of a shelf

draw = random.Random(2026).random


def below(count):
    return int(draw() * count)


def chosen(things, count):
    """Some of the things, each once."""
    rest = list(things)
    return [rest.pop(below(len(rest))) for _ in range(count)]


shelves = [shelf.split() for shelf in SHELVES]
customers = []
for _ in range(CUSTOMERS):
    first, second = chosen(range(len(shelves)), 2)
    customers.append((first, second, [chosen(shelf, LIKED) for shelf in shelves]))

print("pedido,cliente,fecha,producto,nota")
for order in range(ORDERS):
    day = date(2025, 1, 1) + timedelta(days=order * 365 // ORDERS)
    customer = below(CUSTOMERS)
    first, second, liked = customers[customer]
    basket = []
    for _ in range(2 + below(4)):
        place = draw()
        shelf = first if place < 0.75 else second if place < 0.95 else below(len(shelves))
        product = liked[shelf][below(LIKED)]
        if product not in basket:
            basket.append(product)
            stars = 3 + (shelf == first) + (shelf in (first, second)) - below(3)
            print(f"{order + 1},{customer + 1},{day},{product},{min(5, max(1, stars))}")
