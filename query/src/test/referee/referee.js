// Judges KQL texts with Microsoft's own language service for Kusto.
//
// Usage: node referee.js INPUT.json, where node_modules lies beside this file. The input is
// {texts: [{name, text, tables: [{name, schema}], functions: [{name, parameters, body}]}]}; what
// comes out is [{name, errors: [{at, code, message}], columns: [{name, type}] or null}].
'use strict';

require('@kusto/language-service-next/bridge.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.js');

const fs = require('fs');

const Language = Kusto.Language;
const Symbols = Kusto.Language.Symbols;

function list(bridgeList) {
  const items = [];
  for (let i = 0; i < bridgeList.Count; i++) {
    items.push(System.Array.getItem(bridgeList, i, Object));
  }
  return items;
}

function table(given) {
  return Symbols.TableSymbol.From('(' + given.schema + ')').WithName(given.name);
}

function scalarFunction(given) {
  return new Symbols.FunctionSymbol.$ctor16(given.name, given.parameters, given.body, null);
}

const tables = new Map();

function globals(text) {
  const members = [];
  for (const given of text.tables) {
    const key = given.name + '\n' + given.schema;
    if (!tables.has(key)) {
      tables.set(key, table(given));
    }
    members.push(tables.get(key));
  }
  text.functions.forEach(given => members.push(scalarFunction(given)));
  const database = new Symbols.DatabaseSymbol.ctor('workspace', members);
  const cluster = new Symbols.ClusterSymbol.ctor('cluster', [database]);
  return Language.GlobalState.Default.WithCluster(cluster).WithDatabase(database);
}

function judge(text) {
  const code = Language.KustoCode.ParseAndAnalyze(text.text, globals(text));
  const errors = list(code.GetDiagnostics())
      .filter(diagnostic => diagnostic.Severity === 'Error')
      .map(diagnostic => (
        {at: diagnostic.Start, code: diagnostic.Code, message: diagnostic.Message}));
  const result = code.ResultType;
  const columns = result && result.Columns
      ? list(result.Columns).map(column => ({name: column.Name, type: column.Type.Name}))
      : null;
  return {name: text.name, errors: errors, columns: columns};
}

const input = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
process.stdout.write(JSON.stringify(input.texts.map(judge)));
