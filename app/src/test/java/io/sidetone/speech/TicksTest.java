package io.sidetone.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TicksTest {
    private final TestLoop time = new TestLoop();
    private final Ticks ticks = new Ticks();
    private final List<String> story = new ArrayList<>();

    @AfterEach
    void end() {
        time.close();
    }

    @Test
    void membersTickEveryTwentyMilliseconds() {
        long startMs = Ticks.nowMs(time.loop());
        ticks.join(time.loop(), nowMs -> story.add("at " + (nowMs - startMs)));
        time.advance(19);
        assertThat(story).isEmpty();
        time.advance(1);
        time.advance(40);

        assertThat(story).containsExactly("at 20", "at 40", "at 60");
    }

    @Test
    void aMemberMayLeaveAsItTicks() {
        ticks.join(time.loop(), nowMs -> story.add("a"));
        ticks.join(time.loop(), new Ticks.Member() {
            @Override
            public void tick(long nowMs) {
                story.add("b");
                ticks.leave(time.loop(), this);
            }
        });
        ticks.join(time.loop(), nowMs -> story.add("c"));
        time.advance(40);

        assertThat(story).containsExactly("a", "c", "b", "c", "a");
    }

    @Test
    void eachIsFirstInTurnSinceTheFirstMayGetAllThereIs() {
        for (String name : List.of("a", "b", "c")) {
            ticks.join(time.loop(), nowMs -> story.add(name));
        }
        time.advance(60);

        assertThat(story).containsExactly("a", "c", "b", "b", "a", "c", "c", "b", "a");
    }

    @Test
    void membersThatTakeTurnsAreAskedAtEveryThirdTickAndNotAllAtOnce() {
        Ticks inTurns = new Ticks(3);
        for (String name : List.of("a", "b", "c", "d")) {
            inTurns.join(time.loop(), nowMs -> story.add(name));
        }
        time.advance(20);
        assertThat(story).containsExactly("a", "d");
        time.advance(100);

        assertThat(story).containsExactly("a", "d", "b", "c", "d", "a", "b", "c");
    }

    @Test
    void aLoopWhoseMembersHaveLeftIsStillAndMayStartAgain() {
        Ticks.Member member = nowMs -> story.add("tick");
        ticks.join(time.loop(), member);
        time.advance(20);
        ticks.leave(time.loop(), member);
        time.advance(100);
        assertThat(story).hasSize(1);

        ticks.join(time.loop(), member);
        time.advance(20);
        assertThat(story).hasSize(2);
    }
}
