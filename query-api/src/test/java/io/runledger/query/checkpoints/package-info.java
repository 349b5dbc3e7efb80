@NullMarked
package io.runledger.query.checkpoints;

import org.jspecify.annotations.NullMarked;
