"""Site: the public register as static pages, pictures and files for machines.

In:  the register's agreements, their rulebooks, comparisons and forecasts.
Out: a folder that any web server can serve as it is; nothing in it asks another host for anything.
Not here: what the register knows (register), what an agreement says (rulebook), proofs (prove).
"""

from openraa.site.build import check_base_url, refuse_unless_ours, write_site
from openraa.site.edition import Edition, compared_pairs, gather

__all__ = ["Edition", "check_base_url", "compared_pairs", "gather", "refuse_unless_ours", "write_site"]
