/**
 * What every vendor's live connection is made of, in nobody's dialect.
 *
 * <p><b>Way of the data.</b> Down: a leg's slices are encoded into the {@link
 * io.sidetone.speech.wire.Outbox}'s current {@link io.sidetone.speech.wire.Chunk}, which is the outgoing
 * WebSocket message itself, and leave in order at a {@link io.sidetone.speech.wire.Pace} the vendor bears,
 * through a {@link io.sidetone.speech.wire.VendorSocket}. Up: whole text messages, and one {@link
 * io.sidetone.speech.wire.Ending}, which the vendor's room turns into a {@link io.sidetone.speech.Failure}.
 *
 * <p><b>Threads.</b> Everything of one session lives on its leg's loop. Time is handed in; nothing here
 * has a timer of its own.
 */
@NullMarked
package io.sidetone.speech.wire;

import org.jspecify.annotations.NullMarked;
