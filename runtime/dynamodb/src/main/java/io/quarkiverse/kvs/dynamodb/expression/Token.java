package io.quarkiverse.kvs.dynamodb.expression;

/**
 * A word of an expression.
 *
 * @param start where it starts in the expression
 * @param end where the next one may start
 */
record Token(Type type, String text, int start, int end) implements WordReader.Word {

    /** What a word is. */
    enum Type {
        /** A name, or a keyword. */
        WORD,
        /** Digits. */
        NUMBER,
        /** A placeholder of a name, with its number sign. */
        NAME,
        /** A placeholder of a value, with its colon. */
        VALUE,
        /** A sign, of one or two characters. */
        SIGN,
        /** The end of the expression. */
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
}
