/**
 * Lua 5.1 as Redis 7.0 offers it to scripts. This room knows the JDK only: no command, no store, no protocol.
 *
 * <h2>Compile once, run often</h2>
 *
 * <pre>{@code
 * LuaPrototype chunk = LuaPrototype.compile(source, "@user_script"); // any thread; LuaError if it is not Lua
 *
 * LuaState lua = new LuaState(LuaLimits.DEFAULT); // one thread at a time
 * LuaSandbox.open(lua); // string, table, math, cjson, ...: what Redis offers
 * LuaTable redis = lua.newTable();
 * redis.set("sha1hex", new LuaHostFunction("sha1hex", arguments -> LuaString.of(sha1(arguments.checkString(1).bytes()))));
 * lua.globals().set("redis", redis);
 * LuaSandbox.protect(lua); // from here on, scripts cannot change globals
 *
 * lua.globals().set("KEYS", keys); // the host can: it sets raw
 * Object result = lua.call(lua.load(chunk)); // LuaError if the script raises one
 * }</pre>
 *
 * A {@link io.quarkiverse.kvs.core.lua.LuaPrototype} is immutable and shared. {@code load} makes a function of it, with fresh
 * local variables and the globals of its state.
 *
 * <h2>Values</h2>
 *
 * <table>
 * <caption>Values of Lua in Java</caption>
 * <tr>
 * <th>Lua</th>
 * <th>Java</th>
 * </tr>
 * <tr>
 * <td>nil</td>
 * <td>{@code null}</td>
 * </tr>
 * <tr>
 * <td>boolean</td>
 * <td>{@link java.lang.Boolean}: {@code Boolean.TRUE} or {@code Boolean.FALSE}, never a new one</td>
 * </tr>
 * <tr>
 * <td>number</td>
 * <td>{@link java.lang.Double}; {@link io.quarkiverse.kvs.core.lua.LuaNumbers#box} makes them</td>
 * </tr>
 * <tr>
 * <td>string</td>
 * <td>{@link io.quarkiverse.kvs.core.lua.LuaString}: bytes</td>
 * </tr>
 * <tr>
 * <td>table</td>
 * <td>{@link io.quarkiverse.kvs.core.lua.LuaTable}</td>
 * </tr>
 * <tr>
 * <td>function</td>
 * <td>{@link io.quarkiverse.kvs.core.lua.LuaFunction}</td>
 * </tr>
 * <tr>
 * <td>userdata</td>
 * <td>{@link io.quarkiverse.kvs.core.lua.LuaUserdata}</td>
 * </tr>
 * <tr>
 * <td>thread</td>
 * <td>{@link io.quarkiverse.kvs.core.lua.LuaCoroutine}</td>
 * </tr>
 * </table>
 *
 * A call returns one value as it is; {@link io.quarkiverse.kvs.core.lua.LuaResults} stands for none or several.
 *
 * <h2>Functions of the host</h2>
 *
 * A {@link io.quarkiverse.kvs.core.lua.LuaHostFunction} gets {@link io.quarkiverse.kvs.core.lua.LuaArguments}, whose checks
 * raise
 * Lua's own errors. It raises others by {@code throw state.error("text")}, which adds chunk and line of the caller, or
 * {@code throw state.raise(value)} for any value. It may call back by {@code state.call}. Inside a coroutine, and in deep
 * recursion, it runs on another thread than the one that called the state; what must be on that one (because it holds locks)
 * goes into {@code state.onHostThread(...)}.
 *
 * <h2>Errors</h2>
 *
 * {@link io.quarkiverse.kvs.core.lua.LuaError} carries the value of Lua, and the source and the line where it was raised, which
 * Redis puts behind its error replies. {@link io.quarkiverse.kvs.core.lua.LuaAbort}, thrown by a hook, passes by every
 * {@code pcall}.
 *
 * <h2>Bounds</h2>
 *
 * {@link io.quarkiverse.kvs.core.lua.LuaState#setHook} has the host look at the clock after so many steps; loops, calls, and
 * long work of libraries such as matching patterns count. {@link io.quarkiverse.kvs.core.lua.LuaLimits} bounds memory and
 * depth; one more is an ordinary error of Lua ({@code not enough memory}, {@code stack overflow}, {@code C stack overflow})
 * that scripts can catch.
 *
 * <h2>Inside</h2>
 *
 * {@code Lexer} and {@code Parser} make a syntax tree with slots for local variables; {@code Translator} makes nodes of it that
 * run themselves: an {@code Expression} has a value (or, without a box, a number), a {@code Statement} does something to a
 * {@code Frame}. {@code LuaTable} shares keys between array and hash as the C implementation does, so that {@code next} and
 * {@code #} agree with it. The libraries are in {@code lua.lib}, and use the public methods only.
 */
package io.quarkiverse.kvs.core.lua;
