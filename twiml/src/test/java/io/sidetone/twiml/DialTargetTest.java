package io.sidetone.twiml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialTargetTest {
    @Test
    void readsEveryKindFromOneSetting() {
        assertThat(DialTarget.parse(" +1 (500) 555-0010 ")).isEqualTo(new DialTarget.PhoneNumber("+15005550010"));
        assertThat(DialTarget.parse("client:tech-anna")).isEqualTo(new DialTarget.Client("tech-anna"));
        assertThat(DialTarget.parse("queue:support")).isEqualTo(new DialTarget.Queue("support"));
        assertThat(DialTarget.parse("sips:a@b.example")).isEqualTo(new DialTarget.Sip("sips:a@b.example"));
        assertThat(Fallback.parse("say:Goodbye")).isEqualTo(new Fallback.Say(Announcement.of("Goodbye")));
        assertThat(Fallback.parse("+15005550010")).isEqualTo(new Fallback.Dial(Samples.NUMBER));
    }

    @Test
    void readsTheOneSettingThatIsGiven() {
        assertThat(DialTarget.of("+15005550010", null, " ", null)).contains(Samples.NUMBER);
        assertThat(DialTarget.of(null, "anna", null, null)).contains(new DialTarget.Client("anna"));
        assertThat(DialTarget.of(null, null, "a@b.example", null)).contains(new DialTarget.Sip("sip:a@b.example"));
        assertThat(DialTarget.of(null, null, null, "support")).contains(new DialTarget.Queue("support"));
        assertThat(DialTarget.of(null, "", null, null)).isEmpty();
    }

    @Test
    void refusesTwoTargetsAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DialTarget.of("+15005550010", "anna", null, null))
                .withMessageContaining("more than one target")
                .withMessageContaining("anna");
    }

    @ParameterizedTest
    @ValueSource(strings = {"15005550010", "+0123456789", "+1", "+1500555001012345", "+1500555abcd", "0", ""})
    void refusesNumbersWithoutACountry(String number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DialTarget.PhoneNumber(number))
                .withMessageContaining("\"" + number + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:nohost@", "sip:@nouser.example", "sip:none", "a b@c.example", "sip:a@b c", "", "sip:"})
    void refusesWhatIsNoSipAddress(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> new DialTarget.Sip(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"conference:room", "tech-anna", "client:", "queue: ", "say:"})
    void refusesOtherFallbacks(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Fallback.parse(text));
    }
}
