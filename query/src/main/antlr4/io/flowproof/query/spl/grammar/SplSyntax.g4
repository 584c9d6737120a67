/*
 * Bodies of SPL commands, one start rule for each kind. Chains are loops and not recursion, so that
 * only parentheses cost stack. Written from Splunk's Search Reference.
 */
parser grammar SplSyntax;

options { tokenVocab = SplTokens; }

@members {
/** Whether the next token is a word that is reserved in its place only. */
private boolean isWord(String word) {
  return getTokenStream().LT(1).getText().equalsIgnoreCase(word);
}
}

// Terms of a search: parentheses, then NOT, then OR, then AND, which may be left out
// ("Boolean expressions with logical operators").

searchBody : searchExpression? EOF ;
searchExpression : searchAlternatives ( ( AND | COMMA )? searchAlternatives )* ;
searchAlternatives : searchNegation ( OR searchNegation )* ;
searchNegation : NOT* searchTerm ;
searchTerm
    : LPAREN searchExpression? RPAREN                                     # SearchGroup
    | searchField ( searchComparison | searchMembership )?                # SearchFieldTerm
    | DIRECTIVE                                                           # SearchDirective
    | MACRO                                                               # SearchMacro
    | SUBSEARCH                                                           # SearchSubsearch
    ;
searchField : WORD | STRING ;
searchComparison : ( EQ | EQEQ | NE | LT | LE | GT | GE ) searchValue ;
searchMembership : ( IN_OPEN | NOT_IN_OPEN ) searchValue ( COMMA? searchValue )* RPAREN ;
searchValue : WORD | STRING | DIRECTIVE | MACRO | SUBSEARCH ;

// Expressions of eval and where: NOT, then AND, then OR, then XOR; comparisons bind tighter.

evalBody : assignment ( COMMA assignment )* EOF ;
assignment : target EQ expression ;
// A name may hold values of fields in braces: bytes_{dest_port}.
target : ( IDENTIFIER | DYNAMIC ) ( DOT? ( IDENTIFIER | DYNAMIC | NUMBER ) )* | QUOTED_FIELD | STRING | TOKEN ;
whereBody : expression EOF ;
expression : disjunction ( XOR disjunction )* ;
disjunction : conjunction ( OR conjunction )* ;
conjunction : negation ( AND negation )* ;
negation : NOT* ( comparison | notIn ) ;
// The function, not the operator: NOT in(field, "a").
notIn : NOT_IN_OPEN expression ( COMMA expression )* RPAREN ;
comparison : concatenation ( compared | liked | membership )? ;
compared : ( EQ | EQEQ | NE | LT | LE | GT | GE ) concatenation ;
liked : LIKE concatenation ;
membership : ( IN_OPEN | NOT_IN_OPEN ) expression ( COMMA expression )* RPAREN ;
concatenation : sum ( DOT sum )* ;
sum : product ( ( PLUS | MINUS ) product )* ;
product : signed ( ( STAR | SLASH | PERCENT ) signed )* ;
signed : ( PLUS | MINUS )* primary ;
primary
    : DOT? NUMBER                                                         # NumberPrimary
    | STRING                                                              # StringPrimary
    | QUOTED_FIELD                                                        # QuotedFieldPrimary
    | IDENTIFIER ( LPAREN ( expression ( COMMA expression )* )? RPAREN )? # NamePrimary
    | ( LIKE LPAREN | IN_OPEN ) expression ( COMMA expression )* RPAREN   # KeywordCall
    | LPAREN expression RPAREN                                            # GroupPrimary
    | TOKEN                                                               # TokenPrimary
    | MACRO                                                               # MacroPrimary
    | SUBSEARCH                                                           # SubsearchPrimary
    ;

// Arguments: options are name=value, and lists take commas or spaces.

name : WORD | STRING | QUOTED_FIELD | OVER ;
names : name ( COMMA? name )* ;
option : WORD EQ optionValue ;
optionValue : ( PLUS | MINUS )? WORD | STRING | parenthesized | EVAL_OPEN expression RPAREN ;
parenthesized : LPAREN ( parenthesized | ~( LPAREN | RPAREN ) )* RPAREN ;

statsBody : option* aggregations ( BY names )? option* EOF ;
aggregations : aggregation ( COMMA? aggregation )* ;
aggregation : WORD ( LPAREN ( aggregated ( COMMA aggregated )* )? RPAREN )? ( AS name )? ;
aggregated : EVAL_OPEN expression RPAREN | name ( LPAREN aggregated RPAREN )? ;

fieldsBody : ( PLUS | MINUS )? names EOF ;
tableBody : names EOF ;
renameBody : renaming ( COMMA? renaming )* EOF ;
renaming : name AS name ;
sortBody : ( option COMMA? )* sortKey ( COMMA? sortKey )* option* EOF ;
sortKey : ( PLUS | MINUS )? name ( LPAREN name RPAREN )? ;
dedupBody : dedupArgument ( COMMA? dedupArgument )* ( SORTBY sortKey ( COMMA? sortKey )* )? option* EOF ;
dedupArgument : option | name ;
binBody : binArgument ( COMMA? binArgument )* EOF ;
// AS may stand after options that follow the field.
binArgument : option | name | AS name ;
headBody : ( option | name )* ( parenthesized ( option | name )* )? EOF ;
topBody : argument ( COMMA? argument )* ( BY names )? option* EOF ;
argumentsBody : ( argument ( COMMA? argument )* )? EOF ;
argument : option | name ;
wordsBody : ( words ( COMMA? words )* )? EOF ;
words : option | name ( AS name )? ;
chartBody
    : ( option COMMA? )* charted ( COMMA? ( charted | option ) )* ( OVER name option* )?
      ( BY split ( COMMA? split )* seriesFilter? )? option* EOF
    ;
charted
    : { isWord("agg") }? WORD EQ ( aggregation | LPAREN aggregation RPAREN )
    | aggregation
    | EVAL_OPEN expression RPAREN ( AS name )?
    ;
split : option | { !isWord("where") }? name ;
// Which series: "where max in top5", "where sum > 100".
seriesFilter : WORD WORD ( LPAREN name? RPAREN )? ( ( LT | GT ) optionValue | WORD WORD ) ;
foreachBody : ( ( option | name ) COMMA? )* SUBSEARCH option* EOF ;
