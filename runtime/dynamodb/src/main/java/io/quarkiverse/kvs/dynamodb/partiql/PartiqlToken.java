package io.quarkiverse.kvs.dynamodb.partiql;

import io.quarkiverse.kvs.dynamodb.expression.WordReader;

/**
 * A word of a statement.
 *
 * @param text without quotes; a sign as it is
 */
record PartiqlToken(Type type, String text) implements WordReader.Word {

    /** What a word is. */
    enum Type {
        /** A name, or a keyword. */
        WORD,
        /** A name in double quotes. */
        QUOTED,
        /** A string in single quotes. */
        STRING,
        NUMBER,
        /** A question mark. */
        PARAMETER,
        /** A sign, of one or two characters. */
        SIGN,
        /** The end of the statement. */
        END
    }

    @Override
    public boolean isEnd() {
        return type == Type.END;
    }

    @Override
    public boolean isSign(String sign) {
        return type == Type.SIGN && text.equals(sign);
    }

    @Override
    public boolean isWord(String word) {
        return type == Type.WORD && text.equalsIgnoreCase(word);
    }

    boolean isName() {
        return type == Type.QUOTED || (type == Type.WORD && !Keywords.contains(text));
    }
}
