/**
 * Bytes from outside, made by a fuzzer that watches which code they reach.
 *
 * <p>A target is a class {@code …Fuzz} beside the parser it feeds, with Jazzer's entry point {@code
 * fuzzerTestOneInput}. What was found once lies in {@code src/test/resources/fuzz/<target>} and is tried by {@link
 * io.sidetone.fuzz.CorpusTest} with every test run; {@code app/src/test/fuzz} searches for more.
 */
@NullMarked
package io.sidetone.fuzz;

import org.jspecify.annotations.NullMarked;
