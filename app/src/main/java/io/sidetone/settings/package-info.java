/**
 * Everything an operator can turn, read once at start. Part of the hall: rooms are handed the values
 * they need and never see a {@link io.sidetone.settings.Settings}.
 *
 * <p><b>Way of the data.</b> Flags, environment and file become {@code Given} texts, each with the
 * place it came from; the {@code …Group} classes turn texts into values, hold the rules between
 * settings, and are the one place where names, defaults and meanings stand. Every problem of a start
 * is gathered and told at once in {@link io.sidetone.settings.BadSettings}.
 */
@NullMarked
package io.sidetone.settings;

import org.jspecify.annotations.NullMarked;
