// What a program in JavaScript does with the SDK: node orders.js <endpoint>. Prints what it has found, in JSON.
const { DynamoDBClient, CreateTableCommand, ExecuteStatementCommand, waitUntilTableExists } = require("@aws-sdk/client-dynamodb");
const { DynamoDBDocumentClient, BatchWriteCommand, GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand,
    paginateScan } = require("@aws-sdk/lib-dynamodb");

async function main(endpoint) {
    const found = {};
    const client = new DynamoDBClient({ endpoint });
    const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    await client.send(new CreateTableCommand({
        TableName: "orders",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "customer", AttributeType: "S" }, { AttributeName: "nr", AttributeType: "N" }],
        KeySchema: [{ AttributeName: "customer", KeyType: "HASH" }, { AttributeName: "nr", KeyType: "RANGE" }],
    }));
    found.wait = (await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName: "orders" })).state;

    const item = { customer: "types", nr: 1.5, text: "\u00e9\u{1f600}", yes: true, nothing: null, list: [1, "two", { three: 3 }],
        map: { a: {} }, texts: new Set(["a"]), numbers: new Set([1, 2]), bytes: new Uint8Array([0, 255]) };
    await documents.send(new PutCommand({ TableName: "orders", Item: item }));
    const back = (await documents.send(new GetCommand({ TableName: "orders", Key: { customer: "types", nr: 1.5 } }))).Item;
    const plain = (value) => JSON.stringify(Object.entries(value).sort()
        .map(([name, of]) => [name, of instanceof Set || of instanceof Uint8Array ? [...of].sort() : of]));
    found.same = plain(back) === plain(item);

    for (let from = 0; from < 50; from += 25) {
        await documents.send(new BatchWriteCommand({ RequestItems: { orders: [...Array(25).keys()]
            .map((i) => ({ PutRequest: { Item: { customer: "ada", nr: from + i, amount: (from + i) / 10 } } })) } }));
    }
    found.query = (await documents.send(new QueryCommand({ TableName: "orders", Limit: 3, ScanIndexForward: false,
        KeyConditionExpression: "customer = :c", ExpressionAttributeValues: { ":c": "ada" } }))).Items.map((each) => each.nr);
    found.updated = (await documents.send(new UpdateCommand({ TableName: "orders", Key: { customer: "ada", nr: 1 },
        UpdateExpression: "SET amount = amount + :t", ExpressionAttributeValues: { ":t": 0.2 }, ReturnValues: "ALL_NEW" })))
        .Attributes.amount;
    found.statement = (await client.send(new ExecuteStatementCommand({
        Statement: "SELECT nr FROM orders WHERE customer = ? AND nr = ?", Parameters: [{ S: "ada" }, { N: "7" }] }))).Items;
    try {
        await documents.send(new PutCommand({ TableName: "orders", Item: { customer: "ada", nr: 1 },
            ConditionExpression: "attribute_not_exists(customer)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" }));
    } catch (error) {
        found.condition = [error.name, error.Item.amount.N];
    }
    try {
        await documents.send(new TransactWriteCommand({ TransactItems: [
            { Put: { TableName: "orders", Item: { customer: "new", nr: 1 } } },
            { ConditionCheck: { TableName: "orders", Key: { customer: "nobody", nr: 1 },
                ConditionExpression: "attribute_exists(customer)" } },
        ] }));
    } catch (error) {
        found.transaction = [error.name, error.CancellationReasons.map((reason) => reason.Code)];
    }
    found.pages = [];
    for await (const page of paginateScan({ client: documents, pageSize: 20 }, { TableName: "orders" })) {
        found.pages.push(page.Count);
    }
    console.log(JSON.stringify(found));
}

main(process.argv[2]).catch((error) => {
    console.log(error);
    process.exitCode = 1;
});
