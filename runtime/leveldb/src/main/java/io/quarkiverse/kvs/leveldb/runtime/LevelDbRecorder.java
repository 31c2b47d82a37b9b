package io.quarkiverse.kvs.leveldb.runtime;

import java.lang.annotation.Annotation;
import java.util.function.Function;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.TypeLiteral;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBComparator;

import io.quarkus.arc.InjectableBean;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;

/** Makes the databases of an application. */
@Recorder
public class LevelDbRecorder {

    private static final TypeLiteral<Instance<DBComparator>> COMPARATORS = new TypeLiteral<>() {
    };

    private final RuntimeValue<LevelDbConfig> config;

    public LevelDbRecorder(RuntimeValue<LevelDbConfig> config) {
        this.config = config;
    }

    /**
     * Those of the application that starts.
     *
     * @param maps null without a server
     */
    public RuntimeValue<Databases> databases(RuntimeValue<ServerMaps> maps, LaunchMode launchMode, ShutdownContext shutdown) {
        Databases databases = new Databases(config.getValue(), maps == null ? null : maps.getValue(),
                launchMode == LaunchMode.DEVELOPMENT);
        // Beans may use them until the very end.
        shutdown.addLastShutdownTask(databases::close);
        return new RuntimeValue<>(databases);
    }

    /** Opens the database of a name. */
    public Function<SyntheticCreationalContext<DB>, DB> database(RuntimeValue<Databases> databases, String name) {
        return context -> databases.getValue().open(name, comparator(context, name));
    }

    /** The bean of the same name, or for the database without one, a bean without one; null if there is none. */
    private static DBComparator comparator(SyntheticCreationalContext<DB> context, String name) {
        String wanted = name.equals(LevelDbConfig.DEFAULT) ? null : name;
        Instance<DBComparator> comparators = context.getInjectedReference(COMPARATORS,
                new Annotation[] { Any.Literal.INSTANCE });
        for (Instance.Handle<DBComparator> comparator : comparators.handles()) {
            String named = ((InjectableBean<DBComparator>) comparator.getBean()).getName();
            if (wanted == null ? named == null : wanted.equals(named)) {
                return comparator.get();
            }
        }
        return null;
    }
}
