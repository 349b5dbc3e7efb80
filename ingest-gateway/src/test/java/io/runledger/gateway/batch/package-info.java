@NullMarked
package io.runledger.gateway.batch;

import org.jspecify.annotations.NullMarked;
