"use strict";
exports.parseStdoutLine = (line, ts) => [{ kind: "assistant", ts, text: line }];
