package io.flowproof.query.sql;

import io.flowproof.query.algebra.EngineFunction;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * A projection that makes rows of lists, taken apart.
 *
 * @param lists the lists, over the projection's input
 * @param names a name for the elements of each
 * @param columns the projection's columns, over the input's followed by the elements
 */
record Unnested(List<RexNode> lists, List<String> names, List<RexNode> columns) {

  static Unnested of(Project project) {
    RexBuilder rex = project.getCluster().getRexBuilder();
    int width = project.getInput().getRowType().getFieldCount();
    List<RexNode> lists = new ArrayList<>();
    RexShuttle elements =
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            if (call.getOperator() instanceof EngineFunction function && function.makesRows()) {
              lists.add(rex.makeCall(function.list(), call.getOperands()));
              return new RexInputRef(width + lists.size() - 1, call.getType());
            }
            return super.visitCall(call);
          }
        };
    List<RexNode> columns = project.getProjects().stream().map(p -> p.accept(elements)).toList();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < lists.size(); i++) {
      names.add("e" + i);
    }
    return new Unnested(List.copyOf(lists), names, columns);
  }
}
