"""What a program in Python does with boto3: python3 boto.py <endpoint>. Prints what it has found, in JSON."""
import json
import sys
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.exceptions import ClientError

dynamodb = boto3.resource("dynamodb", endpoint_url=sys.argv[1])
found = {}

table = dynamodb.create_table(
    TableName="orders",
    KeySchema=[{"AttributeName": "customer", "KeyType": "HASH"}, {"AttributeName": "nr", "KeyType": "RANGE"}],
    AttributeDefinitions=[
        {"AttributeName": "customer", "AttributeType": "S"},
        {"AttributeName": "nr", "AttributeType": "N"},
        {"AttributeName": "state", "AttributeType": "S"},
    ],
    GlobalSecondaryIndexes=[
        {"IndexName": "by-state", "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}
    ],
    BillingMode="PAY_PER_REQUEST",
)
table.wait_until_exists()
table.reload()
found["status"] = table.table_status

# More than a batch takes: the resource makes several of them.
with table.batch_writer() as batch:
    for nr in range(60):
        batch.put_item(Item={"customer": "ada", "nr": nr, "state": "open" if nr % 3 else "paid",
                             "amount": Decimal("0.1") * nr})

# All types.
everything = {
    "customer": "types", "nr": Decimal("1E+20"), "text": "\u00e9\U0001f600", "bytes": Binary(b"\x00\xff"), "yes": True,
    "nothing": None, "list": [1, "two", {"three": Decimal("3.5")}], "map": {"a": {"b": []}},
    "numbers": {1, Decimal("2.5")}, "texts": {"a", "b"}, "binaries": {Binary(b"1")},
}
table.put_item(Item=everything)
found["same"] = table.get_item(Key={"customer": "types", "nr": Decimal("1E+20")})["Item"] == everything

page = table.query(KeyConditionExpression=Key("customer").eq("ada") & Key("nr").between(10, 12), ScanIndexForward=False)
found["query"] = [int(item["nr"]) for item in page["Items"]]
found["index"] = table.query(IndexName="by-state", KeyConditionExpression=Key("state").eq("paid"), Select="COUNT")["Count"]
found["filter"] = table.scan(FilterExpression=Attr("amount").gte(Decimal("5.8")) & Attr("state").is_in(["open"])
                             & ~Attr("missing").exists(), ProjectionExpression="#n",
                             ExpressionAttributeNames={"#n": "nr"})["Count"]

updated = table.update_item(
    Key={"customer": "ada", "nr": 1},
    UpdateExpression="SET history = list_append(if_not_exists(history, :none), :more), amount = amount + :t REMOVE #s",
    ExpressionAttributeNames={"#s": "state"},
    ExpressionAttributeValues={":none": [], ":more": ["a"], ":t": Decimal("0.05")},
    ReturnValues="ALL_NEW",
)["Attributes"]
found["updated"] = [str(updated["amount"]), updated["history"], "state" in updated]

try:
    table.put_item(Item={"customer": "ada", "nr": 1}, ConditionExpression=Attr("customer").not_exists())
except ClientError as error:
    found["condition"] = error.response["Error"]["Code"]

try:
    dynamodb.meta.client.transact_write_items(TransactItems=[
        {"Put": {"TableName": "orders", "Item": {"customer": "new", "nr": 1}}},
        {"Delete": {"TableName": "orders", "Key": {"customer": "ada", "nr": 2},
                    "ConditionExpression": "attribute_exists(absent)"}},
    ])
except ClientError as error:
    found["transaction"] = [reason["Code"] for reason in error.response["CancellationReasons"]]

paginator = dynamodb.meta.client.get_paginator("scan")
found["pages"] = [len(page["Items"]) for page in paginator.paginate(TableName="orders", PaginationConfig={"PageSize": 25})]

table.delete()
table.wait_until_not_exists()
found["tables"] = [each.name for each in dynamodb.tables.all()]
print(json.dumps(found))
