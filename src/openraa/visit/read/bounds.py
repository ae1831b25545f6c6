"""How much a file may hold. Bounds keep hostile files cheap; each is far above what a real visit needs."""

MOST_ROWS = 200_000
MOST_LINES = 1_000_000  # lines of a file, empty ones included
MOST_COLUMNS = 200
MOST_CELLS = 5_000_000  # of a sheet, empty ones included, and of the rectangle around those in use
MOST_BRACKETS = 1_000_000  # objects and lists in a JSON file
LONGEST_CELL = 10_000
LONGEST_ROW = 1_000_000  # characters in one row of a CSV file
LARGEST_FILE = 100_000_000
LARGEST_UNPACKED = 600_000_000
LARGEST_TEXT = 200_000_000  # characters in all cells of a sheet
MOST_PARTS = 5_000  # files inside a workbook
MOST_MEMORY = 1_500_000_000  # bytes, for the process that reads a workbook
MOST_SECONDS = 30  # of computing, for the process that reads a workbook
LONGEST_WAIT = 90  # seconds by the clock, for the same
