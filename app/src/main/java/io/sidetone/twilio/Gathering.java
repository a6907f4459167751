package io.sidetone.twilio;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Leaves frames in the kernel until the one comes with which something can be sent, so that they cost one wake-up and one
 * receive together: the socket's low-water mark ({@code SO_RCVLOWAT}, socket(7); Linux 4.18 or newer wakes by it). Only
 * while frames come one after the other: a socket that falls still is read at once, and for a second frame by frame.
 *
 * <p>The mark lies in the middle of the frame that is waited for, since lengths differ by some digits. Where the socket
 * has no such mark (NIO), each frame is read as it comes. Confined to the socket's loop.
 */
final class Gathering {
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVLOWAT = 18;
    private static final ChannelOption<Integer> MARK =
            new IntegerUnixChannelOption("SO_RCVLOWAT", SOL_SOCKET, SO_RCVLOWAT);

    /** Marks are multiples of this, made once: no garbage, and no system call for a digit more. */
    private static final int STEP = 128;

    private static final Integer[] MARKS =
            IntStream.range(0, 256).mapToObj(i -> Math.max(1, i * STEP)).toArray(Integer[]::new);

    /** After a stillness so many frames are read as they come. */
    private static final int PROBATION = 100;
    /** What comes so much later than it should is not waited for any longer. */
    private static final long LATE_MS = 40;

    private final Channel channel;

    private int mark; // index into MARKS: what the kernel was told
    private int probation = PROBATION;
    private long dueAtMs;

    private Gathering(Channel channel) {
        this.channel = channel;
    }

    /** Null where a socket has no such mark. */
    static @Nullable Gathering of(Channel channel) {
        return channel.config().setOption(MARK, MARKS[0]) ? new Gathering(channel) : null;
    }

    /**
     * All that had come was read.
     *
     * @param frames of audio in it
     * @param next how many more may come together, 1 and more
     * @param frameBytes of one of them, on the wire
     * @param dueAtMs when the last of them should come, by the loop's clock
     */
    void read(int frames, int next, int frameBytes, long dueAtMs) {
        if (probation > 0) {
            probation -= frames;
            return;
        }
        this.dueAtMs = dueAtMs;
        int wanted = next <= 1 ? 0 : (next * frameBytes - frameBytes / 2) / STEP;
        setMark(Math.min(wanted, MARKS.length - 1));
    }

    /** Time goes by. */
    void tick(long nowMs) {
        if (mark > 0 && nowMs - dueAtMs > LATE_MS) {
            probation = PROBATION;
            setMark(0);
        }
    }

    /** Nothing is waited for any more: what comes now are last messages, shorter than any frame. */
    void end() {
        probation = Integer.MAX_VALUE;
        setMark(0);
    }

    private void setMark(int wanted) {
        if (wanted != mark && channel.isOpen()) { // it may have been closed between two looks at the clock
            mark = wanted;
            channel.config().setOption(MARK, MARKS[wanted]);
        }
    }
}
