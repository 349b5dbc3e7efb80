@NullMarked
package io.runledger.query.cluster;

import org.jspecify.annotations.NullMarked;
