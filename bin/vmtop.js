#!/usr/bin/env node
// Entry. Plain syntax that any Node parses: an old one gets a clear line instead of a syntax error.

var version = process.versions.node.split('.');
var major = Number(version[0]);
var minor = Number(version[1]);

function fail(line, code) {
  process.stderr.write('vmtop: ' + line + '\n');
  process.exitCode = code;
}

/** Modules ask for the working directory while they are loaded. */
function hasDirectory() {
  try {
    return process.cwd() !== '';
  } catch (error) {
    fail('the working directory is gone or cannot be read (' + error.code + '); change to another one', 1);
    return false;
  }
}

if (major < 22 || (major === 22 && minor < 12)) {
  fail('needs Node.js 22.12 or newer, this is ' + process.version + '; in a checkout use "npm start"', 2);
} else if (hasDirectory()) {
  import('../dist/cli.js').catch(function (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    fail('has not been built (' + error.message + '); run "npm run build"', 1);
  });
}
