package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.wire.VendorMeters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RemarksTest {

    @Test
    void whatSomebodySaidIsNotLoggedWhoeverSendsItOutOfPlace() {
        List<String> lines = lines(
                new DeepgramMessage.Results(0, 1, true, true, false, "my secret", 1, List.of(), List.of(), null, null),
                new DeepgramMessage.TurnInfo("News", 0, 1, "my secret", List.of(), List.of(), null));

        assertThat(lines).hasSize(2).noneMatch(line -> line.contains("secret"));
        assertThat(lines.get(0)).contains("unknown type Results");
    }

    @Test
    void complaintsAreLoggedInTheVendorsWords() {
        assertThat(lines(
                        new DeepgramMessage.Warning("SLOW", null, "audio comes slowly"),
                        new DeepgramMessage.Error("BAD", "x", "no such thing"),
                        new DeepgramMessage.ConfigureFailure("no such option")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("audio comes slowly"),
                        line -> assertThat(line).contains("no such thing"),
                        line -> assertThat(line).contains("no such option"));
        assertThat(lines(new DeepgramMessage.Connected())).isEmpty();
    }

    private static List<String> lines(DeepgramMessage... messages) {
        Logger logger = (Logger) LoggerFactory.getLogger(Remarks.class);
        Level before = logger.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.TRACE);
        try {
            SpeechLeg leg = new SpeechLeg(
                    "s_a", "inbound", "caller", SpeechOptions.DEFAULTS, new EmbeddedChannel().eventLoop());
            Remarks remarks = new Remarks(leg, new VendorMeters(new SimpleMeterRegistry(), "deepgram"));
            List.of(messages).forEach(remarks::remark);
        } finally {
            logger.setLevel(before);
            logger.detachAppender(log);
        }
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
