"""Stands in for the vendor's client: the published names, and the one call that they lead to."""
import dataclasses
import urllib.request


@dataclasses.dataclass
class Configuration:
    host: str
    access_token: str


class ThoughtSpotRestApi:
    def __init__(self, configuration):
        self._configuration = configuration

    def get_current_user_info_sync(self):
        request = urllib.request.Request(
            self._configuration.host + "/api/rest/2.0/auth/session/user",
            headers={"Authorization": "Bearer " + self._configuration.access_token})
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.read().decode()
