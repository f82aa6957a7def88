"""nginx's configuration is filled in for addresses, and for nothing else."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from tools.fleet import app
from tools.nginx import configuration


def test_the_addresses_are_filled_in_and_the_variables_of_nginx_stay() -> None:
    written = configuration("443", ["10.0.0.5:8501", "[::1]:8502"], "dashboard.example.org")
    assert "    server 10.0.0.5:8501 max_fails=1 fail_timeout=5s;\n    server [::1]:8502 max" in written
    assert "listen 443;" in written and "server_name dashboard.example.org;" in written
    assert "${" not in written
    assert "hash $dashboard_place consistent;" in written and "Host $http_host;" in written


@pytest.mark.parametrize(
    ("listen", "dashboards", "name"),
    [
        ("80", [], "_"),
        ("80", ["10.0.0.5"], "_"),
        ("80", ["10.0.0.5:8501; include /etc/passwd"], "_"),
        ("80; root /", ["10.0.0.5:8501"], "_"),
        ("80", ["10.0.0.5:8501"], "_; root /"),
    ],
)
def test_what_is_no_address_is_refused(listen: str, dashboards: list[str], name: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        configuration(listen, dashboards, name)


def test_it_is_printed_for_dashboards_anywhere() -> None:
    printed = CliRunner().invoke(
        app, ["print", "10.0.0.5:8501", "10.0.0.6:8501", "--name", "gold.example.org"]
    )
    assert printed.exit_code == 0
    assert printed.stdout == configuration("80", ["10.0.0.5:8501", "10.0.0.6:8501"], "gold.example.org")
    refused = CliRunner().invoke(app, ["print", "gold.example.org"])
    assert refused.exit_code == 2 and "host:port" in refused.stderr
