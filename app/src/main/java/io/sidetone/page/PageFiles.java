package io.sidetone.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All files of the page, by the name under which the hash's folder has them; and the HTML that names that folder. */
final class PageFiles {
    private static final String INDEX = "index.html";
    /** Stands in the HTML where the folder of the files is meant, so that the file works as it lies there, too. */
    private static final String FOLDER_IN_HTML = "\"page/";

    private static final int HASH_CHARACTERS = 12;

    private final String hash;
    private final PageFile index;
    private final Map<String, PageFile> files;

    private PageFiles(String hash, PageFile index, Map<String, PageFile> files) {
        this.hash = hash;
        this.index = index;
        this.files = Map.copyOf(files);
    }

    /**
     * Reads them from beside this class, in a jar or in a folder.
     *
     * @throws UncheckedIOException if they cannot be read
     */
    static PageFiles load(String prefix, String version) {
        URL at = PageFiles.class.getResource(INDEX);
        if (at == null) {
            throw new IllegalStateException("the page is not in this jar (expected: io/sidetone/page/" + INDEX + ")");
        }
        try {
            URI uri = at.toURI();
            if (!uri.getScheme().equals("jar")) {
                return of(read(Path.of(uri).resolveSibling("")), prefix, version);
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return of(read(jar.getPath("/io/sidetone/page")), prefix, version);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the page's files cannot be read from " + at, e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the page's files are at " + at + ", which is no address", e);
        }
    }

    private static SortedMap<String, byte[]> read(Path folder) throws IOException {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (PageFile.isServed(name)) {
                    contents.put(name, Slim.of(name, Files.readAllBytes(file)));
                }
            }
        }
        return contents;
    }

    private static PageFiles of(SortedMap<String, byte[]> contents, String prefix, String version) {
        String hash = hash(contents);
        Map<String, PageFile> files = new HashMap<>();
        contents.forEach((name, content) -> files.put(name, PageFile.of(name, content)));
        files.remove(INDEX);
        String html = new String(contents.getOrDefault(INDEX, new byte[0]), StandardCharsets.UTF_8)
                .replace(FOLDER_IN_HTML, "\"" + prefix + hash + "/")
                .replace("content=\"dev\"", "content=\"" + version.replaceAll("[^A-Za-z0-9.+-]", "") + "\"");
        return new PageFiles(hash, PageFile.of(INDEX, html.getBytes(StandardCharsets.UTF_8)), files);
    }

    private static String hash(SortedMap<String, byte[]> contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            contents.forEach((name, content) -> {
                digest.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String hash() {
        return hash;
    }

    PageFile index() {
        return index;
    }

    @Nullable PageFile file(String name) {
        return files.get(name);
    }

    /** Bytes of everything, compressed. */
    long weight() {
        return index.gzip().readableBytes()
                + files.values().stream()
                        .mapToLong(it -> it.gzip().readableBytes())
                        .sum();
    }
}
