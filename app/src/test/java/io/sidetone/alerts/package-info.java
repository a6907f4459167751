@NullMarked
package io.sidetone.alerts;

import org.jspecify.annotations.NullMarked;
