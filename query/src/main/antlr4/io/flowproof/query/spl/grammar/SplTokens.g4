/*
 * Tokens of SPL. What a character means depends on the command, so each kind of body has a mode:
 * arguments (stats, fields, sort ...) are the default mode, EXPRESSION is for eval and where,
 * SEARCH for the terms of a search. Comments, subsearches and macros are masked before lexing (see
 * CommandSplitter): U+E000 fills what stands between brackets, U+E001 what stands between backticks.
 * Written from the "search", "eval", "where" and "stats" pages of Splunk's Search Reference.
 */
lexer grammar SplTokens;

WHITESPACE : SPACE+ -> skip ;
AS : [aA] [sS] ;
BY : [bB] [yY] ;
OVER : [oO] [vV] [eE] [rR] ;
SORTBY : [sS] [oO] [rR] [tT] [bB] [yY] ;
EVAL_OPEN : [eE] [vV] [aA] [lL] SPACE* '(' -> pushMode(EXPRESSION) ;
STRING : '"' ( '\\' . | ~["\\] )* '"' ;
QUOTED_FIELD : '\'' ( '\\' . | ~['\\] )* '\'' ;
SUBSEARCH : '[' '\uE000'* ']' ;
MACRO : '`' '\uE001'* '`' ;
EQ : '=' ;
COMMA : ',' ;
LPAREN : '(' ;
RPAREN : ')' ;
PLUS : '+' ;
MINUS : '-' ;
LESS : '<' -> type(LT) ;
GREATER : '>' -> type(GT) ;
WORD : ( ARGUMENT_CHAR | TOKEN_NAME ) ( ARGUMENT_CHAR | [+\-] | TOKEN_NAME )* ;
UNEXPECTED : . ;

fragment SPACE : [ \t\r\n\f\u00A0] ;
fragment ARGUMENT_CHAR : ~[ \t\r\n\f\u00A0+\-=,()"'<>[\]`|] ;
fragment TOKEN_NAME : '$' [a-zA-Z_] [a-zA-Z0-9_.:]* ( '|' [a-z]+ )? '$' ;

mode EXPRESSION;

E_WHITESPACE : SPACE+ -> skip ;
AND : [aA] [nN] [dD] ;
OR : [oO] [rR] ;
XOR : [xX] [oO] [rR] ;
NOT : [nN] [oO] [tT] ;
LIKE : [lL] [iI] [kK] [eE] ;
IN_OPEN : [iI] [nN] SPACE* '(' -> pushMode(EXPRESSION) ;
NOT_IN_OPEN : [nN] [oO] [tT] SPACE+ [iI] [nN] SPACE* '(' -> pushMode(EXPRESSION) ;
NUMBER : [0-9]+ ( '.' [0-9]+ )? ( [eE] [+\-]? [0-9]+ )? | '0' [xX] [0-9a-fA-F]+ ;
IDENTIFIER : [\p{L}_] [\p{L}\p{N}_]* ;
E_STRING : STRING -> type(STRING) ;
E_QUOTED_FIELD : QUOTED_FIELD -> type(QUOTED_FIELD) ;
E_SUBSEARCH : SUBSEARCH -> type(SUBSEARCH) ;
E_MACRO : MACRO -> type(MACRO) ;
TOKEN : TOKEN_NAME ;
DYNAMIC : '{' ~[{}=]* '}' ;
EQEQ : '==' ;
NE : '!=' ;
LE : '<=' ;
GE : '>=' ;
LT : '<' ;
GT : '>' ;
E_EQ : '=' -> type(EQ) ;
E_COMMA : ',' -> type(COMMA) ;
E_LPAREN : '(' -> type(LPAREN), pushMode(EXPRESSION) ;
E_RPAREN : ')' -> type(RPAREN), popMode ;
E_PLUS : '+' -> type(PLUS) ;
E_MINUS : '-' -> type(MINUS) ;
STAR : '*' ;
SLASH : '/' ;
PERCENT : '%' ;
DOT : '.' ;
E_UNEXPECTED : . -> type(UNEXPECTED) ;

mode SEARCH;

S_WHITESPACE : SPACE+ -> skip ;
S_AND : 'AND' -> type(AND) ;
S_OR : 'OR' -> type(OR) ;
S_NOT : 'NOT' -> type(NOT) ;
S_IN_OPEN : [iI] [nN] SPACE* '(' -> type(IN_OPEN) ;
S_NOT_IN_OPEN : 'NOT' SPACE+ [iI] [nN] SPACE* '(' -> type(NOT_IN_OPEN) ;
DIRECTIVE : ( 'CASE' | 'TERM' ) '(' ( STRING | ~[()"] )* ')' ;
S_STRING : STRING -> type(STRING) ;
S_SUBSEARCH : SUBSEARCH -> type(SUBSEARCH) ;
S_MACRO : MACRO -> type(MACRO) ;
S_EQEQ : '==' -> type(EQEQ) ;
S_NE : '!=' -> type(NE), pushMode(VALUE) ;
S_LE : '<=' -> type(LE), pushMode(VALUE) ;
S_GE : '>=' -> type(GE), pushMode(VALUE) ;
S_LT : '<' -> type(LT), pushMode(VALUE) ;
S_GT : '>' -> type(GT), pushMode(VALUE) ;
S_EQ : '=' -> type(EQ), pushMode(VALUE) ;
S_COMMA : ',' -> type(COMMA) ;
S_LPAREN : '(' -> type(LPAREN) ;
S_RPAREN : ')' -> type(RPAREN) ;
S_WORD : ( ( SEARCH_CHAR | '!' SEARCH_CHAR )+ '\\'? | '\\' ) -> type(WORD) ;
S_BANG : '!' -> type(WORD) ;
S_UNEXPECTED : . -> type(UNEXPECTED) ;

// A backslash before a blank ends a word; before anything else it takes the next character along.
fragment SEARCH_CHAR : ~[ \t\r\n\f\u00A0(),=<>"[\]`|!\\] | '\\' ~[ \t\r\n\f\u00A0] | TOKEN_NAME ;

// The right side of a comparison in a search: there, = and < and > are ordinary characters.
mode VALUE;

V_WHITESPACE : SPACE+ -> skip ;
V_AND : 'AND' -> type(AND), popMode ;
V_OR : 'OR' -> type(OR), popMode ;
V_NOT : 'NOT' -> type(NOT), popMode ;
V_DIRECTIVE : DIRECTIVE -> type(DIRECTIVE), popMode ;
V_STRING : STRING -> type(STRING), popMode ;
V_SUBSEARCH : SUBSEARCH -> type(SUBSEARCH), popMode ;
V_MACRO : MACRO -> type(MACRO), popMode ;
V_WORD : ( ( SEARCH_CHAR | '!' ) ( SEARCH_CHAR | [=<>!] )* '\\'? | '\\' ) -> type(WORD), popMode ;
V_COMMA : ',' -> type(COMMA), popMode ;
V_LPAREN : '(' -> type(LPAREN), popMode ;
V_RPAREN : ')' -> type(RPAREN), popMode ;
V_UNEXPECTED : . -> type(UNEXPECTED), popMode ;
