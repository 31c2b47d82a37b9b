package io.quarkiverse.kvs.dynamodb.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;

/**
 * A request that was read, or a structure in it. A member that the request does not have, or has as null, is null here.
 * <p>
 * Attribute values that are wrong are found when the request is read, but raised when they are asked for: so an operation
 * decides which of its checks come first. Not to be changed, and used by one thread at a time.
 */
public final class Input {

    private final Shape.Structure shape;
    private final Object[] members;

    Input(Shape.Structure shape) {
        this.shape = shape;
        this.members = new Object[shape.members().size()];
    }

    Shape.Structure shape() {
        return shape;
    }

    Object at(int position) {
        return members[position];
    }

    void set(int position, Object value) {
        members[position] = value;
    }

    /** @throws IllegalArgumentException if requests of this shape have no such member: a fault of the program */
    private Object get(String name) {
        int position = shape.position(name);
        if (position < 0) {
            throw new IllegalArgumentException(shape.name() + " has no member " + name);
        }
        return members[position];
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    /** Whether a list or a map is there, with nothing in it. */
    public boolean isEmpty(String name) {
        Object value = get(name);
        return (value instanceof Collection<?> list && list.isEmpty()) || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    public String string(String name) {
        return (String) get(name);
    }

    public Integer integer(String name) {
        Long value = (Long) get(name);
        return value == null ? null : Integer.valueOf((int) (long) value);
    }

    public Long longValue(String name) {
        return (Long) get(name);
    }

    public Boolean bool(String name) {
        return (Boolean) get(name);
    }

    /** Whether it is there and true. */
    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(get(name));
    }

    public Input structure(String name) {
        return (Input) get(name);
    }

    @SuppressWarnings("unchecked")
    public List<Input> structures(String name) {
        return (List<Input>) get(name);
    }

    @SuppressWarnings("unchecked")
    public List<String> strings(String name) {
        return (List<String>) get(name);
    }

    @SuppressWarnings("unchecked")
    public Map<String, Input> structureMap(String name) {
        return (Map<String, Input>) get(name);
    }

    /** Lists of structures by names, as the requests of BatchWriteItem are. */
    @SuppressWarnings("unchecked")
    public Map<String, List<Input>> structureListMap(String name) {
        return (Map<String, List<Input>>) get(name);
    }

    @SuppressWarnings("unchecked")
    public Map<String, String> stringMap(String name) {
        return (Map<String, String>) get(name);
    }

    /** The names of the attributes of an item, also if some of their values are wrong; null if it is absent. */
    public Set<String> attributeNames(String name) {
        Attributes attributes = (Attributes) get(name);
        return attributes == null ? null : attributes.values().keySet();
    }

    /** @throws DynamoDbException a ValidationException, if one of the values is wrong */
    public Map<String, AttributeValue> item(String name) {
        return item(name, InvalidAttribute.PLAIN);
    }

    /**
     * @param invalid the words for a value that is wrong
     * @throws DynamoDbException a ValidationException with these words
     */
    public Map<String, AttributeValue> item(String name, InvalidAttribute invalid) {
        return values((Attributes) get(name), invalid);
    }

    private static Map<String, AttributeValue> values(Attributes attributes, InvalidAttribute invalid) {
        if (attributes == null) {
            return null;
        }
        if (attributes.problem() != null) {
            throw DynamoDbException.validation(invalid.text(attributes.invalid(), attributes.problem()));
        }
        return attributes.values();
    }

    /** @throws DynamoDbException a ValidationException, if the value is wrong */
    public AttributeValue value(String name) {
        return value((Attribute) get(name));
    }

    private static AttributeValue value(Attribute attribute) {
        if (attribute == null) {
            return null;
        }
        if (attribute.problem() != null) {
            throw DynamoDbException.validation(attribute.problem());
        }
        return attribute.value();
    }

    /** @throws DynamoDbException a ValidationException, if one of the values is wrong */
    public List<AttributeValue> values(String name) {
        List<?> read = (List<?>) get(name);
        if (read == null) {
            return null;
        }
        List<AttributeValue> values = new ArrayList<>(read.size());
        for (Object each : read) {
            values.add(value((Attribute) each));
        }
        return values;
    }

    /** @throws DynamoDbException a ValidationException, if one of the values of one of the items is wrong */
    public List<Map<String, AttributeValue>> items(String name) {
        List<?> read = (List<?>) get(name);
        if (read == null) {
            return null;
        }
        List<Map<String, AttributeValue>> items = new ArrayList<>(read.size());
        for (Object each : read) {
            items.add(values((Attributes) each, InvalidAttribute.PLAIN));
        }
        return items;
    }

    /** The names and kinds of what is there, and no values: they may be secrets. */
    @Override
    public String toString() {
        Map<String, String> present = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i++) {
            if (members[i] != null) {
                present.put(shape.members().get(i).name(), members[i].getClass().getSimpleName());
            }
        }
        return shape.name() + present;
    }
}
