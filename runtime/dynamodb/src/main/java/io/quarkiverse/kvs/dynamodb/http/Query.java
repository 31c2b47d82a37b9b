package io.quarkiverse.kvs.dynamodb.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The query of a request's address: names and values, decoded. */
final class Query {

    private record Parameter(String name, String value) {
    }

    private final List<Parameter> parameters = new ArrayList<>();

    private Query() {
    }

    /** @param raw null for none */
    static Query parse(String raw) {
        Query query = new Query();
        if (raw != null && !raw.isEmpty()) {
            for (String each : raw.split("&")) {
                int equals = each.indexOf('=');
                query.parameters.add(equals < 0 ? new Parameter(decode(each), "")
                        : new Parameter(decode(each.substring(0, equals)), decode(each.substring(equals + 1))));
            }
        }
        return query;
    }

    boolean has(String name) {
        return get(name) != null;
    }

    /** The first of this name; null if there is none. */
    String get(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name.equals(name)) {
                return parameter.value;
            }
        }
        return null;
    }

    /** Sorted, and encoded as signatures have it, without one parameter. */
    String canonical(String without) {
        return parameters.stream()
                .filter(parameter -> !parameter.name.equals(without))
                .map(parameter -> encode(parameter.name, "") + "=" + encode(parameter.value, ""))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    /** What does not decode stays as it is. */
    private static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            int high = encoded[i] == '%' && i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(encoded[i + 2], 16);
            if (low < 0) {
                bytes.write(encoded[i]);
            } else {
                bytes.write(high * 16 + low);
                i += 2;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** All but letters, digits and the marks that RFC 3986 reserves for nothing, nor those that are to stay. */
    static String encode(String text, String stays) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0 || stays.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
