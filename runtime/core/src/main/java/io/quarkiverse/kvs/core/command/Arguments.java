package io.quarkiverse.kvs.core.command;

import java.util.Locale;

import io.quarkiverse.kvs.core.protocol.Request;
import io.quarkiverse.kvs.core.store.bytes.Bytes;
import io.quarkiverse.kvs.core.store.bytes.Key;
import io.quarkiverse.kvs.core.store.number.Decimal;
import io.quarkiverse.kvs.core.store.number.FloatingPoint;
import io.quarkiverse.kvs.core.store.number.LongDouble;

/**
 * The arguments of a call, and what they are read as. They belong to one thread; the views it hands out show something else in
 * the next call.
 */
public abstract sealed class Arguments permits CommandContext {

    /** So many views of arguments are kept from call to call. */
    private static final int VIEWS_KEPT = 64;

    private Key[] views = new Key[VIEWS_KEPT];
    private Request request;

    /** The arguments are those of a request from now on. */
    final void show(Request arguments) {
        request = arguments;
        if (arguments.count() > views.length) {
            views = new Key[arguments.count()];
        } else if (views.length > VIEWS_KEPT && arguments.count() <= VIEWS_KEPT) {
            views = new Key[VIEWS_KEPT];
        }
        for (int i = 0; i < arguments.count(); i++) {
            if (views[i] == null) {
                views[i] = new Key();
            }
            arguments.show(i, views[i]);
        }
        if (arguments.isKeyHashed()) {
            views[1].hash(arguments.keyHash());
        }
    }

    /** The request that they belong to. */
    public Request request() {
        return request;
    }

    /** The number of arguments, the name of the command included. */
    public int count() {
        return request.count();
    }

    /** An argument; 0 is the name of the command. */
    public Bytes argument(int number) {
        return views[number];
    }

    /** An argument that is a key. */
    public Key key(int argument) {
        return views[argument];
    }

    /** Whether an argument is a certain word, in any case. */
    public boolean is(int argument, String word) {
        return views[argument].is(word);
    }

    public long integer(int argument) {
        return integer(argument, CommandException.NOT_INTEGER);
    }

    public long integer(int argument, CommandException otherwise) {
        Bytes text = views[argument];
        try {
            return Decimal.parseLong(text.array(), text.offset(), text.length());
        } catch (NumberFormatException e) {
            throw otherwise;
        }
    }

    /** An argument that is a number, an infinite one perhaps. */
    public double number(int argument) {
        return number(argument, CommandException.NOT_FLOAT);
    }

    public double number(int argument, CommandException otherwise) {
        try {
            return FloatingPoint.parse(views[argument]);
        } catch (NumberFormatException e) {
            throw otherwise;
        }
    }

    /** An argument that is an integer of 32 bits. */
    final int smallInteger(int argument) {
        long number = integer(argument);
        if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
            throw new CommandException("ERR value is out of range, value must between -2147483648 and 2147483647");
        }
        return (int) number;
    }

    /** An argument that tells how many seconds to wait, with a fraction perhaps; in milliseconds, 0 for ever. */
    public long timeoutMillis(int argument) {
        long millis;
        try {
            millis = LongDouble.parse(views[argument]).timesRoundedUp(1000);
        } catch (NumberFormatException e) {
            throw CommandException.NOT_A_TIMEOUT;
        }
        if (millis < 0) {
            throw CommandException.NEGATIVE_TIMEOUT;
        }
        return millis;
    }

    /** A subcommand got arguments that it does not take. */
    public CommandException wrongSubcommand() {
        return new CommandException(
                "ERR unknown subcommand or wrong number of arguments for '" + argument(1).latin1() + "'. Try "
                        + argument(0).latin1().toUpperCase(Locale.ROOT) + " HELP.");
    }
}
