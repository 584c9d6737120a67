/** Sessions and conversations: records of flow logs put together into connections. */
@NullMarked
package io.flowproof.detection.session;

import org.jspecify.annotations.NullMarked;
