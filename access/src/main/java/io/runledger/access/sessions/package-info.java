/** Sessions of browsers: what signing in to the console results in. */
@NullMarked
package io.runledger.access.sessions;

import org.jspecify.annotations.NullMarked;
