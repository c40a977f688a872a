"""A QR code as part of the page: dark squares on white in every theme."""

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M


def qr(text: str) -> SafeString:
    """The drawing of a text, with the quiet edge that cameras want."""
    width, path = _squares(text)
    return format_html(
        '<svg class="rn-qr" viewBox="0 0 {} {}" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        width,
        width,
        path,
    )


def picture(text: str) -> str:
    """The same drawing as a file of its own, black on white."""
    width, path = _squares(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}">'
        f'<rect width="{width}" height="{width}" fill="white"/><path d="{path}"/></svg>'
    )


def _squares(text: str) -> tuple[int, str]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), path
