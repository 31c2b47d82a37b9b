package io.quarkiverse.kvs.dynamodb.partiql;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.value.AttributeType;

/** What the names of types after IS mean. */
final class TypeNames {

    private static final Map<String, Set<AttributeType>> TYPES = new HashMap<>();

    static {
        put("MISSING", EnumSet.noneOf(AttributeType.class));
        put("NULL", EnumSet.of(AttributeType.NULL));
        put("BOOL BOOLEAN", EnumSet.of(AttributeType.BOOL));
        put("SMALLINT INT INTEGER FLOAT REAL DECIMAL NUMERIC", EnumSet.of(AttributeType.N));
        put("STRING VARCHAR CHAR", EnumSet.of(AttributeType.S));
        put("BLOB", EnumSet.of(AttributeType.B));
        put("LIST", EnumSet.of(AttributeType.L));
        put("STRUCT TUPLE", EnumSet.of(AttributeType.M));
        put("BAG", EnumSet.of(AttributeType.SS, AttributeType.NS, AttributeType.BS));
    }

    private TypeNames() {
    }

    private static void put(String names, Set<AttributeType> types) {
        for (String name : names.split(" ")) {
            TYPES.put(name, types);
        }
    }

    /** The types that have this name; none if it means that there is no value; null if it is no name of a type. */
    static Set<AttributeType> types(PartiqlToken token) {
        return token.type() == PartiqlToken.Type.WORD ? TYPES.get(token.text().toUpperCase(Locale.ROOT)) : null;
    }
}
