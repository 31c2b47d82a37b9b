package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.kvs.it.programs.ExternalProgram;

/** Queues of BullMQ, which are made of scripts: run by Node, where that is installed and can get BullMQ. */
class BullMqIT {

    @RegisterExtension
    static final KvsServerExtension SERVER = new KvsServerExtension();

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void jobsAreDelayedRepeatedTriedAgainAndFailed() throws Exception {
        ExternalProgram.Result result = NodeProgram.of("bullmq", "jobs.js").run(Integer.toString(SERVER.port()));

        assertThat(result.output().strip()).isEqualTo("{\"result\":\"delayed 1\",\"late\":true,\"third\":\"third\","
                + "\"error\":\"never\",\"repeats\":3,\"state\":\"failed\",\"counts\":{\"completed\":106,\"failed\":1,\"waiting\":0,"
                + "\"active\":0,\"delayed\":0},\"plain\":100}");
        assertThat(result.code()).isZero();
    }
}
