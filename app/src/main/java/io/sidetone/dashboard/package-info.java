/**
 * The supervisors' view: one WebSocket that shows who is on the line and what is being said.
 *
 * <p><b>Way of the data.</b> The engine's log and live bus put news into the {@link
 * io.sidetone.dashboard.Inlet}, which never blocks them. One writer thread takes it out, keeps the {@link
 * io.sidetone.dashboard.Board} (what is true now) and the {@link io.sidetone.dashboard.Ring} (what
 * happened, numbered), and sends each {@link io.sidetone.dashboard.Viewer} what it has not had: from its
 * cursor to the ring's head, then the newest state of the legs that changed. A viewer costs a cursor and a
 * set of references, never a queue of events.
 *
 * <p>How frames get to a viewer is its {@link io.sidetone.dashboard.Transport}: a WebSocket, or server-sent events.
 *
 * <p><b>Threads.</b> Everything but {@link io.sidetone.dashboard.Dashboards}, {@link
 * io.sidetone.dashboard.Door}, the kinds of {@link io.sidetone.dashboard.ViewerSocket} and the inlet's entrance runs
 * on the writer. Viewers' sockets live on their own loops.
 *
 * <p><b>Shape of the events.</b> A journalled event keeps its fields, flat, with these changes: its own
 * {@code seq} is {@code callSeq}, as {@code seq} numbers the feed; {@code at} says when it happened; names
 * ending in {@code At} are milliseconds since 1970; a final comes without its {@code words} unless a viewer
 * asks for them, and with its deliveries. {@code call.started} has a {@code call} and {@code leg.started} a {@code leg} beside them: the same objects as
 * in a snapshot. {@code leg.updated}, {@code delivery} and whatever else comes over the live bus is
 * numbered as well; only {@code transcript.interim}, {@code speech.started} and how the server is have no number, and
 * of those only the newest is sent. What a viewer may see is decided in {@link io.sidetone.dashboard.Viewer} alone.
 *
 * <p><b>Memory.</b> The ring: at most 32 768 events, 16 MiB and 10 minutes. The board: per call its last
 * 200 finals, about 400 bytes and the text each, until 60 s after its end, then
 * about 4 KiB for up to 4096 of them and 10 minutes, and 64 KiB each of words and of receivers' answers at
 * the most. A viewer: Netty's outbound
 * buffer up to 256 KiB, one frame of at most 256 KiB and one snapshot beyond it, and at most 64 requests.
 */
@NullMarked
package io.sidetone.dashboard;

import org.jspecify.annotations.NullMarked;
