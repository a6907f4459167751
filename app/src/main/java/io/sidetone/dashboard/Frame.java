package io.sidetone.dashboard;

import io.netty.buffer.ByteBuf;

/**
 * What is sent to a viewer in one piece, whatever its connection is.
 *
 * @param type as in its JSON
 * @param place where in the feed somebody is who has applied this and all before it; {@link #NOWHERE} if it does not say
 * @param json the frame; whoever sends it releases it
 */
record Frame(String type, long place, ByteBuf json) {
    static final long NOWHERE = -1;

    /** The same frame, after which one is there. */
    Frame at(long seq) {
        return new Frame(type, seq, json);
    }

    /** For one more viewer. */
    Frame again() {
        return new Frame(type, place, json.retainedDuplicate());
    }

    int bytes() {
        return json.readableBytes();
    }
}
