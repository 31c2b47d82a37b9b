package io.quarkiverse.kvs.test;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.KvsException;
import io.quarkiverse.kvs.core.store.value.TypeDescription;
import io.quarkiverse.kvs.core.store.value.ValueType;

/**
 * An object whose fields are keys. A string, number or boolean is a string, an array a list, an object a hash; except that
 * fields with a dollar sign tell the type, {@code {"$set": ["a", "b"]}}, and the time to live,
 * {@code {"$string": "v", "$ttl": 60}}.
 */
final class JsonFixture {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final String TYPES = Stream.of(ValueType.values()).map(type -> "$" + type.text())
            .collect(Collectors.joining(", ")) + " and $ttl";

    private final FixtureFile file;
    private final KeyValueStore store;
    private JsonParser json;
    private String key;
    private int lineOfKey;

    JsonFixture(FixtureFile file, KeyValueStore store) {
        this.file = file;
        this.store = store;
    }

    void load() {
        try (JsonParser parser = JSON.createParser(file.content())) {
            json = parser;
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw mistake("must be an object, whose fields are keys");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                key = json.currentName();
                lineOfKey = line();
                loadKey(json.nextToken());
            }
            if (json.nextToken() != null) {
                throw mistake("something follows the object");
            }
        } catch (JsonProcessingException e) {
            throw file.mistake(e.getLocation() == null ? 1 : e.getLocation().getLineNr(), e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new FixtureException(file.name(), "cannot be read: " + e.getMessage(), e);
        }
    }

    private void loadKey(JsonToken token) throws IOException {
        if (token == JsonToken.START_ARRAY) {
            create("RPUSH", elements());
        } else if (token == JsonToken.START_OBJECT) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.FIELD_NAME && json.currentName().startsWith("$")) {
                loadTyped();
            } else {
                create("HSET", fields(first));
            }
        } else {
            create("SET", List.of(scalar(token)));
        }
    }

    /** The first field is the current token. */
    private void loadTyped() throws IOException {
        Duration timeToLive = null;
        boolean created = false;
        for (JsonToken field = json.currentToken(); field != JsonToken.END_OBJECT; field = json.nextToken()) {
            String type = json.currentName();
            JsonToken value = json.nextToken();
            if (type.equals("$ttl")) {
                timeToLive = timeToLive(value);
                continue;
            }
            if (created) {
                throw mistake("the key " + key + " has two values");
            }
            created = true;
            loadTyped(type, value);
        }
        if (!created) {
            throw mistake("the key " + key + " has no value");
        }
        if (timeToLive != null) {
            execute("PEXPIRE", List.of(Long.toString(timeToLive.toMillis())));
        }
    }

    private void loadTyped(String name, JsonToken value) throws IOException {
        TypeDescription<?> type = name.startsWith("$")
                ? ValueType.named(name.substring(1)).map(ValueType::description).orElse(null)
                : null;
        if (type == null) {
            throw mistake(name + " is none of " + TYPES);
        }
        if (type.shape() == TypeDescription.Shape.ENTRIES) {
            createStream(value);
            return;
        }
        create(type.creating(), switch (type.shape()) {
            case TEXT -> List.of(scalar(value));
            case INDEXED, MEMBERS -> elements(value);
            case FIELDS -> fieldsOf(value);
            case SCORED -> scores(value);
            case ENTRIES -> throw new IllegalStateException("each entry is a command of its own");
        });
    }

    private List<String> elements(JsonToken start) throws IOException {
        if (start != JsonToken.START_ARRAY) {
            throw mistake("an array is wanted here");
        }
        return elements();
    }

    private List<String> elements() throws IOException {
        List<String> elements = new ArrayList<>();
        for (JsonToken token; (token = json.nextToken()) != JsonToken.END_ARRAY;) {
            elements.add(scalar(token));
        }
        return elements;
    }

    /** Names and values in turn. */
    private List<String> fields(JsonToken first) throws IOException {
        List<String> fields = new ArrayList<>();
        for (JsonToken field = first; field != JsonToken.END_OBJECT; field = json.nextToken()) {
            String name = json.currentName();
            if (name.startsWith("$")) {
                throw mistake(name + " stands among the fields of a hash: put these in $hash");
            }
            fields.add(name);
            fields.add(scalar(json.nextToken()));
        }
        return fields;
    }

    private List<String> fieldsOf(JsonToken start) throws IOException {
        if (start != JsonToken.START_OBJECT) {
            throw mistake("an object is wanted here");
        }
        List<String> fields = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            fields.add(json.currentName());
            fields.add(scalar(json.nextToken()));
        }
        return fields;
    }

    /** Scores and members in turn. */
    private List<String> scores(JsonToken start) throws IOException {
        List<String> members = fieldsOf(start);
        List<String> scores = new ArrayList<>();
        for (int i = 0; i < members.size(); i += 2) {
            scores.add(members.get(i + 1));
            scores.add(members.get(i));
        }
        return scores;
    }

    /** Makes the key hold a stream of exactly these entries, each of which is an object, with its id perhaps. */
    private void createStream(JsonToken start) throws IOException {
        if (start != JsonToken.START_ARRAY) {
            throw mistake("an array is wanted here");
        }
        boolean empty = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            List<String> fields = fieldsOf(json.currentToken());
            List<String> words = new ArrayList<>(List.of("*"));
            for (int i = 0; i < fields.size(); i += 2) {
                if (fields.get(i).equals("$id")) {
                    words.set(0, fields.get(i + 1));
                } else {
                    words.addAll(fields.subList(i, i + 2));
                }
            }
            if (words.size() == 1) {
                throw mistake("an entry of a stream has no fields");
            }
            if (empty) {
                execute("DEL", List.of());
                empty = false;
            }
            execute("XADD", words);
        }
        if (empty) {
            throw file.mistake(lineOfKey, "the stream " + key + " has no entries", null);
        }
    }

    private String scalar(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            throw mistake("null is not a value");
        }
        if (!token.isScalarValue()) {
            throw mistake("a string or a number is wanted here: what is in a key cannot have parts itself");
        }
        return json.getText();
    }

    private Duration timeToLive(JsonToken value) throws IOException {
        Duration timeToLive;
        try {
            timeToLive = value == JsonToken.VALUE_STRING ? Duration.parse(json.getText())
                    : Duration.ofMillis(new BigDecimal(scalar(value)).movePointRight(3).longValueExact());
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw file.mistake(line(), "$ttl is a number of seconds, or a duration such as \"PT30M\", not " + json.getText(),
                    e);
        }
        if (timeToLive.toMillis() < 1) {
            throw mistake("$ttl must be more than zero");
        }
        return timeToLive;
    }

    /** Makes the key hold exactly this. */
    private void create(String command, List<String> arguments) {
        if (arguments.isEmpty()) {
            throw file.mistake(lineOfKey, "the key " + key + " has no elements: such keys do not exist", null);
        }
        execute("DEL", List.of());
        execute(command, arguments);
    }

    private void execute(String command, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(command, key));
        words.addAll(arguments);
        try {
            store.execute(words.toArray(String[]::new));
        } catch (KvsException | IllegalArgumentException e) {
            throw file.mistake(lineOfKey, e.getMessage() + " (the key is " + key + ")", e);
        }
    }

    private int line() {
        return json.currentTokenLocation().getLineNr();
    }

    private FixtureException mistake(String problem) {
        return file.mistake(line(), problem, null);
    }
}
