package io.quarkiverse.kvs.dynamodb.json;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a part of a request may be: a text, a number, a flag, an attribute value, or a structure, list or map of these, with the
 * bounds that DynamoDB checks before it looks at what the request means. The service's published model (API version
 * 2012-08-10) says which.
 * <p>
 * {@link ShapeReader} reads by it, {@link Constraints} checks by it. Immutable.
 */
public sealed interface Shape {

    /** The type of Java that DynamoDB names in its errors. */
    String javaName();

    /**
     * A string.
     *
     * @param min the fewest characters; 0: any
     * @param max the most characters; {@link Integer#MAX_VALUE}: any
     * @param pattern what the whole of it must match; null: anything
     * @param shownPattern the pattern that the error shows
     * @param values the only values it may have; empty: any
     * @param name the bounds of a value that is a name, where an ARN could stand, too; null: the same bounds
     */
    record Text(int min, int max, Pattern pattern, String shownPattern, List<String> values, Text name) implements Shape {
        @Override
        public String javaName() {
            return "java.lang.String";
        }

        /** The same with other bounds of its length. */
        public Text length(int fewest, int most) {
            return new Text(fewest, most, pattern, shownPattern, values, name);
        }

        /** What the bounds of a value are: they may be others for a name than for an ARN. */
        Text boundsOf(String value) {
            return name == null || value.isEmpty() || value.startsWith("arn:") ? this : name;
        }
    }

    /**
     * A whole number.
     *
     * @param bits 32 or 64
     */
    record Whole(int bits, long min, long max) implements Shape {
        @Override
        public String javaName() {
            return bits == 32 ? "java.lang.Integer" : "java.lang.Long";
        }

        /** The same with bounds. */
        public Whole between(long least, long most) {
            return new Whole(bits, least, most);
        }

        /** The same with a least value. */
        public Whole from(long least) {
            return new Whole(bits, least, max);
        }
    }

    /** True or false. */
    record Flag() implements Shape {
        @Override
        public String javaName() {
            return "java.lang.Boolean";
        }
    }

    /** An attribute value of any type. */
    record Value() implements Shape {
        @Override
        public String javaName() {
            return Shape.javaName("AttributeValue");
        }
    }

    /** A list; {@code min} and {@code max} bound how long it is. */
    record ListOf(Shape element, int min, int max) implements Shape {
        @Override
        public String javaName() {
            return "java.util.List<" + element.javaName() + ">";
        }

        /** The same with bounds of its length. */
        public ListOf length(int fewest, int most) {
            return new ListOf(element, fewest, most);
        }
    }

    /**
     * A map of strings to something; {@code min} and {@code max} bound how many.
     *
     * @param key what the keys must be; {@link Shape#TEXT}: anything
     */
    record MapOf(Text key, Shape value, int min, int max) implements Shape {
        @Override
        public String javaName() {
            return "java.util.Map<java.lang.String, " + value.javaName() + ">";
        }

        /** The same with bounds of its length. */
        public MapOf length(int fewest, int most) {
            return new MapOf(key, value, fewest, most);
        }

        /** Whether it is an item: attribute values by their names. */
        boolean isItem() {
            return value instanceof Value;
        }
    }

    /** Named members. Members that it does not have are skipped when a request is read. */
    final class Structure implements Shape {
        private final String name;
        private final List<Member> members;
        private final Map<String, Integer> positions = new HashMap<>();

        private Structure(String name, List<Member> members) {
            this.name = name;
            this.members = members;
            for (Member member : members) {
                if (positions.put(member.name(), positions.size()) != null) {
                    throw new IllegalArgumentException(name + " has two members " + member.name());
                }
            }
        }

        /** The name that errors show. */
        public String name() {
            return name;
        }

        /** In the order in which errors are listed. */
        public List<Member> members() {
            return members;
        }

        /** The position of a member; -1 if it has none of this name. */
        int position(String member) {
            return positions.getOrDefault(member, -1);
        }

        @Override
        public String javaName() {
            return Shape.javaName(name);
        }
    }

    /** When a member must be there. */
    enum Presence {
        OPTIONAL,
        /** Its absence is one of the errors that are listed. */
        NOT_NULL,
        /** Its absence is an error of its own, before all others, and so is a string of the wrong length. */
        DEMANDED
    }

    /**
     * A member of a structure.
     *
     * @param shown its name as errors show it: with a small first letter
     */
    record Member(String name, String shown, Shape shape, Presence presence) {

        Member(String name, Shape shape, Presence presence) {
            this(name, name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), shape, presence);
        }
    }

    /** Any string. */
    Text TEXT = new Text(0, Integer.MAX_VALUE, null, null, List.of(), null);
    /** Any whole number of 32 bits. */
    Whole INTEGER = new Whole(32, Long.MIN_VALUE, Long.MAX_VALUE);
    /** Any whole number of 64 bits. */
    Whole LONG = new Whole(64, Long.MIN_VALUE, Long.MAX_VALUE);
    Flag FLAG = new Flag();
    Value VALUE = new Value();
    /** Attribute values by the names of the attributes: an item, a key, the values of an expression. */
    MapOf ITEM = mapOf(TEXT, VALUE);

    static Text text(int min, int max) {
        return TEXT.length(min, max);
    }

    /** A string that matches a pattern. */
    static Text matching(String pattern, int min, int max) {
        return new Text(min, max, Pattern.compile(pattern), pattern, List.of(), null);
    }

    /** One of these, in the order in which the error lists them. */
    static Text oneOf(String... values) {
        return new Text(0, Integer.MAX_VALUE, null, null, List.of(values), null);
    }

    static ListOf listOf(Shape element) {
        return new ListOf(element, 0, Integer.MAX_VALUE);
    }

    static MapOf mapOf(Text key, Shape value) {
        return new MapOf(key, value, 0, Integer.MAX_VALUE);
    }

    static Structure structure(String name, Member... members) {
        return new Structure(name, List.of(members));
    }

    static Member optional(String name, Shape shape) {
        return new Member(name, shape, Presence.OPTIONAL);
    }

    static Member required(String name, Shape shape) {
        return new Member(name, shape, Presence.NOT_NULL);
    }

    static Member demanded(String name, Shape shape) {
        return new Member(name, shape, Presence.DEMANDED);
    }

    private static String javaName(String name) {
        return "com.amazonaws.dynamodb.v20120810." + name;
    }
}
