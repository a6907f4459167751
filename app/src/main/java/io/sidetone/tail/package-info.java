/**
 * Follows a server's dashboard feed from outside, over any number of broken connections: the client's side of
 * {@code dashboard.v1.json}.
 *
 * <p>{@link io.sidetone.tail.FeedFollower} owns the connection and the position in the feed; what happens is told to
 * a {@link io.sidetone.tail.FeedListener}. It knows nothing of the server's rooms: to the server it is a stranger.
 */
@NullMarked
package io.sidetone.tail;

import org.jspecify.annotations.NullMarked;
