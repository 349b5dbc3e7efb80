/** How a process starts and stops: everything or nothing, closed in reverse. */
@NullMarked
package io.runledger.core.process;

import org.jspecify.annotations.NullMarked;
