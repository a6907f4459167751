package io.sidetone.speech.assemblyai;

import io.netty.buffer.Unpooled;

/** Whatever the vendor sends becomes a message, if only an unknown one. */
public final class AssemblyAiMessageFuzz {
    private AssemblyAiMessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String unused = MessageDecoder.decode(Unpooled.wrappedBuffer(data)).toString();
    }
}
