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
        ("PARLEY_REDIS_URL", "localhost:6379"),
    ],
)
def test_a_wrong_variable_is_an_error_that_names_it(variable: str, value: str) -> None:
    with pytest.raises(Invalid, match=variable) as refused:
        Settings.from_env({variable: value})
    assert "$" not in refused.value.message
