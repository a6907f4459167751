/**
 * Whether our two WebSocket doors keep to RFC 6455, frame by frame: the cases are those that the public Autobahn suite
 * made usual for framing, pings, reserved bits, opcodes, fragments, UTF-8, closing and limits.
 */
@NullMarked
package io.sidetone.websocket;

import org.jspecify.annotations.NullMarked;
