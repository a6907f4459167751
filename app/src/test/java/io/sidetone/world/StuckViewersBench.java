package io.sidetone.world;

import io.sidetone.sim.twilio.Track;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From the last sample of what somebody said to its final, with nobody watching, with viewers that want everything
 * and read nothing, and with as many that read. {@code -Dcalls=20 -Dviewers=20}.
 */
final class StuckViewersBench {
    private static final int CALLS = Integer.getInteger("calls", 20);
    private static final int VIEWERS = Integer.getInteger("viewers", 20);
    private static final String SUBSCRIBE =
            "{\"type\":\"subscribe\",\"id\":\"1\",\"topics\":[{\"name\":\"all\",\"topic\":\"calls\","
                    + "\"interims\":\"all\",\"finals\":\"all\",\"deliveries\":\"all\"}]}";

    private StuckViewersBench() {}

    public static void main(String[] args) throws IOException {
        try (World world = World.start(Files.createTempDirectory("stuck-viewers"), Map.of())) {
            FinalLatency latency = new FinalLatency(world);
            Spoken spoken = Spoken.once("compressor", 39_180);
            latency.of(CALLS, "warm-up", spoken, Track.INBOUND);
            print("nobody watches", latency.of(CALLS, "before", spoken, Track.INBOUND));
            List<Socket> stuck = new ArrayList<>();
            for (int i = 0; i < VIEWERS; i++) {
                stuck.add(stuck(world));
            }
            print(VIEWERS + " read nothing", latency.of(CALLS, "during", spoken, Track.INBOUND));
            for (Socket viewer : stuck) {
                viewer.close();
            }
            List<Supervisor> readers = new ArrayList<>();
            for (int i = 0; i < VIEWERS; i++) {
                readers.add(Supervisor.watch(world.dashboardUrl()));
            }
            print(VIEWERS + " read", latency.of(CALLS, "reading", spoken, Track.INBOUND));
            readers.forEach(Supervisor::close);
        }
        System.exit(0); // the HTTP client of the simulators keeps threads
    }

    private static void print(String name, double[] latencies) {
        System.out.printf("%-16s %s%n", name, FinalLatency.summary(latencies));
    }

    /** Subscribes to everything with the smallest of receive buffers, and never reads again. */
    private static Socket stuck(World world) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1_024);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), world.dashboardUrl().getPort()));
        String upgrade = "GET /api/v1/dashboard/ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Authorization: Bearer " + World.DASHBOARD_TOKEN + "\r\n\r\n";
        socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        socket.getOutputStream().write(masked(SUBSCRIBE));
        return socket;
    }

    /** A text frame of a client, with a mask of zeros; RFC 6455, 5.2. */
    private static byte[] masked(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[8 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | 126);
        frame[2] = (byte) (payload.length >> 8);
        frame[3] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 8, payload.length);
        return frame;
    }
}
