@NullMarked
package io.runledger.streams.checkpoints;

import org.jspecify.annotations.NullMarked;
