package io.sidetone.speech.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForeignTextTest {

    @Test
    void isKeptShortAndOnOneLine() {
        assertThat(ForeignText.printable("  a\r\nb\tc\u0000d\u001b[31m ")).isEqualTo("a b c d [31m");
        assertThat(ForeignText.printable("x".repeat(5_000))).hasSizeLessThan(310);
    }
}
