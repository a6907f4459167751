package io.sidetone.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.sidetone.codec.MuLaw;
import org.junit.jupiter.api.Test;

class WireEncoderTest {

    @Test
    void everyMuLawCodeBecomesItsSampleLowByteFirst() {
        byte[] codes = new byte[256];
        for (int code = 0; code < 256; code++) {
            codes[code] = (byte) code;
        }
        ByteBuf out = Unpooled.buffer(512);
        WireEncoder.between(AudioFormat.MULAW_8K, AudioFormat.LINEAR16_8K).encode(codes, 0, 256, out, 0);

        assertThat(ByteBufUtil.getBytes(out)).isEqualTo(MuLaw.toLinear16(codes));
    }

    @Test
    void theSameFormatIsCopiedInPart() {
        ByteBuf out = Unpooled.buffer(2);
        WireEncoder.between(AudioFormat.LINEAR16_16K, AudioFormat.LINEAR16_16K)
                .encode(new byte[] {1, 2, 3, 4}, 1, 2, out, 0);

        assertThat(ByteBufUtil.getBytes(out)).containsExactly(2, 3);
    }

    @Test
    void whatNobodyNeedsIsRefused() {
        assertThatThrownBy(() -> WireEncoder.between(AudioFormat.LINEAR16_16K, AudioFormat.MULAW_8K))
                .hasMessageContaining("no encoder from LINEAR16_16K to MULAW_8K");
    }
}
