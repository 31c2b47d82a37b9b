package io.quarkiverse.kvs.dynamodb.partiql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.kvs.dynamodb.error.DynamoDbException;
import io.quarkiverse.kvs.dynamodb.value.AttributeType;
import io.quarkiverse.kvs.dynamodb.value.AttributeValue;
import io.quarkiverse.kvs.dynamodb.value.Binary;
import io.quarkiverse.kvs.dynamodb.value.Numbers;

/** Reads values: strings, numbers, parameters, and lists, maps and sets of them. */
final class LiteralReader {

    private final PartiqlWords words;

    LiteralReader(PartiqlWords words) {
        this.words = words;
    }

    /** Whether a value comes next. */
    boolean atLiteral() {
        PartiqlToken token = words.peek();
        switch (token.type()) {
            case STRING:
            case NUMBER:
            case PARAMETER:
                return true;
            case WORD:
                return token.isWord("TRUE") || token.isWord("FALSE") || token.isWord("NULL");
            case SIGN:
                return token.isSign("[") || token.isSign("{") || token.isSign("<<") || isSigned();
            default:
                return false;
        }
    }

    private boolean isSigned() {
        return (words.peek().isSign("-") || words.peek().isSign("+"))
                && words.peekSecond().type() == PartiqlToken.Type.NUMBER;
    }

    AttributeValue literal() {
        if (!atLiteral()) {
            throw unexpected(words.peek());
        }
        PartiqlToken token = words.next();
        switch (token.type()) {
            case STRING:
                return new AttributeValue.S(token.text());
            case NUMBER:
                return new AttributeValue.N(Numbers.parse(token.text()));
            case PARAMETER:
                return words.parameter();
            case WORD:
                return token.isWord("NULL") ? AttributeValue.Null.INSTANCE : AttributeValue.Bool.of(token.isWord("TRUE"));
            default:
                return compound(token);
        }
    }

    private AttributeValue compound(PartiqlToken sign) {
        if (sign.isSign("-") || sign.isSign("+")) {
            BigDecimal number = Numbers.parse(words.next().text());
            return new AttributeValue.N(sign.isSign("-") ? number.negate() : number);
        }
        words.deeper();
        AttributeValue value = sign.isSign("{") ? new AttributeValue.M(map())
                : (sign.isSign("[") ? new AttributeValue.L(values("]")) : set(values(">>")));
        words.higher();
        return value;
    }

    private List<AttributeValue> values(String end) {
        List<AttributeValue> values = new ArrayList<>();
        if (words.takeSign(end)) {
            return values;
        }
        do {
            values.add(literal());
        } while (words.takeSign(","));
        words.expectSign(end);
        return values;
    }

    private Map<String, AttributeValue> map() {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        if (words.takeSign("}")) {
            return map;
        }
        do {
            PartiqlToken name = words.next();
            if (name.type() != PartiqlToken.Type.STRING) {
                throw unexpected(name);
            }
            words.expectSign(":");
            map.put(name.text(), literal());
        } while (words.takeSign(","));
        words.expectSign("}");
        return map;
    }

    private static AttributeValue set(List<AttributeValue> values) {
        AttributeType type = values.isEmpty() ? null : values.get(0).type();
        if (type == null || !type.isScalarKey()) {
            throw DynamoDbException.validation(type == null
                    ? "One or more parameter values were invalid: An string set  may not be empty"
                    : "One or more parameter values were invalid: Sets have elements of the types S, N and B only");
        }
        Set<String> strings = new LinkedHashSet<>();
        Set<BigDecimal> numbers = new LinkedHashSet<>();
        Set<Binary> binaries = new LinkedHashSet<>();
        boolean distinct = true;
        for (AttributeValue value : values) {
            if (value.type() != type) {
                throw DynamoDbException
                        .validation("One or more parameter values were invalid: Sets have elements of one type only");
            }
            if (value instanceof AttributeValue.S string) {
                distinct &= strings.add(string.value());
            } else if (value instanceof AttributeValue.N number) {
                distinct &= numbers.add(number.value());
            } else {
                distinct &= binaries.add(((AttributeValue.B) value).value());
            }
        }
        if (!distinct) {
            throw DynamoDbException.validation("Input collection contains duplicates");
        }
        return type == AttributeType.S ? new AttributeValue.SS(strings)
                : (type == AttributeType.N ? new AttributeValue.NS(numbers) : new AttributeValue.BS(binaries));
    }

    /** The error for a word that is no value. */
    static DynamoDbException unexpected(PartiqlToken token) {
        if (token.type() == PartiqlToken.Type.WORD && Keywords.contains(token.text())) {
            boolean operator = token.isWord("IS") || token.isWord("IN") || token.isWord("LIKE") || token.isWord("BETWEEN")
                    || token.isWord("AND") || token.isWord("OR");
            return NotWellFormed.because(operator ? "Unexpected operator" : "Unexpected keyword");
        }
        boolean operator = token.type() == PartiqlToken.Type.SIGN && "= < > <> != <= >= + - *".contains(token.text());
        return NotWellFormed.because(operator ? "Unexpected operator" : "Unexpected term");
    }
}
