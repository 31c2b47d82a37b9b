package io.quarkiverse.kvs.runtime.server;

import java.time.Duration;
import java.util.Set;

import io.quarkiverse.kvs.runtime.protocol.DecoderLimits;

/**
 * What a {@link TcpServer} is told.
 *
 * @param host the address or name to listen on
 * @param port the port to listen on; 0 for any free one
 * @param eventLoops how many event loops serve connections
 * @param maxConnections how many connections may be open at once
 * @param request what a request may be at most
 * @param replyBacklog how many bytes of replies may wait for one client
 * @param idleTimeout how long a connection may be silent in both directions; zero for ever
 * @param disabledCommands names of commands that are refused
 */
public record ServerConfig(String host, int port, int eventLoops, int maxConnections, DecoderLimits request, int replyBacklog,
        Duration idleTimeout, Set<String> disabledCommands) {

    public ServerConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the host to listen on is empty");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port to listen on is to be from 0 to 65535, not " + port);
        }
        if (eventLoops < 1 || maxConnections < 1 || replyBacklog < 1) {
            throw new IllegalArgumentException("event loops, connections and reply backlog are to be at least 1");
        }
        if (idleTimeout.isNegative()) {
            throw new IllegalArgumentException("the idle timeout is negative");
        }
        disabledCommands = Set.copyOf(disabledCommands);
    }
}
