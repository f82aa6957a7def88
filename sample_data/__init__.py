"""The sample package: tables of a made-up but plausible field, and the script that writes them."""
