@NullMarked
package io.sidetone.dashboard;

import org.jspecify.annotations.NullMarked;
