package io.sidetone.speech.deepgram;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Text in, {@link DeepgramMessage} out, whatever the text. Knows JSON and nothing of legs. One serves all sessions of a
 * loop.
 *
 * <p>Results come several times a second and leg: as the vendor writes them they are read in one pass. What is unusual,
 * rare or broken is read anew by way of a tree; what the pass reads, the tree reads in the same way ({@code
 * MessageScanTest}).
 */
final class DeepgramMessageDecoder {
    private final MessageScan scan = new MessageScan();
    private byte[] bytes = new byte[8 * 1_024]; // the parser wants an array, and what comes from a socket has none

    DeepgramMessage decode(ByteBuf text) {
        int length = text.readableBytes();
        if (bytes.length < length) {
            bytes = new byte[Integer.highestOneBit(length) << 1];
        }
        text.getBytes(text.readerIndex(), bytes, 0, length);
        @Nullable DeepgramMessage usual = scan.read(bytes, length);
        return usual != null ? usual : MessageTree.read(bytes, length);
    }
}
