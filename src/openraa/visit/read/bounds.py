"""How much a file may hold. Bounds keep hostile files cheap; each is far above what a real visit needs."""

MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 10_000
LARGEST_FILE = 200_000_000
LARGEST_UNPACKED = 1_000_000_000
