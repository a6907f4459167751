package io.sidetone.tail;

/** How far the feed has been followed: {@code seq} counts within one life of the server. */
record Place(String epoch, long seq) {
    Place through(long newSeq) {
        return new Place(epoch, Math.max(seq, newSeq));
    }
}
