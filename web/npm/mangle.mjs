// Finds the names of members that only the shell itself uses, so that esbuild may shorten them in leb.js.

import path from "node:path";
import ts from "typescript";

/**
 * Returns a pattern of the names that stand only for members of inner classes, those that `entry` does not export, and of interfaces that
 * such classes implement. It has no name that something else has too, be it of the page, Go or the browser, a string, or a word of
 * `foreign`, JavaScript without types.
 */
export function innerNames(entry, config, foreign) {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(config, ts.sys.readFile).config, ts.sys, path.dirname(config));
  const program = ts.createProgram([entry], options);
  const checker = program.getTypeChecker();
  const files = program.getSourceFiles().filter(({ isDeclarationFile }) => !isDeclarationFile);
  const owners = innerOwners(checker, files, checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry))));

  const inner = new Set();
  const taken = new Set(foreign.match(/[\w$]+/g));
  const visit = (node) => {
    if (ts.isStringLiteralLike(node)) taken.add(node.text);
    const member = memberOf(checker, node);
    if (member) (isOwned(member.symbol, owners) ? inner : taken).add(member.name);
    ts.forEachChild(node, visit);
  };
  files.forEach(visit);
  return new RegExp(`^(?:${[...inner].filter((name) => !taken.has(name)).join("|")})$`);
}

/** Returns the declarations of inner classes and of the interfaces that they implement. */
function innerOwners(checker, files, exported) {
  const outer = new Set(exported.map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)));
  const owners = new Set();
  const add = (type) => {
    if (!outer.has(type.symbol)) type.symbol.declarations.forEach((declaration) => owners.add(declaration));
  };
  const visit = (node) => {
    if (ts.isClassDeclaration(node)) {
      const type = checker.getTypeAtLocation(node);
      add(type);
      const clauses = (outer.has(type.symbol) ? [] : node.heritageClauses) ?? [];
      const implemented = clauses.filter(({ token }) => token === ts.SyntaxKind.ImplementsKeyword);
      implemented.flatMap(({ types }) => [...types]).forEach((name) => add(checker.getTypeAtLocation(name)));
    }
    ts.forEachChild(node, visit);
  };
  files.forEach(visit);
  return owners;
}

/** Reports whether a symbol is a member of inner classes alone. A member may be declared by a parameter of the constructor. */
function isOwned(symbol, owners) {
  const ownerOf = ({ parent }) => (ts.isConstructorDeclaration(parent) ? parent.parent : parent);
  return symbol?.declarations?.every((declaration) => owners.has(ownerOf(declaration))) ?? false;
}

/** Returns the member that a node declares or uses by its name. */
function memberOf(checker, node) {
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    const { text } = node.propertyName ?? node.name;
    return { name: text, symbol: checker.getTypeAtLocation(node.parent).getProperty(text) };
  }
  const named =
    ts.isPropertyAccessExpression(node) ||
    ts.isClassElement(node) ||
    ts.isTypeElement(node) ||
    ts.isObjectLiteralElementLike(node) ||
    (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent));
  return named && node.name && ts.isIdentifier(node.name) ? { name: node.name.text, symbol: checker.getSymbolAtLocation(node.name) } : null;
}
