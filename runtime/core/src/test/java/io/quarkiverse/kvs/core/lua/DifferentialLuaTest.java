package io.quarkiverse.kvs.core.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/**
 * Generated programs give the same results and errors in Debian's lua5.1 and in ours. {@code -Dkvs.lua.programs=1000000} tries
 * more of them, {@code -Dkvs.lua.seed=...} others.
 */
class DifferentialLuaTest {

    private static final int PROGRAMS = Integer.getInteger("kvs.lua.programs", 5_000);
    /** Of tables and functions, as tostring shows it. */
    private static final Pattern ADDRESS = Pattern.compile(": 0x[0-9a-f]{12}");
    /** A place in what runs the programs, which is called from Lua there and from Java here. */
    private static final Pattern OUTSIDE = Pattern.compile("\\(command line\\):\\d+: ");
    /** A table in which something other than a value is a key: lua5.1 has them in the order of their addresses. */
    private static final Pattern KEYED_BY_ADDRESS = Pattern.compile("(}|function|thread)=");
    private static final long SEED = Long.getLong("kvs.lua.seed", 1);

    @Test
    void generatedProgramsGiveTheSame() throws IOException, InterruptedException {
        assumeTrue(Lua51.isInstalled(), "lua5.1 is not installed");
        Random random = new Random(SEED);
        int tried = 0;
        for (int processes = 0; tried < PROGRAMS; processes++) {
            assertThat(processes).as("processes that have ended, after %d programs", tried).isLessThan(2 + PROGRAMS / 100_000);
            tried += tryUntilTheirsEnds(random, PROGRAMS - tried);
        }
    }

    /** A program in a million ends lua5.1 itself: that one is left out, and both begin anew. */
    private static int tryUntilTheirsEnds(Random random, int most) throws IOException, InterruptedException {
        OurLua ours = new OurLua(false);
        try (Lua51 theirs = new Lua51()) {
            for (int i = 0; i < most; i++) {
                Choices choices = new Choices(new Random(random.nextLong()));
                String program = LuaPrograms.program(choices);
                String expected;
                try {
                    expected = theirs(theirs, program);
                } catch (EOFException e) {
                    return i + 1;
                }
                if (!isSame(expected, ours(ours, program))) {
                    int[] shortest = Choices.shrink(choices.made(), made -> differs(theirs, ours, made));
                    String simple = LuaPrograms.program(new Choices(shortest));
                    assertThat(ours(ours, simple)).as("program %d:%n%s%n", i, simple).isEqualTo(theirs(theirs, simple));
                }
            }
        }
        return most;
    }

    private static String theirs(Lua51 lua, String program) throws IOException {
        return comparable(lua.run(program));
    }

    private static String ours(OurLua lua, String program) {
        return comparable(lua.run(program));
    }

    private static String comparable(String result) {
        return OUTSIDE.matcher(ADDRESS.matcher(result).replaceAll(": 0x")).replaceAll("");
    }

    private static boolean isSame(String one, String other) {
        return one.equals(other) || KEYED_BY_ADDRESS.matcher(one).find() && Arrays.equals(sorted(one), sorted(other));
    }

    private static char[] sorted(String text) {
        char[] characters = text.toCharArray();
        Arrays.sort(characters);
        return characters;
    }

    private static boolean differs(Lua51 theirs, OurLua ours, int[] choices) {
        String program = LuaPrograms.program(new Choices(choices));
        try {
            return !isSame(theirs(theirs, program), ours(ours, program));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
