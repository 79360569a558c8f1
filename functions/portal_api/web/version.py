"""The version of this Portico, as `/health` and the API's document say it."""

VERSION = "0.1.0"
