package io.quarkiverse.kvs.dynamodb.operation.stream;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.StreamShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.operation.Service;
import io.quarkiverse.kvs.dynamodb.store.Table;
import io.quarkiverse.kvs.dynamodb.table.StreamDescription;

/** Tells the streams of all tables, or of one, up to 100 at a time. */
public final class ListStreams implements Operation {

    private static final int MOST = 100;

    @Override
    public String name() {
        return "ListStreams";
    }

    @Override
    public Shape.Structure shape() {
        return StreamShapes.LIST_STREAMS;
    }

    @Override
    public boolean isOfStreams() {
        return true;
    }

    private record Found(String arn, String table, String label) {
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        int limit = input.has("Limit") ? Math.min(input.integer("Limit"), MOST) : MOST;
        String only = input.has("TableName") ? Service.tableName(input.string("TableName")) : null;
        String start = input.string("ExclusiveStartStreamArn");
        List<Found> found = new ArrayList<>();
        for (Table table : context.tables().all().values()) {
            if (only == null || only.equals(table.name())) {
                add(context, table, table.description().formerStream(), found);
                add(context, table, table.description().stream(), found);
            }
        }
        if (start != null) {
            found.removeIf(stream -> stream.arn.compareTo(start) <= 0);
        }
        boolean more = found.size() > limit;
        List<Found> page = more ? found.subList(0, limit) : found;
        return Answer.of(out -> {
            out.startArray("Streams");
            for (Found stream : page) {
                out.startObject().field("StreamArn", stream.arn).field("TableName", stream.table)
                        .field("StreamLabel", stream.label).endObject();
            }
            out.endArray();
            if (more) {
                out.field("LastEvaluatedStreamArn", page.get(page.size() - 1).arn);
            }
        });
    }

    private static void add(OperationContext context, Table table, StreamDescription stream, List<Found> found) {
        if (stream != null) {
            found.add(
                    new Found(context.service().arn(table.name()) + "/stream/" + stream.label(), table.name(), stream.label()));
        }
    }
}
