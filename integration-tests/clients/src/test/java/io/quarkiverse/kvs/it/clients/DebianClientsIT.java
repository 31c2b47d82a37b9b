package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.quarkiverse.kvs.it.programs.ExternalProgram;

/** What Python and Ruby applications put on a Redis, where Debian's packages of it are installed. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class DebianClientsIT {

    @RegisterExtension
    static final KvsServerExtension SERVER = new KvsServerExtension();

    /** Debian's packages belong to this one, and not to another in front of it. */
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    Path folder;

    @Test
    void jobsOfRqWaitForEachOther() throws Exception {
        assertPythonSays("rq", "jobs_rq.py", "3 12 failed 1 0");
    }

    @Test
    void tasksOfCeleryAreDelayedJoinedAndTriedAgain() throws Exception {
        assertPythonSays("celery, redis", "tasks_celery.py", "3 5 12 2");
    }

    @Test
    void theCacheOfDjangoHasLocksAndPatterns() throws Exception {
        assertPythonSays("django_redis", "cache_django.py", "[[1, 'x'], 5, True, ['a', 'b', 'c'], 3, None, False, True]");
    }

    @Test
    void jobsOfSidekiqAreScheduledAndTriedAgain() throws Exception {
        assumeTrue(ExternalProgram.run(folder, "ruby", "-e", "require 'sidekiq'").code() == 0, "Sidekiq is not installed");

        assertSays("[[2, 1], [\"fail\", \"later\", \"now\"], 0, 0, 0]", "ruby", "-W0", program("jobs_sidekiq.rb"),
                Integer.toString(SERVER.port()));
    }

    private void assertPythonSays(String modules, String program, String expected) throws InterruptedException {
        assumeTrue(ExternalProgram.run(folder, PYTHON, "-c", "import " + modules).code() == 0,
                () -> modules + " is not installed");
        assertSays(expected, PYTHON, program(program), Integer.toString(SERVER.port()));
    }

    private void assertSays(String expected, String... command) throws InterruptedException {
        ExternalProgram.Result result = ExternalProgram.run(folder, command);
        assertThat(result.lastLine()).as(result.output()).isEqualTo(expected);
        assertThat(result.code()).isZero();
    }

    private static String program(String file) {
        return Path.of("src/test/resources/debian", file).toAbsolutePath().toString();
    }
}
