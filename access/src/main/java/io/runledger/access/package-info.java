/** Access control of a process: its settings, who a credential is, and the wiring of keys and topic. */
@NullMarked
package io.runledger.access;

import org.jspecify.annotations.NullMarked;
