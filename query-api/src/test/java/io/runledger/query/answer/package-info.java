@NullMarked
package io.runledger.query.answer;

import org.jspecify.annotations.NullMarked;
