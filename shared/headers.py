"""Headers that every answer carries, whoever gives it."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Strict-Transport-Security": "max-age=31536000",
}
UNLESS_SAID = {"Cache-Control": "no-store"}
"""Nothing is kept by caches unless the answer says so itself."""
