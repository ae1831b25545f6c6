"""How much a file may hold. Bounds keep hostile files cheap; each is far above what a real visit needs."""

MOST_ROWS = 200_000
MOST_LINES = 1_000_000  # lines of a file, empty ones included
MOST_COLUMNS = 200
MOST_CELLS = 8_000_000  # the rectangle around all cells of a sheet that hold something
MOST_EMPTY_CELLS = 8_000_000  # cells that a sheet writes down though nothing stands in them
MOST_BRACKETS = 1_000_000  # objects and lists in a JSON file
LONGEST_CELL = 10_000
LONGEST_ROW = 1_000_000  # characters in one row of a CSV file
LARGEST_FILE = 100_000_000
LARGEST_UNPACKED = 600_000_000
LARGEST_TEXT = 200_000_000  # characters in all cells of a sheet
MOST_PARTS = 5_000  # files inside a workbook
DEEPEST = 64  # elements inside each other in the XML of a workbook
MOST_MEMORY = 1_500_000_000  # bytes, for the process that reads a workbook
MOST_SECONDS = 20  # of computing, for the process that reads a workbook
LONGEST_WAIT = 90  # seconds by the clock, for the same
