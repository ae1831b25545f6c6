"""Exports: the register in the formats that other people's programs read.

In:  the register's agreements, a rulebook.
Out: a data package (tables with a codebook), JSON, JSON-LD; a rulebook's commentary as Akoma Ntoso. The same
     register gives the same bytes.
Not here: pages and pictures (site), what the register knows (register).
"""

from openraa.site.exports.akoma import akoma_ntoso
from openraa.site.exports.files import register_files, write_whole
from openraa.site.exports.linked import linked_data
from openraa.site.exports.package import codebook, data_package
from openraa.site.exports.tables import TABLES, tables

__all__ = [
    "TABLES",
    "akoma_ntoso",
    "codebook",
    "data_package",
    "linked_data",
    "register_files",
    "tables",
    "write_whole",
]
