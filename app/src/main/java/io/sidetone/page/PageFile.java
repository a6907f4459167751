package io.sidetone.page;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** One file as it goes out: as it is, and compressed. The arrays are never changed. */
final class PageFile {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final String contentType;
    private final byte[] plain;
    private final byte[] gzip;

    private PageFile(String contentType, byte[] plain) {
        this.contentType = contentType;
        this.plain = plain;
        this.gzip = compressed(plain);
    }

    String contentType() {
        return contentType;
    }

    ByteBuf plain() {
        return Unpooled.wrappedBuffer(plain).asReadOnly();
    }

    ByteBuf gzip() {
        return Unpooled.wrappedBuffer(gzip).asReadOnly();
    }

    /** Whether a file of this name is part of the page, and not of its workshop. */
    static boolean isServed(String name) {
        return TYPES.containsKey(extension(name));
    }

    /** @param name with one of the known endings */
    static PageFile of(String name, byte[] content) {
        String type = TYPES.get(extension(name));
        if (type == null) {
            throw new IllegalArgumentException(name + " is no kind of file that a page has (expected: one that ends in "
                    + String.join(", ", TYPES.keySet()) + ")");
        }
        return new PageFile(type, content);
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static byte[] compressed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2);
        try (GZIPOutputStream gzip = new Best(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Takes its time: this is done once. */
    private static final class Best extends GZIPOutputStream {
        Best(ByteArrayOutputStream bytes) throws IOException {
            super(bytes);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
