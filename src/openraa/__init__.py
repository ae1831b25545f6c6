"""OpenRAA: reciprocal access agreements as running software.

In:  agreements between States, written down once as rulebooks.
Out: what a visiting force may bring, must ask, of whom and by when, each with its article.
Not here: anything; each room of the package has its own front door.
"""

__version__ = "0.1.0"
