@NullMarked
package io.runledger.schemas.review;

import org.jspecify.annotations.NullMarked;
