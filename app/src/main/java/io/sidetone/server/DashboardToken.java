package io.sidetone.server;

import io.sidetone.settings.Secret;
import io.sidetone.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token that opens the dashboard's socket and the API: the operator's, or one made at the first start and kept. */
public final class DashboardToken {
    private static final Logger log = LoggerFactory.getLogger(DashboardToken.class);
    private static final int RANDOM_BYTES = 24;

    private DashboardToken() {}

    static String of(Settings settings) {
        Secret given = settings.dashboard().token();
        return given != null ? given.reveal() : kept(file(settings));
    }

    /**
     * The token of a server with these settings that has been started before.
     *
     * @throws IOException if there is none, or it may not be read
     */
    public static String existing(Settings settings) throws IOException {
        Secret given = settings.dashboard().token();
        if (given != null) {
            return given.reveal();
        }
        Path file = file(settings);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toAbsolutePath() + " (the dashboard's token: a server makes it at its"
                    + " first start; give --token, or the server's own --config)");
        }
        return Files.readString(file).strip();
    }

    private static Path file(Settings settings) {
        return settings.dataDir().resolve("dashboard-token");
    }

    private static String kept(Path file) {
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            byte[] random = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(random);
            String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            Files.createDirectories(file.toAbsolutePath().getParent());
            write(file, token);
            log.info("the dashboard's token was made and is in {}", file.toAbsolutePath());
            return token;
        } catch (IOException e) {
            throw new CannotStart(
                    "cannot keep the dashboard's token in " + file.toAbsolutePath() + ": " + e
                            + "; make data.dir writable, or set dashboard.token",
                    e);
        }
    }

    private static void write(Path file, String token) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, token + "\n", StandardOpenOption.WRITE);
        } else {
            Files.writeString(file, token + "\n", StandardOpenOption.CREATE_NEW);
        }
    }
}
