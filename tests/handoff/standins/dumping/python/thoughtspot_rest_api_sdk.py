"""Stands in for the vendor's client: dumps what it is told, and asks nobody."""
import dataclasses

from dumping import dump


@dataclasses.dataclass
class Configuration:
    host: str
    access_token: str


class ThoughtSpotRestApi:
    def __init__(self, configuration):
        dump(configuration.host, configuration.access_token)

    def get_current_user_info_sync(self):
        return "told"
