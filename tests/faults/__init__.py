"""Portico under faults: every AWS call failing in every way, commands interleaved call by call, from seeds."""
