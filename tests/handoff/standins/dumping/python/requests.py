"""Stands in for requests: dumps what it is asked, and asks nobody."""
from dumping import dump


class _Response:
    def raise_for_status(self):
        pass

    def json(self):
        return "told"


def get(url, headers, timeout):
    dump(url)
    for name, value in headers.items():
        dump(name, value)
    return _Response()
