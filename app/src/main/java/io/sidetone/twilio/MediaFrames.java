package io.sidetone.twilio;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The short way for what a media socket receives all the time: whole, masked text frames (RFC 6455 section 5.2) go to the
 * stream's handler without an object of their own. Everything else, control frames, fragments and nonsense, takes the
 * way through Netty's decoder, which stands behind this handler and never notices what was taken out before it.
 *
 * <p>On the socket's loop.
 */
final class MediaFrames extends ChannelInboundHandlerAdapter {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0F;
    private static final int TEXT = 1;
    private static final int CONTROL = 8; // and above
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int MASK_BYTES = 4;

    private final MediaStreamHandler stream;
    private final MediaReader reader;
    private final int longest;

    private @Nullable ByteBuf rest; // a frame that has not come whole yet
    private boolean fragments; // of a message, which is Netty's until its last one
    private boolean passedOn; // something, since the last reading was over
    private boolean odd; // from now on all is Netty's: it says what is wrong

    /** @param longest payload of a frame in bytes; what is longer is Netty's to refuse */
    MediaFrames(MediaStreamHandler stream, MediaReader reader, int longest) {
        this.stream = stream;
        this.reader = reader;
        this.longest = longest;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (odd || !(message instanceof ByteBuf fresh)) {
            passOn(context, message);
            return;
        }
        ByteBuf bytes = rest == null ? fresh : behind(rest, fresh);
        rest = null;
        try {
            takeFrames(context, bytes);
            if (bytes.isReadable()) {
                rest = context.alloc().buffer(bytes.readableBytes()).writeBytes(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    private void passOn(ChannelHandlerContext context, Object message) {
        passedOn = true;
        context.fireChannelRead(message);
    }

    /** Who was given nothing need not hear that it was all. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        stream.readThrough();
        if (passedOn) {
            passedOn = false;
            context.fireChannelReadComplete();
        }
    }

    private static ByteBuf behind(ByteBuf waiting, ByteBuf fresh) {
        try {
            return waiting.writeBytes(fresh);
        } finally {
            fresh.release();
        }
    }

    private void takeFrames(ChannelHandlerContext context, ByteBuf bytes) {
        int length = frameLength(bytes);
        while (length > 0 && length <= bytes.readableBytes()) {
            takeFrame(context, bytes, length);
            length = frameLength(bytes);
        }
        if (odd && bytes.isReadable()) {
            passOn(context, bytes.readRetainedSlice(bytes.readableBytes()));
        }
    }

    /** The length of the frame that begins here, header included; 0 as long as nobody can say. */
    private int frameLength(ByteBuf bytes) {
        int readable = bytes.readableBytes();
        if (readable < 2) {
            return 0;
        }
        int at = bytes.readerIndex();
        int first = bytes.getByte(at);
        int second = bytes.getByte(at + 1) & 0xFF;
        int length = second & ~MASKED;
        if ((first & RESERVED) != 0 || (second & MASKED) == 0 || length > SHORT_LENGTH) {
            odd = true;
            return 0;
        }
        int header = 2 + MASK_BYTES;
        if (length == SHORT_LENGTH) {
            if (readable < 4) {
                return 0;
            }
            length = bytes.getUnsignedShort(at + 2);
            odd = length < SHORT_LENGTH; // more octets than it needs
            header += 2;
        }
        odd |= length > longest;
        return odd ? 0 : header + length;
    }

    private void takeFrame(ChannelHandlerContext context, ByteBuf bytes, int length) {
        int first = bytes.getByte(bytes.readerIndex());
        int opcode = first & OPCODE;
        boolean whole = (first & FIN) != 0;
        if (opcode == TEXT && whole && !fragments) {
            int header = (bytes.getByte(bytes.readerIndex() + 1) & ~MASKED & 0xFF) == SHORT_LENGTH ? 4 : 2;
            bytes.skipBytes(header);
            takeText(bytes, length - header - MASK_BYTES);
        } else {
            fragments = opcode < CONTROL ? !whole : fragments;
            passOn(context, bytes.readRetainedSlice(length));
        }
    }

    private void takeText(ByteBuf bytes, int length) {
        byte[] text = reader.room(length);
        int mask = bytes.readInt();
        bytes.readBytes(text, 0, length);
        unmask(text, length, mask);
        stream.text(text, length);
    }

    private static void unmask(byte[] text, int length, int mask) {
        long wide = ((long) mask << 32) | (mask & 0xFFFF_FFFFL);
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            LONGS.set(text, at, (long) LONGS.get(text, at) ^ wide);
        }
        if (at <= length - Integer.BYTES) {
            INTS.set(text, at, (int) INTS.get(text, at) ^ mask);
            at += Integer.BYTES;
        }
        for (int shift = 24; at < length; at++, shift -= 8) {
            text[at] ^= (byte) (mask >> shift);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ByteBuf unfinished = rest;
        rest = null;
        if (unfinished != null) {
            unfinished.release();
        }
    }
}
