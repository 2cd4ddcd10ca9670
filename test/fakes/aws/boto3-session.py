"""A session of AWS's own Python client with the fake: what it understood, as one line of JSON."""
import json
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

where = dict(
    endpoint_url=sys.argv[1],
    region_name="eu-central-1",
    aws_access_key_id="a",
    aws_secret_access_key="b",
    config=Config(retries={"max_attempts": 1}),
)
ecs, logs = boto3.client("ecs", **where), boto3.client("logs", **where)

logs.create_log_group(logGroupName="/boto")
awslogs = {"awslogs-group": "/boto", "awslogs-region": "eu-central-1", "awslogs-stream-prefix": "run"}
job = ecs.register_task_definition(
    family="from-python",
    networkMode="awsvpc",
    requiresCompatibilities=["FARGATE"],
    cpu="256",
    memory="512",
    executionRoleArn="arn:aws:iam::123456789012:role/execution",
    containerDefinitions=[
        {
            "name": "main",
            "image": "alpine:3",
            "command": ["sh", "-ec", "for n in 1 2 3; do echo $n; done; exit 4"],
            "logConfiguration": {"logDriver": "awslogs", "options": awslogs},
        }
    ],
)["taskDefinition"]["taskDefinitionArn"]
request = dict(
    taskDefinition=job,
    launchType="FARGATE",
    clientToken="one",
    networkConfiguration={"awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d4e5f60001"]}},
)
arn = ecs.run_task(**request)["tasks"][0]["taskArn"]


def refusal(call):
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"], error.response.get("resourceIds")


deadline = time.time() + 60
task = {}
while task.get("lastStatus") != "STOPPED" and time.time() < deadline:
    task = ecs.describe_tasks(tasks=[arn])["tasks"][0]
    time.sleep(0.05)

stream = "run/main/" + arn.split("/")[-1]
pages, lines, token = 0, [], {}
while True:
    page = logs.get_log_events(logGroupName="/boto", logStreamName=stream, startFromHead=True, **token)
    lines += [event["message"] for event in page["events"]]
    if page["nextForwardToken"] == token.get("nextToken"):
        break
    token = {"nextToken": page["nextForwardToken"]}

print(
    json.dumps(
        {
            "arn": arn,
            "exitCode": task["containers"][0]["exitCode"],
            "stopCode": task["stopCode"],
            "seconds": (task["stoppedAt"] - task["createdAt"]).total_seconds(),
            "lines": lines,
            "clusters": ecs.get_paginator("list_clusters").paginate().build_full_result()["clusterArns"],
            "conflict": refusal(lambda: ecs.run_task(**{**request, "startedBy": "me"})),
            "missing": refusal(lambda: ecs.stop_task(task="a" * 32)),
        }
    )
)
