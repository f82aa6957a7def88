"""Contrast as the WCAG define it, and how far two colours are apart to the eye, whoever's it is."""

from __future__ import annotations

import math

# How linear red, green and blue reach eyes without one kind of cone (Machado et al., 2009).
COLOUR_BLINDNESS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours: 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def distance(one: str, other: str) -> float:
    """ΔE (CIE 1976): about 2 can just be told apart, side by side and without haste."""
    return math.dist(_lab(one), _lab(other))


def seen_with(blindness: str, colour: str) -> str:
    """The colour as somebody with this kind of colour-blindness sees it."""
    linear = _linear(colour)
    shares = (sum(a * b for a, b in zip(row, linear, strict=True)) for row in COLOUR_BLINDNESS[blindness])
    return f"#{bytes(_encoded(share) for share in shares).hex()}"


def _encoded(share: float) -> int:
    share = min(max(share, 0.0), 1.0)
    return round(255 * (12.92 * share if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055))


def _linear(colour: str) -> list[float]:
    shares = [channel / 255 for channel in bytes.fromhex(colour.removeprefix("#"))]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares]


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lab(colour: str) -> tuple[float, float, float]:
    red, green, blue = _linear(colour)
    x, y, z = (
        _curved((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047),
        _curved(_luminance(colour)),
        _curved((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883),
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _curved(part: float) -> float:
    return part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
