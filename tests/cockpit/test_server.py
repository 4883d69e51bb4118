import pytest

from cockpit.server import token_for
from data.errors import UserError


def test_a_token_for_scripts_opens_the_routes(client, reception):
    token = token_for(reception.settings, "branch")
    address = "/api/value?org=8601&indicator=visits"
    assert client.get(address, headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_there_is_no_token_for_strangers(reception):
    with pytest.raises(UserError, match="stranger"):
        token_for(reception.settings, "stranger")
