@NullMarked
package io.runledger.streams.guard;

import org.jspecify.annotations.NullMarked;
