"""One package per Lambda function; arrows go portal_api → enroll → wallet → shared ← notify."""

from shared import start

start.begin()  # here, as every handler's import comes by first
