"""The floor of portal_api: an application without a route, an adapter, a client, tokens and templates."""

import boto3
import jwt  # noqa: F401  # a token has to be checked
from fastapi import FastAPI
from jinja2 import Environment
from mangum import Mangum

handler = Mangum(FastAPI(), lifespan="off")
pages = Environment(autoescape=True)
client = boto3.client("dynamodb")
