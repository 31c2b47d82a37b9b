package io.quarkiverse.kvs.dynamodb.expression;

import java.util.List;

/**
 * Reads the words of a text from left to right.
 *
 * @param <T> what is known of a word
 */
public abstract class WordReader<T extends WordReader.Word> {

    /** A name, a keyword, a sign or something else that stands for itself. */
    public interface Word {

        /** Whether this is what stands behind the last one. */
        boolean isEnd();

        boolean isSign(String sign);

        /** Whether it is this keyword, in capitals or not. */
        boolean isWord(String word);
    }

    private final List<T> words;
    private int at;

    /** @param words the last one {@linkplain Word#isEnd is the end} */
    protected WordReader(List<T> words) {
        this.words = words;
    }

    /** The number of words read so far. */
    protected final int position() {
        return at;
    }

    /** The word that is read next. */
    public final T peek() {
        return words.get(at);
    }

    /** The one after the next. */
    public final T peekSecond() {
        return words.get(Math.min(at + 1, words.size() - 1));
    }

    /** The one that was read last; the next one if none was. */
    protected final T last() {
        return words.get(Math.max(0, at - 1));
    }

    public final T next() {
        T word = peek();
        if (!word.isEnd()) {
            at++;
        }
        return word;
    }

    /** Reads this sign, if it is the next word. */
    public final boolean takeSign(String sign) {
        if (peek().isSign(sign)) {
            at++;
            return true;
        }
        return false;
    }

    /** Reads this keyword, if it is the next word. */
    public final boolean takeWord(String word) {
        if (peek().isWord(word)) {
            at++;
            return true;
        }
        return false;
    }
}
