package io.sidetone.sim.twilio;

import io.netty.channel.EventLoop;
import java.util.List;

/**
 * What the parts of one call share.
 *
 * @param quirks the plan's, to be asked by kind
 * @param loop where all of it happens
 * @param warnings grows during the call
 */
record Line(
        CallPlan plan,
        Quirks quirks,
        String accountSid,
        String callSid,
        Sids sids,
        EventLoop loop,
        CallClock clock,
        Forms forms,
        Callbacks callbacks,
        GuardedProgress progress,
        List<String> warnings) {}
