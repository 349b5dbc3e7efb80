@NullMarked
package io.runledger.access.sessions;

import org.jspecify.annotations.NullMarked;
