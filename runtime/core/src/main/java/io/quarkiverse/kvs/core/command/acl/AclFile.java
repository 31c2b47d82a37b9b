package io.quarkiverse.kvs.core.command.acl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file that users are loaded from and saved to: a line for each, {@code user name rule ...}. As in Redis, it has no
 * comments, since they would be lost when it is written. Waits for the disk, so no event loop may use it.
 */
public final class AclFile {

    private final Path path;

    public AclFile(Path path) {
        this.path = path;
    }

    /**
     * Makes the users those of the file; or changes nothing if there is a mistake in it.
     *
     * @return the users that are gone, in whose place there may be others of the same names
     * @throws IllegalArgumentException if it cannot be read, or is wrong; the message says why, in Redis's words
     */
    public List<User> load(Users users) {
        String text;
        try {
            text = Files.readString(path, ISO_8859_1);
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "No such file or directory" : e.getMessage();
            throw new IllegalArgumentException("Error loading ACLs, opening file '" + path + "': " + why, e);
        }
        Map<String, Rules> found = new LinkedHashMap<>();
        StringBuilder mistakes = new StringBuilder();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty()) {
                read(users, line.split(" ", -1), i + 1, found, mistakes);
            }
        }
        if (found.size() > Users.MAX_USERS) {
            mistakes.append(path).append(" has more than ").append(Users.MAX_USERS).append(" users. ");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(mistakes
                    + "WARNING: ACL errors detected, no change to the previously active ACL rules was performed");
        }
        return users.replace(found);
    }

    private void read(Users users, String[] words, int line, Map<String, Rules> found, StringBuilder mistakes) {
        String place = path + ":" + line;
        if (!words[0].equals("user") || words.length < 2) {
            mistakes.append(place).append(" should start with user keyword followed by the username. ");
            return;
        }
        String name = words[1];
        if (!Users.isName(name)) {
            mistakes.append('\'').append(place).append(": username '").append(name).append("' contains invalid characters. ");
            return;
        }
        Rules rules = users.nothing();
        if (found.putIfAbsent(name, rules) != null) {
            mistakes.append("WARNING: Duplicate user '").append(name).append("' found on line ").append(line).append(". ");
            return;
        }
        List<String> joined;
        try {
            joined = RuleWords.join(Arrays.asList(words).subList(2, words.length));
        } catch (RuleException e) {
            mistakes.append(place).append(": Unmatched parenthesis in selector definition.");
            return;
        }
        for (String rule : joined) {
            try {
                rules.apply(rule.strip());
            } catch (RuleException e) {
                mistakes.append(place).append(": ").append(e.getMessage()).append(". ");
            }
        }
    }

    /**
     * Writes the users into the file, which is never half written.
     *
     * @throws IOException if that cannot be done
     */
    public void save(Users users) throws IOException {
        List<String> lines = new ArrayList<>();
        users.all().forEach(user -> lines.add(user.line()));
        Path directory = path.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(directory, path.getFileName().toString(), ".tmp");
        try {
            Files.writeString(temporary, lines.isEmpty() ? "" : String.join("\n", lines) + "\n", ISO_8859_1);
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
