package io.sidetone.world;

import io.sidetone.server.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real proxy, with the file that we ship for it. Only what belongs to a machine is put in: ports, the certificate's
 * place, and what keeps it from touching anything outside of its folder.
 */
enum Proxy {
    CADDY {
        @Override
        List<String> command(Place at) throws IOException {
            Path file = at.file("proxy/Caddyfile", "Caddyfile")
                    .with(
                            "{$SIDETONE_DOMAIN:localhost} {",
                            "https://localhost:" + at.port() + " {\n\ttls " + at.certificate() + " " + at.key())
                    .with("{$SIDETONE_UPSTREAM:127.0.0.1:8080}", "127.0.0.1:" + at.upstream())
                    .with("grace_period 90s", "grace_period 1s\n\tadmin off\n\tauto_https disable_redirects")
                    .write();
            return List.of(program("caddy"), "run", "--config", file.toString(), "--adapter", "caddyfile");
        }
    },
    NGINX {
        @Override
        List<String> command(Place at) throws IOException {
            Path file = at.file("proxy/nginx.conf", "nginx.conf")
                    .with("listen 443 ssl", "listen 127.0.0.1:" + at.port() + " ssl")
                    .with("127.0.0.1:8080", "127.0.0.1:" + at.upstream())
                    .with(
                            "/etc/letsencrypt/live/bridge.example.com/fullchain.pem",
                            at.certificate().toString())
                    .with(
                            "/etc/letsencrypt/live/bridge.example.com/privkey.pem",
                            at.key().toString())
                    .with("server_name bridge.example.com", "server_name localhost")
                    .write();
            String place = "daemon off; error_log stderr; pid " + at.folder().resolve("nginx.pid") + ";";
            return List.of(program("nginx"), "-p", at.folder().toString(), "-c", file.toString(), "-g", place);
        }
    },
    HAPROXY {
        @Override
        List<String> command(Place at) throws IOException {
            Path both = at.folder().resolve("both.pem");
            Files.writeString(both, Files.readString(at.certificate()) + Files.readString(at.key()));
            Path file = at.file("proxy/haproxy.cfg", "haproxy.cfg")
                    .with("bind :443", "bind 127.0.0.1:" + at.port())
                    .with("/etc/haproxy/certs/bridge.example.com.pem", both.toString())
                    .with("127.0.0.1:8080", "127.0.0.1:" + at.upstream())
                    .with("port 9090", "port " + at.management())
                    .with("maxconn 20000", "maxconn 200")
                    .write();
            return List.of(program("haproxy"), "-db", "-f", file.toString());
        }
    };

    abstract List<String> command(Place at) throws IOException;

    /**
     * Where it runs.
     *
     * @param port where it listens
     * @param upstream Sidetone's public port
     * @param management Sidetone's management port
     */
    record Place(Path folder, int port, int upstream, int management) {
        Path certificate() {
            return folder.resolve("certificate.pem");
        }

        Path key() {
            return folder.resolve("key.pem");
        }

        Shipped file(String shipped, String name) throws IOException {
            return new Shipped(Files.readString(Path.of("../deploy", shipped)), folder.resolve(name));
        }
    }

    /** A file of ours in which some places are filled in. */
    record Shipped(String text, Path target) {
        Shipped with(String old, String now) {
            if (!text.contains(old)) {
                throw new AssertionError("there is no '" + old + "' in " + target.getFileName() + " any more");
            }
            return new Shipped(text.replace(old, now), target);
        }

        Path write() throws IOException {
            return Files.writeString(target, text);
        }
    }

    /** One that runs. */
    static final class Running implements AutoCloseable {
        private final Process process;

        private Running(Process process) {
            this.process = process;
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, 10, TimeUnit.SECONDS)
                    .thenAccept(Process::destroyForcibly)
                    .join();
        }
    }

    /** Writes a certificate for it, before it runs. */
    static Path certificate(Path folder) throws IOException {
        Path certificate = folder.resolve("certificate.pem");
        Pem.of("localhost").write(certificate, folder.resolve("key.pem"));
        return certificate;
    }

    /** Returns when it takes connections. */
    Running start(Place at) throws IOException, InterruptedException {
        Path said = at.folder().resolve("said.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command(at)).redirectErrorStream(true).redirectOutput(said.toFile());
        for (String home : List.of("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")) {
            builder.environment().put(home, at.folder().toString());
        }
        Process process = builder.start();
        while (!listens(at.port())) {
            if (!process.isAlive()) {
                throw new AssertionError(this + " has stopped: " + Files.readString(said));
            }
            TimeUnit.MILLISECONDS.sleep(20); // nobody tells when a foreign program listens
        }
        return new Running(process);
    }

    /** Debian has some where not everybody looks. */
    private static String program(String name) {
        Path ofRoot = Path.of("/usr/sbin", name);
        return Files.isExecutable(ofRoot) ? ofRoot.toString() : name;
    }

    private static boolean listens(int port) {
        try (Socket tried = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return tried.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
