package io.quarkiverse.kvs.dynamodb.operation.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.UUID;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Output;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.json.shape.StreamShapes;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;
import io.quarkiverse.kvs.dynamodb.store.StreamRecord;
import io.quarkiverse.kvs.dynamodb.table.StreamDescription;
import io.quarkiverse.kvs.dynamodb.value.ItemSize;

/** Reads the records of a stream from a place on, up to 1,000. */
public final class GetRecords implements Operation {

    private static final int MOST = 1_000;
    private static final long LARGEST = 1024 * 1024;

    @Override
    public String name() {
        return "GetRecords";
    }

    @Override
    public Shape.Structure shape() {
        return StreamShapes.GET_RECORDS;
    }

    @Override
    public boolean isOfStreams() {
        return true;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        ShardIterator iterator = ShardIterator.parse(input.string("ShardIterator"), context.now());
        StreamLookup found = StreamLookup.of(context, iterator.arn());
        int limit = input.has("Limit") ? Math.min(input.integer("Limit"), MOST) : MOST;
        List<StreamRecord> records = context.tables().records(found.table(), iterator.sequence(), limit);
        StreamDescription.View view = found.stream().view();
        long size = 0;
        int count = 0;
        while (count < records.size() && size < LARGEST) {
            size += size(records.get(count), view);
            count++;
        }
        List<StreamRecord> page = records.subList(0, count);
        long next = page.isEmpty() ? iterator.sequence() : page.get(count - 1).sequence() + 1;
        boolean over = !found.enabled() && count == records.size() && count < limit;
        String more = over ? null : new ShardIterator(iterator.arn(), next, context.now()).text();
        String region = context.service().region();
        return Answer.of(out -> {
            out.startArray("Records");
            page.forEach(record -> write(out, record, view, region));
            out.endArray();
            out.field("NextShardIterator", more);
        });
    }

    private static long size(StreamRecord record, StreamDescription.View view) {
        long size = ItemSize.of(record.keys());
        if (view.showsNew() && record.after() != null) {
            size += ItemSize.of(record.after());
        }
        if (view.showsOld() && record.before() != null) {
            size += ItemSize.of(record.before());
        }
        return size;
    }

    private static void write(Output out, StreamRecord record, StreamDescription.View view, String region) {
        String id = UUID.nameUUIDFromBytes(StreamLookup.text(record.sequence()).getBytes(US_ASCII)).toString().replace("-", "");
        out.startObject();
        out.field("eventID", id);
        out.field("eventName", record.event());
        out.field("eventVersion", "1.1");
        out.field("eventSource", "aws:dynamodb");
        out.field("awsRegion", region);
        out.startObject("dynamodb");
        // In whole seconds, as in the service.
        out.time("ApproximateCreationDateTime", record.at() / 1000 * 1000);
        out.item("Keys", record.keys());
        if (view.showsNew()) {
            out.item("NewImage", record.after());
        }
        if (view.showsOld()) {
            out.item("OldImage", record.before());
        }
        out.field("SequenceNumber", StreamLookup.text(record.sequence()));
        out.field("SizeBytes", size(record, view));
        out.field("StreamViewType", view.name());
        out.endObject();
        if (record.expired()) {
            out.startObject("userIdentity").field("PrincipalId", "dynamodb.amazonaws.com").field("Type", "Service").endObject();
        }
        out.endObject();
    }
}
