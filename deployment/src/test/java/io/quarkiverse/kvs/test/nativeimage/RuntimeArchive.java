package io.quarkiverse.kvs.test.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

import io.quarkiverse.kvs.KvsServer;
import io.quarkiverse.kvs.core.store.Store;

/** What the runtime module of the extension and the core consist of. */
final class RuntimeArchive {

    /** What is different each time a program starts; with a method, or any method of a class. */
    private static final Set<String> OF_THE_MOMENT = Set.of("java/util/Random", "java/util/SplittableRandom",
            "java/security/SecureRandom", "java/util/concurrent/ThreadLocalRandom", "java/util/random/RandomGenerator",
            "java/util/UUID.randomUUID", "java/lang/System.nanoTime", "java/lang/System.currentTimeMillis",
            "java/lang/System.getProperty", "java/lang/System.getenv", "java/lang/Math.random", "java/lang/ProcessHandle",
            "java/lang/management/ManagementFactory", "java/lang/Runtime.maxMemory", "java/net/InetAddress",
            "java/lang/Thread.<init>",
            "java/lang/Thread.start", "java/util/concurrent/Executors", "java/nio/ByteBuffer.allocateDirect",
            "java/lang/ref/Cleaner", "io/netty/buffer/Unpooled", "java/nio/file/Files", "java/time/Instant.now");

    private static final String API = "io/quarkiverse/kvs/";

    private final Map<String, ClassNode> classes = new TreeMap<>();
    private final Set<String> files = new TreeSet<>();

    RuntimeArchive() {
        readArchiveOf(KvsServer.class);
        readArchiveOf(Store.class);
    }

    private void readArchiveOf(Class<?> type) {
        try {
            Path root = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(root)) {
                read(root);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(root)) {
                    read(jar.getPath("/"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                String name = root.relativize(path).toString().replace('\\', '/');
                if (name.endsWith(".class")) {
                    classes.put(name, parse(Files.readAllBytes(path)));
                } else {
                    files.add(name);
                }
            }
        }
    }

    static ClassNode parse(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, ClassReader.SKIP_FRAMES);
        return node;
    }

    /** Files that are neither classes nor for the tools of others, with their paths. */
    Set<String> resources() {
        return files.stream().filter(name -> !name.startsWith("META-INF/")).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Files whose names are constants of classes that load resources. */
    Set<String> loaded() {
        Set<String> loaded = new TreeSet<>();
        classes.forEach((path, node) -> {
            if (node.methods.stream().anyMatch(RuntimeArchive::loadsResources)) {
                for (String constant : constants(node)) {
                    String absolute = constant.startsWith("/") ? constant.substring(1) : constant;
                    String relative = path.substring(0, path.lastIndexOf('/') + 1) + constant;
                    files.stream().filter(file -> file.equals(absolute) || file.equals(relative)).forEach(loaded::add);
                }
            }
        });
        return loaded;
    }

    private static boolean loadsResources(MethodNode method) {
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof MethodInsnNode call && call.name.startsWith("getResource")
                    && (call.owner.equals("java/lang/Class") || call.owner.equals("java/lang/ClassLoader"))) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> constants(ClassNode node) {
        Set<String> constants = new HashSet<>();
        node.methods.forEach(method -> method.instructions.forEach(instruction -> {
            if (instruction instanceof LdcInsnNode constant && constant.cst instanceof String text) {
                constants.add(text);
            }
        }));
        node.fields.stream().filter(field -> field.value instanceof String)
                .forEach(field -> constants.add((String) field.value));
        return constants;
    }

    /** The names of the reactive interfaces to values, of which proxies are made. */
    Set<String> reactiveViews() {
        return names(node -> (node.access & Opcodes.ACC_INTERFACE) != 0 && node.name.startsWith(API + "ReactiveStored"));
    }

    /** The names of the classes that implement the interfaces to values for callers who block. */
    Set<String> views() {
        return names(node -> node.interfaces.stream().anyMatch(
                name -> name.startsWith(API + "Stored") && name.indexOf('$') < 0));
    }

    private Set<String> names(Predicate<ClassNode> which) {
        return classes.values().stream().filter(which).map(node -> node.name.replace('/', '.'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the classes that, when they are initialized, ask for something of the moment. */
    Set<String> initializedOfTheMoment() {
        return names(RuntimeArchive::isInitializedOfTheMoment);
    }

    static boolean isInitializedOfTheMoment(ClassNode node) {
        Map<String, MethodNode> methods = new HashMap<>();
        node.methods.forEach(method -> methods.put(method.name + method.desc, method));
        return asks(node, methods, "<clinit>()V", new HashSet<>());
    }

    private static boolean asks(ClassNode node, Map<String, MethodNode> methods, String name, Set<String> seen) {
        if (!methods.containsKey(name) || !seen.add(name)) {
            return false;
        }
        for (AbstractInsnNode instruction : methods.get(name).instructions) {
            if (instruction instanceof MethodInsnNode call) {
                boolean own = call.owner.equals(node.name) && call.getOpcode() != Opcodes.INVOKEINTERFACE;
                if (OF_THE_MOMENT.contains(call.owner) || OF_THE_MOMENT.contains(call.owner + "." + call.name)
                        || own && asks(node, methods, call.name + call.desc, seen)) {
                    return true;
                }
            }
        }
        return false;
    }
}
