@NullMarked
package io.runledger.core.review;

import org.jspecify.annotations.NullMarked;
