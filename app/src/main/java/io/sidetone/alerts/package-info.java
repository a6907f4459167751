/**
 * What supervisors are to be told of when it is said: words and patterns, made into machines that cannot run away.
 * Pages run the machines over each final; nothing is looked for here. The JDK only.
 *
 * <p><b>Time.</b> A browser's own regular expressions may need longer than the universe lasts for forty letters. A
 * {@link io.sidetone.alerts.Machine} has no way back: one pass over the text, at most as many steps per character as
 * the machine has. So a pattern may take what a machine can do, which is all but references to groups and looking
 * around.
 *
 * <p><b>Case and accents</b> are no difference: machine and text are both {@linkplain io.sidetone.alerts.Folded folded}.
 */
@NullMarked
package io.sidetone.alerts;

import org.jspecify.annotations.NullMarked;
