package io.sidetone.speech.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/** What a WebSocket server of Netty's makes of a chunk's message. */
final class SentMessage {
    private static final int MASK = 0x8A3C0F71;

    private SentMessage() {}

    static byte[] payload(Chunk chunk) {
        EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .maxFramePayloadLength(1 << 20)
                .build()));
        ByteBuf message = chunk.message(UnpooledByteBufAllocator.DEFAULT, MASK);
        server.writeInbound(message);
        BinaryWebSocketFrame frame = server.readInbound();
        try {
            assertThat(frame.isFinalFragment()).isTrue();
            assertThat(message.refCnt()).isZero();
            byte[] payload = new byte[frame.content().readableBytes()];
            frame.content().readBytes(payload);
            return payload;
        } finally {
            frame.release();
            server.finishAndReleaseAll();
        }
    }
}
