package io.sidetone.sim.load;

import java.util.List;

/** What a broken bridge does to one message on its way to the vendor. */
enum Spoiling {
    NOTHING,
    FLIP {
        @Override
        List<UpstreamFrame> spoil(UpstreamFrame frame, UpstreamFrame held, UpstreamFrame others) {
            return List.of(frame.flipped());
        }
    },
    DROP {
        @Override
        List<UpstreamFrame> spoil(UpstreamFrame frame, UpstreamFrame held, UpstreamFrame others) {
            return List.of();
        }
    },
    DUPLICATE {
        @Override
        List<UpstreamFrame> spoil(UpstreamFrame frame, UpstreamFrame held, UpstreamFrame others) {
            return List.of(frame, frame);
        }
    },
    /** Sends the one before it once more, late: the relay has held that back. */
    SWAP {
        @Override
        List<UpstreamFrame> spoil(UpstreamFrame frame, UpstreamFrame held, UpstreamFrame others) {
            return List.of(frame, held);
        }
    },
    MIX {
        @Override
        List<UpstreamFrame> spoil(UpstreamFrame frame, UpstreamFrame held, UpstreamFrame others) {
            return List.of(others);
        }
    },
    /** Takes one byte away. */
    CUT {
        @Override
        List<UpstreamFrame> spoil(UpstreamFrame frame, UpstreamFrame held, UpstreamFrame others) {
            return List.of(frame.cut());
        }
    };

    /**
     * What goes on in place of a message.
     *
     * @param held the message before it, which has not been sent if this is {@link #SWAP}
     * @param others another connection's message
     */
    List<UpstreamFrame> spoil(UpstreamFrame frame, UpstreamFrame held, UpstreamFrame others) {
        return List.of(frame);
    }
}
