package io.sidetone.api.export;

import java.util.Arrays;
import java.util.Optional;

/** How a transcript is written. */
public enum Format {
    JSON("json", "json", "application/json"),
    NDJSON("ndjson", "ndjson", "application/x-ndjson"),
    TEXT("text", "txt", "text/plain; charset=utf-8"),
    SRT("srt", "srt", "application/x-subrip; charset=utf-8"),
    VTT("vtt", "vtt", "text/vtt; charset=utf-8");

    private final String wireName;
    private final String extension;
    private final String contentType;

    Format(String wireName, String extension, String contentType) {
        this.wireName = wireName;
        this.extension = extension;
        this.contentType = contentType;
    }

    /** As in {@code format=}. */
    public String wireName() {
        return wireName;
    }

    /** Of the file, without the dot. */
    public String extension() {
        return extension;
    }

    public String contentType() {
        return contentType;
    }

    /** Whether it consists of cues, and so has lines and no clock. */
    public boolean isSubtitles() {
        return this == SRT || this == VTT;
    }

    public static Optional<Format> ofExtension(String extension) {
        return Arrays.stream(values())
                .filter(it -> it.extension.equals(extension))
                .findFirst();
    }

    /** The whole file, in UTF-8. */
    public byte[] write(Transcript transcript, Look look) {
        Export export =
                switch (this) {
                    case JSON -> new JsonExport();
                    case NDJSON -> new NdJsonExport();
                    case TEXT -> new TextExport();
                    case SRT -> new SrtExport();
                    case VTT -> new VttExport();
                };
        return export.write(transcript, look);
    }
}
