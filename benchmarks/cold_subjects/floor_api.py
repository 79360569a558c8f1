"""The floor of wallet and enroll: what a function of theirs can hardly do without, and nothing of ours."""

import boto3
import jwt  # noqa: F401  # a token has to be checked
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from pydantic import BaseModel  # noqa: F401  # a body has to be checked

app, logger, metrics = APIGatewayHttpResolver(), Logger(), Metrics()
client = boto3.client("dynamodb")
