"""All that failed for good, once more: `python -m infra.replay --stack portico-dev` (`make replay STAGE=dev`).

Failed stream batches go to publish again, dead letters back to their queues. Mend the cause first; nothing is lost by
coming too early, it only fails again. It says what it did, and ends with 1 when something failed.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from infra.replay_dead_letters import redrive
from infra.replay_failed_batches import replay


def replay_all(storage: Any, functions: Any, sqs: Any, outputs: dict[str, str]) -> bool:
    """Replay everything of this stack and print what was done; whether all of it went."""
    batches = replay(storage, functions, outputs["FailedBatchesBucket"], outputs["PublishFunction"])
    for key, why in batches.failed.items():
        print(f"failed again: {key}: {why}", file=sys.stderr)
    print(f"failed stream batches: {len(batches.replayed)} replayed, {len(batches.failed)} failed again")
    moves = redrive(sqs, outputs)
    for moved in moves:
        unfinished = "" if moved.status == "COMPLETED" else f" ({moved.status.lower()} {moved.why})".replace(" )", ")")
        print(f"dead letters of {moved.queue}: {moved.letters} moved back{unfinished}")
    return not batches.failed and all(moved.status == "COMPLETED" for moved in moves)


def main(arguments: list[str]) -> int:
    """The command."""
    import boto3

    parser = argparse.ArgumentParser(prog="python -m infra.replay", description=__doc__)
    parser.add_argument("--stack", required=True, help="the CloudFormation stack, for example portico-dev")
    stack = parser.parse_args(arguments).stack
    found = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in found}
    done = replay_all(boto3.client("s3"), boto3.client("lambda"), boto3.client("sqs"), outputs)
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
