// Words and signs of the Kusto Query Language, written from Microsoft's Kusto documentation.
// A word is a token of its own only where the grammar asks for it; every other name is NAME.
lexer grammar KqlTokens;

// Never made by the lexer: stands for a stretch that was reported, so that the rest can be parsed.
tokens { BROKEN }

COMMENT : '//' ~[\r\n]* -> skip ;
SPACE : [ \t\r\n\f\u000B\u0085\u00A0\u2000-\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF]+ -> skip ;

// Literals. The text between the parentheses of a typed literal is checked when the tree is built.
TYPED_LITERAL
  : ( 'bool' | 'boolean' | 'int' | 'long' | 'real' | 'double' | 'decimal' | 'datetime' | 'date'
    | 'timespan' | 'time' | 'guid' )
    [ \t]* '(' ~[()\r\n]* ')'
  ;
TIMESPAN : DIGIT+ ( '.' DIGIT+ )? UNIT ;
REAL : DIGIT+ ( '.' DIGIT+ EXPONENT? | EXPONENT ) ;
LONG : DIGIT+ | '0' [xX] [0-9a-fA-F]+ ;
BOOL : 'true' | 'True' | 'TRUE' | 'false' | 'False' | 'FALSE' ;
STRING
  : [hH]?
    ( '"' ( '\\' ~[\r\n] | ~["\\\r\n] )* '"'
    | '\'' ( '\\' ~[\r\n] | ~['\\\r\n] )* '\''
    | '@"' ( '""' | ~["\r\n] )* '"'
    | '@\'' ( '\'\'' | ~['\r\n] )* '\''
    | '```' .*? '```'
    | '~~~' .*? '~~~'
    )
  ;
UNCLOSED_STRING
  : [hH]?
    ( '"' ( '\\' ~[\r\n] | ~["\\\r\n] )*
    | '\'' ( '\\' ~[\r\n] | ~['\\\r\n] )*
    | '@"' ( '""' | ~["\r\n] )*
    | '@\'' ( '\'\'' | ~['\r\n] )*
    )
  ;

// Comparison by words.
STRING_OPERATOR
  : '=~' | '!~'
  | '!'? ( 'has' | 'hasprefix' | 'hassuffix' | 'contains' | 'startswith' | 'endswith' ) '_cs'?
  | 'containscs' | 'notcontains' | 'notcontainscs'
  | 'matches' [ \t\r\n]+ 'regex'
  ;
IN : '!'? 'in' '~'? | 'has_any' | 'has_all' ;
BETWEEN : '!'? 'between' ;
AND : 'and' ;
OR : 'or' ;

// Operators that follow a pipe, or begin a pipeline.
AS : 'as' ;
CONSUME : 'consume' ;
COUNT : 'count' ;
DATATABLE : 'datatable' ;
DISTINCT : 'distinct' ;
EVALUATE : 'evaluate' ;
EXTEND : 'extend' ;
EXTERNALDATA : 'externaldata' | 'external_data' ;
GETSCHEMA : 'getschema' ;
INVOKE : 'invoke' ;
JOIN : 'join' ;
LOOKUP : 'lookup' ;
MAKE_SERIES : 'make-series' ;
MV_APPLY : 'mv-apply' | 'mvapply' ;
MV_EXPAND : 'mv-expand' | 'mvexpand' ;
PARSE : 'parse' ;
PARSE_WHERE : 'parse-where' ;
PARSE_KV : 'parse-kv' ;
PARTITION : 'partition' ;
PRINT : 'print' ;
PROJECT : 'project' ;
PROJECT_AWAY : 'project-away' ;
PROJECT_KEEP : 'project-keep' ;
PROJECT_RENAME : 'project-rename' ;
PROJECT_REORDER : 'project-reorder' ;
RANGE : 'range' ;
RENDER : 'render' ;
SAMPLE : 'sample' ;
SAMPLE_DISTINCT : 'sample-distinct' ;
SERIALIZE : 'serialize' ;
SORT : 'sort' | 'order' ;
SUMMARIZE : 'summarize' ;
TAKE : 'take' ;
LIMIT : 'limit' ;
TOP : 'top' ;
UNION : 'union' ;
WHERE : 'where' ;
FILTER : 'filter' ;

// Operators that are known by name only.
NAMED_SOURCE : 'find' | 'search' ;
NAMED_OPERATOR
  : 'assert-schema' | 'execute-and-cache' | 'facet' | 'fork' | 'graph-mark-components'
  | 'graph-match' | 'graph-shortest-paths' | 'graph-to-table' | 'graph-where-edges'
  | 'graph-where-nodes' | 'macro-expand' | 'make-graph' | 'project-by-names' | 'reduce' | 'scan'
  | 'top-hitters' | 'top-nested'
  ;

// Words inside operators and statements.
ACCESS : 'access' ;
ALIAS : 'alias' ;
ASC : 'asc' ;
BY : 'by' ;
DECLARE : 'declare' ;
DEFAULT : 'default' ;
DESC : 'desc' ;
DYNAMIC : 'dynamic' ;
FIRST : 'first' ;
FROM : 'from' ;
GRANNY : 'granny-asc' | 'granny-desc' ;
HINT : 'hint' ;
LAST : 'last' ;
LET : 'let' ;
NULLS : 'nulls' ;
OF : 'of' ;
ON : 'on' ;
PATTERN : 'pattern' ;
QUERY_PARAMETERS : 'query_parameters' ;
RESTRICT : 'restrict' ;
SET : 'set' ;
STEP : 'step' ;
TO : 'to' ;
VIEW : 'view' ;
WITH : 'with' ;

// Ranges instead of Unicode's classes, which cost tens of milliseconds at every start.
NAME : ( LETTER | '$' ) ( LETTER | DIGIT | '$' )* | DIGIT+ LETTER ( LETTER | DIGIT )* ;

// Signs.
PIPE : '|' ;
SEMICOLON : ';' ;
COMMA : ',' ;
COLON : ':' ;
DOT_DOT : '..' ;
DOT : '.' ;
ARROW : '=>' ;
EQUAL : '==' ;
NOT_EQUAL : '!=' | '<>' ;
LESS_EQUAL : '<=' ;
GREATER_EQUAL : '>=' ;
LESS : '<' ;
GREATER : '>' ;
ASSIGN : '=' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
PERCENT : '%' ;
LEFT_PARENTHESIS : '(' ;
RIGHT_PARENTHESIS : ')' ;
LEFT_BRACKET : '[' ;
RIGHT_BRACKET : ']' ;
LEFT_BRACE : '{' ;
RIGHT_BRACE : '}' ;

// Signs of other languages, for a message that says what is meant here.
AND_SIGN : '&&' ;
OR_SIGN : '||' ;
FOREIGN : . ;

fragment LETTER : [a-zA-Z_\u00C0-\u1FFF\u3040-\uD7FF] ;
fragment DIGIT : [0-9] ;
fragment EXPONENT : [eE] [+-]? DIGIT+ ;
fragment UNIT
  : 'd' | 'day' | 'days' | 'h' | 'hr' | 'hrs' | 'hour' | 'hours' | 'm' | 'min' | 'minute'
  | 'minutes' | 's' | 'sec' | 'second' | 'seconds' | 'ms' | 'milli' | 'millis' | 'millisecond'
  | 'milliseconds' | 'micro' | 'micros' | 'microsecond' | 'microseconds' | 'nano' | 'nanos'
  | 'nanosecond' | 'nanoseconds' | 'tick' | 'ticks'
  ;
