"""Settings come from the environment, and nothing misspelt passes."""

import pytest

from service.errors import Invalid
from service.settings import Settings


def test_settings_are_read_with_their_types_and_empty_ones_keep_the_default() -> None:
    settings = Settings.from_env(
        {
            "PARLEY_PORT": "9000",
            "PARLEY_HOST": "",
            "PARLEY_ALLOWED_NETWORKS": "127.0.0.0/8, ::1/128",
            "HOME": "/home/alice",
        }
    )
    assert settings == Settings(port=9000, allowed_networks=("127.0.0.0/8", "::1/128"))


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PARLEY_PROT", "9000"),
        ("PARLEY_PORT", "many"),
        ("PARLEY_PORT", "70000"),
        ("PARLEY_SECRET_KEY", "short"),
        ("PARLEY_DATABASE_URL", "mysql://host/name"),
        ("PARLEY_DATABASE_URL", "sqlite:///"),
        ("PARLEY_DATABASE_URL", "postgresql://u:p@host:port/name"),
        ("PARLEY_DATABASE_URL", "postgresql://u:p@[::1/name"),
        ("PARLEY_REDIS_URL", "localhost:6379"),
        ("PARLEY_REDIS_URL", "redis://localhost:port"),
        ("PARLEY_ALLOWED_NETWORKS", "10.0.0.1/8"),
        ("PARLEY_ALLOWED_NETWORKS", "::1/128,intranet"),
        ("PARLEY_EGRESS_PROXY", "socks://proxy:1080"),
        ("PARLEY_EGRESS_PROXY", "http://proxy:99999"),
        ("PARLEY_EGRESS_PROXY", "http://user:password@proxy:3128"),
    ],
)
def test_a_wrong_variable_is_an_error_that_names_it(variable: str, value: str) -> None:
    with pytest.raises(Invalid, match=variable) as refused:
        Settings.from_env({variable: value})
    assert "$" not in refused.value.message
