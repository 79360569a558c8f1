"""The floor of publish, compose and send: one client of AWS, a log and shapes."""

import boto3
from aws_lambda_powertools import Logger
from pydantic import BaseModel  # noqa: F401  # what comes in has to be checked

logger = Logger()
client = boto3.client("dynamodb")
