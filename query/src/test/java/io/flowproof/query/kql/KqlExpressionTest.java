package io.flowproof.query.kql;

import static io.flowproof.query.kql.KqlAssert.kql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KqlExpressionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          a + b has "c"                     | (+ a (has b 'c'))
          a =~ b + c                        | (+ (=~ a b) c)
          -a has "x"                        | (has (signed negative a) 'x')
          -a * b                            | (* (signed negative a) b)
          a * b has c                       | (* a (has b c))
          a - b - c                         | (- (- a b) c)
          a - (b - c)                       | (- a (- b c))
          a + b * c % d                     | (+ a (% (* b c) d))
          a < b == c                        | (== (< a b) c)
          a == b < c                        | (== a (< b c))
          (a == b) == c                     | (== (== a b) c)
          a or b and c                      | (or a (and b c))
          (a or b) and c                    | (and (or a b) c)
          a and b and c                     | (and a b c)
          a and (b and c)                   | (and a (and b c))
          a == 1 and b in (1) or c          | (or (and (== a 1) (in b (1))) c)
          a has "b" has "c"                 | (has (has a 'b') 'c')
          """)
  void bindsOperatorsAsKustoDoes(String text, String tree) {
    kql(text).meansValue(tree);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          1                       | 1
          -1                      | -1
          -9223372036854775808    | -9223372036854775808
          0x1F                    | 31
          long(5)                 | 5
          long(null)              | long:null
          int(-3)                 | int:-3
          1.50                    | real:1.5
          1e3                     | real:1000.0
          real(nan)               | real:NaN
          double(-inf)            | real:-Infinity
          decimal(1.50)           | decimal:1.50
          True                    | bool:true
          boolean(0)              | bool:false
          1d                      | timespan:864000000000
          1.5h                    | timespan:54000000000
          15ticks                 | timespan:15
          time(1.02:03:04.5)      | timespan:937845000000
          timespan(2)             | timespan:1728000000000
          datetime(0001-01-01)    | datetime:0
          datetime(null)          | datetime:null
          guid(74be27de-1e4e-49d9-b579-fe0b331d3642) | guid:74be27de-1e4e-49d9-b579-fe0b331d3642
          dynamic(null)           | dynamic:null
          dynamic({"a": [1, -2.5, true, null]}) | dynamic:{"a":[1,-2.5,true,null]}
          dynamic([1h, datetime(2020-01-01)])   | dynamic:["01:00:00","2020-01-01T00:00:00.0000000Z"]
          typeof(long)            | (type-of long)
          """)
  void readsLiterals(String text, String tree) {
    kql(text).meansValue(tree);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          "a\\"b"          | 'a"b'
          'a"b'            | 'a"b'
          "\\\\d\\u0041\\x42" | '\\dAB'
          @"c:\\d""e"      | 'c:\\d"e'
          @'it''s'         | 'it's'
          h"secret"        | 'secret'
          H@'c:\\'         | 'c:\\'
          "a" 'b' @"c"     | 'abc'
          ~~~a"b'c~~~      | 'a"b'c'
          ```a```          | 'a'
          "a;//("          | 'a;//('
          """)
  void readsStringsOfEveryKind(String text, String tree) {
    kql(text).meansValue(tree);
  }

  @Test
  void keepsLineBreaksOfMultiLineStrings() {
    kql("```a\nb```").meansValue("'a\nb'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          a.b["c"].d[0]               | (element (member (element (member a b) 'c') d) 0)
          a['b c']                    | (element a 'b c')
          $left.a == $right.b         | (== (member $left a) (member $right b))
          ['a b'] + ['by']            | (+ a b by)
          count + limit + view + on   | (+ (+ (+ count limit) view) on)
          cluster("c").database("d").T | (member (member-call (call cluster 'c') (call database 'd')) T)
          f(x = 1, T / 2)             | (call f x=1 (/ T 2))
          toscalar(U)                 | (call toscalar U)
          arg_max(a, *)               | (call arg_max a *)
          x in ((U))                  | (in x (U))
          x !in~ ("a", "b")           | (!in~ x ('a' 'b'))
          x has_any ("a")             | (has_any x ('a'))
          x between (1 .. 2)          | (between x 1 2)
          x !between (1 .. 2)         | (between negated x 1 2)
          * has "z"                   | (has * 'z')
          x matches   regex "z"       | (matches regex x 'z')
          x notcontains "z"           | (!contains x 'z')
          x <> 1                      | (!= x 1)
          """)
  void readsNamesCallsAndLists(String text, String tree) {
    kql(text).meansValue(tree);
  }

  @Test
  void takesAPipelineAsAValue() {
    kql("toscalar(U | count)")
        .meansValue("(call toscalar (tabular (pipeline ((read U) (count)))))");
    kql("x in (U | project a)")
        .meansValue("(in x ((tabular (pipeline ((read U) (project (a)))))))");
  }
}
