"""The same tests on Amazon's own DynamoDB Local: where it and ministack disagree, one of them, or we, are wrong.

`make test-oracle` fetches it once (it may not be passed on, so it is not part of this repository) and runs what stands
in `run`. `engines` gives a test's fixture the engine to run on: ministack, unless `PORTICO_ORACLE` is set.
"""
