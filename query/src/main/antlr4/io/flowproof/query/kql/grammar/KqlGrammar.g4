// The Kusto Query Language, written from Microsoft's Kusto documentation. Names of rules are what a
// reader of the documentation calls the thing; a pipeline may stand wherever a value may, because
// arguments of functions and operators are pipelines as often as values.
parser grammar KqlGrammar;

options { tokenVocab = KqlTokens; }

query : statement? ( SEMICOLON statement? )* EOF ;

statement
  : LET name ASSIGN function                                     # LetFunction
  | LET name ASSIGN pipeline                                     # LetPipeline
  | SET name ( ASSIGN expression )?                              # SetOption
  | DECLARE QUERY_PARAMETERS '(' parameters ')'                  # DeclareParameters
  | ( ALIAS | RESTRICT ACCESS | DECLARE PATTERN ) rest+          # NamedStatement
  | pipeline                                                     # TabularStatement
  ;

function : VIEW? '(' parameters ')' '{' ( statement? ( SEMICOLON statement? )* ) '}' ;
parameters : ( parameter ( COMMA parameter )* )? ;
parameter : name COLON ( name | schema | '(' STAR ')' ) ( ASSIGN expression )? ;

pipeline : source ( PIPE operator )* ;
subpipeline : operator ( PIPE operator )* ;

source
  : print
  | range
  | union
  | datatable
  | externaldata
  | evaluate
  | namedSource
  | expression
  ;

operator
  : ( WHERE | FILTER ) expression                                # Where
  | EXTEND namedExpressions                                      # Extend
  | PROJECT namedExpressions?                                    # Project
  | PROJECT_AWAY wildcardNames                                   # ProjectAway
  | PROJECT_KEEP wildcardNames                                   # ProjectKeep
  | PROJECT_RENAME namedExpressions                              # ProjectRename
  | PROJECT_REORDER reorderedName ( COMMA reorderedName )*       # ProjectReorder
  | SUMMARIZE hint* namedExpressions? ( BY namedExpressions )?   # Summarize
  | SORT hint* BY sortKey ( COMMA sortKey )*                     # Sort
  | TOP hint* expression BY sortKey                              # Top
  | ( TAKE | LIMIT ) expression                                  # Take
  | COUNT ( AS name )?                                           # Count
  | DISTINCT hint* expression ( COMMA expression )*              # Distinct
  | AS hint* name                                                # As
  | CONSUME option*                                              # Consume
  | GETSCHEMA                                                    # GetSchema
  | INVOKE expression                                            # Invoke
  | JOIN option* joined ( ON expression ( COMMA expression )* | WHERE expression )?  # Join
  | LOOKUP option* joined ON expression ( COMMA expression )*    # Lookup
  | MAKE_SERIES seriesOption* seriesValue ( COMMA seriesValue )* ON expression seriesRange
    ( BY namedExpressions )?                                     # MakeSeries
  | MV_APPLY expandOption* expansion ( COMMA expansion )* ( LIMIT expression )? ON
    '(' subpipeline ')'                                          # MvApply
  | MV_EXPAND expandOption* expansion ( COMMA expansion )* ( LIMIT expression )?  # MvExpand
  | ( PARSE | PARSE_WHERE ) option* expression WITH patternPart+ # Parse
  | PARSE_KV expression AS schema properties?                    # ParseKv
  | PARTITION option* BY name ( '(' subpipeline ')' | '{' pipeline '}' )  # Partition
  | RENDER name option* properties?                              # Render
  | SAMPLE expression                                            # Sample
  | SAMPLE_DISTINCT hint* expression OF expression               # SampleDistinct
  | SERIALIZE namedExpressions?                                  # Serialize
  | union                                                        # PipedUnion
  | evaluate                                                     # PipedEvaluate
  | ( NAMED_OPERATOR | NAMED_SOURCE ) rest*                      # NamedOperator
  | BROKEN                                                       # BrokenOperator
  ;

print : PRINT namedExpressions ;
range : RANGE name FROM expression TO expression STEP expression ;
union : UNION option* unionMember ( COMMA unionMember )* ;
unionMember : expression | wildcardName ;
datatable : DATATABLE schema '[' ( expression ( COMMA expression )* COMMA? )? ']' ;
externaldata : EXTERNALDATA schema '[' expression ( COMMA expression )* COMMA? ']' properties? ;
evaluate : EVALUATE option* expression ( COLON outputSchema )? ;
outputSchema : '(' ( STAR COMMA? )? ( columnType ( COMMA columnType )* COMMA? )? ')' ;
namedSource : NAMED_SOURCE rest+ ;

// Anything up to the next pipe, brackets balanced.
rest
  : ~( PIPE | SEMICOLON | '(' | ')' | '[' | ']' | '{' | '}' )
  | '(' restInside* ')'
  | '[' restInside* ']'
  | '{' restInside* '}'
  ;
restInside : rest | PIPE | SEMICOLON ;

hint : HINT DOT name ASSIGN ( name | literal ) ;
option : ( HINT DOT )? name ASSIGN ( name | literal ) ;
// By their names: a = f (x) is an array with a name, and no option a=f before an array (x).
expandOption
  : {_input.LT(1).getText().matches("hint|bagexpansion|kind|with_itemindex")}? option ;
properties : WITH '(' ( property ( COMMA property )* COMMA? )? ')' ;
property : name ASSIGN expression ;
schema : '(' ( columnType ( COMMA columnType )* COMMA? )? ')' ;
columnType : name COLON name ;

joined : expression | union | datatable ;
sortKey : expression ( ASC | DESC )? ( NULLS ( FIRST | LAST ) )? ;
reorderedName : wildcardName ( ASC | DESC | GRANNY )? ;
wildcardNames : wildcardName ( COMMA wildcardName )* ;
wildcardName : ( name | STAR | LONG )+ ;
// Any other name and sign begin a value.
seriesOption : hint | {_input.LT(1).getText().equals("kind")}? NAME ASSIGN NAME ;
seriesValue : namedExpression ( DEFAULT ASSIGN expression )? ;
seriesRange
  : ( FROM expression )? ( TO expression )? STEP expression
  | IN RANGE '(' expression COMMA expression COMMA expression ')'
  ;
expansion : namedExpression ( TO expression )? ;
patternPart : STAR | STRING | name ( COLON name )? ;

namedExpressions : namedExpression ( COMMA namedExpression )* ;
namedExpression
  : ( declaredName ASSIGN | '(' name ( COMMA name )* ')' ASSIGN )? expression ;
// Before a '=' these words are names without brackets as well.
declaredName : name | AS | BY | LET | OF | SET | TO | WHERE ;

expression
  : primary                                                      # PrimaryExpression
  | sign = ( MINUS | PLUS ) expression                           # Signed
  | expression STRING_OPERATOR expression                        # StringComparison
  | expression sign = ( STAR | SLASH | PERCENT ) expression      # Product
  | expression sign = ( PLUS | MINUS ) expression                # Sum
  | expression sign = ( LESS | LESS_EQUAL | GREATER | GREATER_EQUAL ) expression  # Order
  | expression sign = ( EQUAL | NOT_EQUAL ) expression           # Equality
  | expression IN '(' arguments ')'                              # Membership
  | expression BETWEEN '(' expression DOT_DOT expression ')'     # Between
  | expression AND expression                                    # Conjunction
  | expression OR expression                                     # Disjunction
  ;

primary
  : literal                                                      # LiteralValue
  | DYNAMIC '(' json ')'                                         # DynamicLiteral
  | name                                                         # NameValue
  | call                                                         # CallValue
  | STAR                                                         # StarValue
  | '(' pipeline ')'                                             # Parenthesized
  | primary DOT name                                             # Member
  | primary DOT call                                             # MemberCall
  | primary DOT? '[' expression ']'                              # Element
  | BROKEN                                                       # BrokenValue
  ;

call : name '(' arguments ')' ;
arguments : ( argument ( COMMA argument )* )? ;
// A column with its type stands in typeof(*, x: string) only.
argument : ( name ASSIGN )? pipeline | columnType ;

literal : STRING+ | LONG | REAL | BOOL | TIMESPAN | TYPED_LITERAL ;

json
  : '{' ( jsonMember ( COMMA jsonMember )* COMMA? )? '}'         # JsonObject
  | '[' ( json ( COMMA json )* COMMA? )? ']'                     # JsonArray
  | ( MINUS | PLUS )? literal                                    # JsonLiteral
  | NAME                                                         # JsonWord
  | BROKEN                                                       # BrokenJson
  ;
jsonMember : STRING COLON json ;

// Words that are names too, unless they are bracketed. The words left out must be bracketed.
name
  : '[' STRING ']'
  | NAME | ACCESS | ALIAS | CONSUME | COUNT | DECLARE | DEFAULT | DISTINCT | DYNAMIC | EVALUATE
  | EXTEND | FILTER | FROM | GETSCHEMA | HINT | JOIN | LIMIT | LOOKUP | NAMED_OPERATOR | NULLS | ON
  | PARSE | PARTITION | PATTERN | QUERY_PARAMETERS | RANGE | RENDER | RESTRICT | SERIALIZE | SORT
  | STEP | SUMMARIZE | TAKE | TOP | VIEW | WITH
  ;
