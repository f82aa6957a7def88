"""Permits, and access to accounts and credit."""
