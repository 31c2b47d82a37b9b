package io.quarkiverse.kvs.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.operation.Operations;
import io.quarkiverse.kvs.dynamodb.operation.Service;

/**
 * Tables and items in JSON, as the AWS CLI takes them: the request of create-table, the requests of batch-write-item for each
 * table (with {@code RequestItems} around them or without), or an array of such objects.
 */
final class DynamoDbFixture {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    /** So many requests a call of BatchWriteItem takes. A fixture may have more. */
    private static final int BATCH = 25;
    private static final String REQUEST_ITEMS = "RequestItems";

    private final FixtureFile file;
    private final Service service;

    /** A value as it stands in the file. */
    private record Part(int line, String json) {
    }

    /** @param service its delay is not used: tables are there at once */
    DynamoDbFixture(FixtureFile file, Service service) {
        this.file = file;
        this.service = new Service(service.tables(), service.region(), 0);
    }

    void load() {
        try (JsonParser json = JSON.createParser(file.content())) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    loadObject(json);
                }
            } else {
                loadObject(json);
            }
            if (json.nextToken() != null) {
                throw mistake(json, "something follows the " + (first == JsonToken.START_ARRAY ? "array" : "object"));
            }
        } catch (JsonProcessingException e) {
            throw file.mistake(e.getLocation() == null ? 1 : e.getLocation().getLineNr(), e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new FixtureException(file.name(), "cannot be read: " + e.getMessage(), e);
        }
    }

    /** @param json at its brace */
    private void loadObject(JsonParser json) throws IOException {
        int line = line(json);
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw mistake(json, "must be an object: a table, or requests for each table");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        boolean isTable = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            isTable |= name.equals("KeySchema");
            if (name.equals(REQUEST_ITEMS) && value == JsonToken.START_OBJECT) {
                loadObject(json);
            } else if (!name.startsWith("Return")) {
                members.put(name, value == JsonToken.START_ARRAY ? elements(json) : part(json));
            }
        }
        if (isTable) {
            createTable(line, members);
        } else {
            for (Map.Entry<String, Object> table : members.entrySet()) {
                writeItems(line, table.getKey(), table.getValue());
            }
        }
    }

    private static List<Part> elements(JsonParser json) throws IOException {
        List<Part> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(part(json));
        }
        return elements;
    }

    private static Part part(JsonParser json) throws IOException {
        int line = line(json);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator copy = JSON.createGenerator(bytes)) {
            copy.copyCurrentStructure(json);
        }
        return new Part(line, bytes.toString(UTF_8));
    }

    private void createTable(int line, Map<String, Object> members) {
        List<String> request = new ArrayList<>();
        members.forEach(
                (name, value) -> request.add(quoted(name) + ":" + (value instanceof Part part ? part.json : list(value))));
        call(line, "CreateTable", "{" + String.join(",", request) + "}");
    }

    private static String list(Object parts) {
        List<String> elements = new ArrayList<>();
        ((List<?>) parts).forEach(part -> elements.add(((Part) part).json));
        return "[" + String.join(",", elements) + "]";
    }

    private void writeItems(int line, String table, Object requests) {
        if (!(requests instanceof List<?> list)) {
            throw file.mistake(line,
                    "the member " + table + " is neither an array of requests, nor one of a table with a KeySchema",
                    null);
        }
        for (int from = 0; from < list.size(); from += BATCH) {
            List<?> batch = list.subList(from, Math.min(from + BATCH, list.size()));
            call(((Part) batch.get(0)).line, "BatchWriteItem",
                    "{" + quoted(REQUEST_ITEMS) + ":{" + quoted(table) + ":" + list(batch) + "}}");
        }
    }

    private void call(int line, String operation, String request) {
        try {
            Operations.call(service, Operations.named(operation), request.getBytes(UTF_8));
        } catch (DynamoDbException e) {
            throw file.mistake(line, operation + ": " + e.type().code() + ": " + e.getMessage(), e);
        }
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    private FixtureException mistake(JsonParser json, String problem) {
        return file.mistake(line(json), problem, null);
    }

    private static int line(JsonParser json) {
        return json.currentTokenLocation().getLineNr();
    }
}
